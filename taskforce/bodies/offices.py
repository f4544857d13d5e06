"""Seats in bodies as offices: who decides, or deputises for who does."""

from __future__ import annotations

from plans.models import User
from plans.people.offices import Office
from plans.permissions import may_manage
from taskforce.models import Seat
from taskforce.permissions import seats_of


def seats(user: User) -> list[Office]:
    """One for each seat held or deputised for today; another manager of the plan may vouch."""
    return [_office(seat) for seat in seats_of(user).select_related("body__plan")]


def _office(seat: Seat) -> Office:
    return Office(
        f"{seat.body}{seat.get_role_display()}", lambda other: may_manage(other, seat.body.plan)
    )
