"""Reading what belongs to an invited unit's reply besides its opinions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from consultation.models import Comment, Invitation, Reply
from plans.enums import UserKind
from plans.models import Attachment, UnitUserObjectPermission, User
from plans.permissions import RELEASE_REPLY


def own_earlier(invitation: Invitation) -> QuerySet[Comment]:
    """Released opinions of the same unit or person in other rounds on the same plan."""
    return (
        Comment.objects.filter(
            round__plan=invitation.round.plan_id,
            reply__invitation__unit=invitation.unit_id,
            reply__invitation__person=invitation.person_id,
            submitted_at__isnull=False,
        )
        .exclude(round=invitation.round_id)
        .select_related("round", "place")
        .order_by("-round", "number")
    )


def has_head(invitation: Invitation) -> bool:
    """Whether the unit has a head with an account of their own."""
    return UnitUserObjectPermission.objects.filter(
        content_object=invitation.unit_id,
        permission__codename=RELEASE_REPLY,
        user__is_active=True,
        user__kind=UserKind.PERSON,
    ).exists()


def visible_attachments(user: User, invitation: Invitation) -> QuerySet[Attachment]:
    """Files of the reply that this member of the unit may see; by link, only one's own."""
    files = Attachment.objects.filter(pk__in=_files_of(invitation))
    return files.filter(uploaded_by=user) if user.kind == UserKind.LINK else files


def _files_of(invitation: Invitation) -> QuerySet[Any]:
    links = Reply.attachments.through.objects.filter(reply__invitation=invitation)
    return links.values("attachment")
