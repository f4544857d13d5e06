"""Rounds of a plan, invitations of a person, who came by link."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from consultation.enums import Audience
from consultation.models import Invitation, PersonalLink, Round
from plans.enums import UserKind
from plans.models import Plan, UnitUserObjectPermission, User
from plans.permissions import DRAFT_REPLY, RELEASE_REPLY, units_of
from plans.system.clock import database_now


def rounds_of(plan: Plan) -> QuerySet[Round]:
    """The plan's rounds that count, newest first."""
    return Round.objects.in_force().filter(plan=plan).select_related("edition").order_by("-id")


def kept_rounds_of(plan: Plan) -> QuerySet[Round]:
    """Its void ones too, for a list that marks them."""
    return Round.objects.issued().filter(plan=plan).select_related("edition").order_by("-id")


def drafts_of(plan: Plan) -> QuerySet[Round]:
    """Rounds of the plan that are not issued, for who manages it alone."""
    drafts = Round.objects.filter(plan=plan, issued_at__isnull=True)
    return drafts.select_related("edition").order_by("-id")


def invitations_for(user: User) -> QuerySet[Invitation]:
    """What this person is asked, for their units and by name, newest first."""
    asked = Q(unit__in=units_of(user)) | Q(person=user)
    asked |= Q(pk__in=reached_by_link(user).values("pk"))
    if user.kind == UserKind.LINK:
        asked = Q(links__users=user)
    return (
        Invitation.objects.filter(asked)
        .select_related("round__plan", "round__edition", "unit", "person", "reply")
        .order_by("-id")
    )


def reached_by_link(user: User) -> QuerySet[Invitation]:
    """The expert invitations that this browser's user came to by a link still in force.

    Only of experts without account; nobody acts by link for one who logs in.
    """
    links = PersonalLink.objects.filter(
        users=user, revoked_at__isnull=True, expires_at__gt=database_now()
    )
    asked = Invitation.objects.filter(round__audience=Audience.EXPERTS, person__kind=UserKind.LINK)
    return asked.filter(pk__in=links.values("invitation"))


def expert_invitations(user: User) -> QuerySet[Invitation]:
    """What this person is asked as an expert, by account or by link."""
    by_name = Q(person=user, round__audience=Audience.EXPERTS)
    return Invitation.objects.filter(by_name | Q(pk__in=reached_by_link(user).values("pk")))


def units_with_account(unit_ids: Iterable[int]) -> set[int]:
    """Of these units those for which somebody with an account drafts or releases."""
    rows = UnitUserObjectPermission.objects.filter(
        content_object__in=list(unit_ids),
        permission__codename__in=(DRAFT_REPLY, RELEASE_REPLY),
        user__is_active=True,
        user__kind=UserKind.PERSON,
    )
    return set(rows.values_list("content_object", flat=True))
