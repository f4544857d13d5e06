"""Lines of the desk, and who runs which plan's process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from plans.models import PlanUserObjectPermission, User
from plans.permissions import MANAGE_PLAN
from taskforce.enums import BodyKind
from taskforce.permissions import seats_of


@dataclass(frozen=True)
class Item:
    """One line of the desk: what, about which plan, due when, and the one action."""

    what: str
    about: str
    due: date | datetime | None
    url: str
    action: str


@dataclass(frozen=True)
class Group:
    label: str
    items: list[Item]


def by_due(item: Item) -> tuple[bool, str]:
    """Sorts by the day and minute of Shanghai; undated last."""
    due = item.due
    if isinstance(due, datetime):
        due = timezone.localtime(due)
    return due is None, due.isoformat() if due else ""


def run_by(user: User) -> set[int]:
    """Plans whose process this person runs: as manager or from a seat in the office."""
    seats = seats_of(user).filter(body__kind=BodyKind.OFFICE)
    return managed_by(user) | set(seats.values_list("body__plan", flat=True))


def managed_by(user: User) -> set[int]:
    """Plans that this person manages."""
    held = PlanUserObjectPermission.objects.filter(
        user=user, permission__codename=MANAGE_PLAN
    ).values_list("content_object", flat=True)
    return set(held)
