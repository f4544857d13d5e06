"""Reading what belongs to an invited unit's reply besides its opinions."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from consultation.models import Comment, Invitation, Reply, Round
from plans.enums import UserKind
from plans.models import Attachment, PlanUserObjectPermission, UnitUserObjectPermission, User
from plans.permissions import MANAGE_PLAN, RELEASE_REPLY


def own_earlier(invitation: Invitation) -> QuerySet[Comment]:
    """Released opinions of the same unit or person in other rounds on the same plan."""
    return (
        Comment.objects.filter(
            round__in=Round.objects.in_force().filter(plan=invitation.round.plan_id),
            reply__invitation__unit=invitation.unit_id,
            reply__invitation__person=invitation.person_id,
            submitted_at__isnull=False,
        )
        .exclude(round=invitation.round_id)
        .select_related("round", "place")
        .order_by("-round", "number")
    )


def entered_drafts(invitation: Invitation) -> QuerySet[Comment]:
    """The reply's opinions that staff drafted for the unit, out of a form or letter; no other
    draft is for staff to read before its release."""
    return Comment.objects.filter(
        _by_staff("author", invitation), reply__invitation=invitation, submitted_at__isnull=True
    )


def is_begun_by_unit(invitation: Invitation) -> bool:
    """Whether drafts or files stand in the open reply that its own people put there."""
    drafts = Comment.objects.filter(reply__invitation=invitation, submitted_at__isnull=True)
    files = Attachment.objects.filter(pk__in=_files_of(invitation))
    return (
        drafts.exclude(_by_staff("author", invitation)).exists()
        or files.exclude(_by_staff("uploaded_by", invitation)).exists()
    )


def _by_staff(field: str, invitation: Invitation) -> Q:
    staff = PlanUserObjectPermission.objects.filter(
        content_object=invitation.round.plan_id, permission__codename=MANAGE_PLAN
    )
    return Q(**{f"{field}__in": staff.values("user")})


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
