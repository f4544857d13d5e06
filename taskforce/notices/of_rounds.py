"""Who is told what of a round of consultation: asked, answered, corrected, no longer asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.urls import reverse

from consultation.enums import Act
from consultation.models import Invitation, Round
from plans.enums import AuditAction
from plans.models import AuditEntry, UnitUserObjectPermission, User
from plans.permissions import DRAFT_REPLY, RELEASE_REPLY
from taskforce.notices.values import Telling


def _asked(entry: AuditEntry) -> Telling | None:
    """People of the units just invited; the letters themselves go by mail from the round."""
    round_ = Round.objects.get(pk=entry.object_id)
    names = set(entry.new.get("invited", ()))
    asked = round_.invitations.select_related("unit", "person")
    found = [one for one in asked if str(one) in names]
    return Telling(people_asked(found), f"请对“{round_.name}”提出意见。", reverse("asked"))


def _answered(entry: AuditEntry) -> Telling | None:
    round_ = Round.objects.get(pk=entry.object_id)
    people = people_asked(round_.invitations.filter(reply__comments__isnull=False).distinct())
    return Telling(people, f"您提出的意见（“{round_.name}”）已有处理结果。", reverse("asked"))


def _corrected(entry: AuditEntry) -> Telling | None:
    round_ = Round.objects.get(pk=entry.object_id)
    text = f"“{round_.name}”的函件已更正：{entry.new['reason']}"
    return Telling(people_asked(round_.invitations.all()), text, reverse("asked"))


def _reminded(entry: AuditEntry) -> Telling | None:
    """Those with an account among the reminded; the others get mail, text or letter."""
    round_ = Round.objects.get(pk=entry.object_id)
    asked = Invitation.objects.filter(pk__in=entry.new.get("invitations", ()))
    return Telling(people_asked(asked), f"请反馈意见：{round_.name}", reverse("asked"))


def _voided(entry: AuditEntry) -> Telling | None:
    round_ = Round.objects.get(pk=entry.object_id)
    text = f"“{round_.name}”已作废，不需要再反馈。理由：{entry.new['reason']}"
    return Telling(people_asked(round_.invitations.all()), text, reverse("asked"))


def _no_longer_asked(entry: AuditEntry) -> Telling | None:
    round_ = Round.objects.get(pk=entry.object_id)
    told = _people_of([entry.old.get("unit")], [entry.old.get("person")])
    text = f"“{round_.name}”不再征求{entry.old['invited']}的意见。理由：{entry.new['reason']}"
    return Telling(told, text, reverse("asked"))


def people_asked(invitations: Iterable[Invitation]) -> tuple[User, ...]:
    """Who drafts or releases for the units invited, and the persons invited by name."""
    found = list(invitations)
    return _people_of([one.unit_id for one in found], [one.person_id for one in found])


def _people_of(units: Iterable[int | None], persons: Iterable[int | None]) -> tuple[User, ...]:
    held = UnitUserObjectPermission.objects.filter(
        content_object__in=[one for one in units if one],
        permission__codename__in=(DRAFT_REPLY, RELEASE_REPLY),
    )
    named = [one for one in persons if one]
    return tuple(User.objects.filter(Q(pk__in=held.values("user")) | Q(pk__in=named)).distinct())


OF_ROUNDS: dict[AuditAction, Callable[[AuditEntry], Telling | None]] = {
    Act.ROUND_INVITE: _asked,
    Act.ROUND_UNINVITE: _no_longer_asked,
    Act.ROUND_CORRECT: _corrected,
    Act.ROUND_REMIND: _reminded,
    Act.ROUND_VOID: _voided,
    Act.ROUND_RELEASE_ANSWERS: _answered,
}
