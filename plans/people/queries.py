"""Units of the directory, and the people of one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from plans.enums import UserKind
from plans.models import Unit, UnitUserObjectPermission, User
from plans.permissions import DRAFT_REPLY, RELEASE_REPLY


@dataclass(frozen=True)
class Colleague:
    """A person of a unit and what they do for it."""

    user: User
    officer: bool
    head: bool


def people_of(unit: Unit) -> list[Colleague]:
    """Who belongs to the unit or drafts or releases its replies; not who came by a link."""
    held: dict[int, set[str]] = {}
    rights = UnitUserObjectPermission.objects.filter(content_object=unit)
    for user, codename in rights.values_list("user", "permission__codename"):
        held.setdefault(user, set()).add(codename)
    people = User.objects.filter(Q(unit=unit) | Q(pk__in=held), kind=UserKind.PERSON)
    return [
        Colleague(
            user,
            officer=DRAFT_REPLY in held.get(user.pk, set()),
            head=RELEASE_REPLY in held.get(user.pk, set()),
        )
        for user in people
    ]


def directory(q: str = "", kind: str = "") -> list[Unit]:
    """Units by kind, narrowed by a word of the name and by kind; the first 500."""
    rows = Unit.objects.filter(name__contains=q)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows[:500])
