"""Seats and deputies for the tests: named by one, confirmed by another, as the portal asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.models import User
from plans.permissions import MANAGE_PLAN, may_manage
from plans.system import clock
from taskforce.bodies.actions.deputies import confirm_deputy, name_deputy
from taskforce.bodies.actions.seats import SeatTerms, add_seat, confirm_seat
from taskforce.models import Body, Deputy, Seat
from tests.cast import appoint


def take_seat(body: Body, terms: SeatTerms, *, by: User) -> Seat:
    """A seat in force: its holder confirms, or a second manager where it has no account."""
    seat = add_seat(body, terms, by=by)
    if seat.in_force:
        return seat
    return confirm_seat(seat.pk, by=terms.user or second_manager(body))


def deputise(seat: Seat, user: User, *, by: User, from_on: date, to_on: date) -> Deputy:
    """A deputy in force: named by the holder and confirmed by a second manager, or the reverse."""
    deputy = name_deputy(seat, user, by=by, from_on=from_on, to_on=to_on)
    holder = seat.user
    second = holder if holder is not None and holder != by else second_manager(seat.body)
    return confirm_deputy(deputy.pk, by=second)


def stood(body: Body, **fields: Any) -> Seat:
    """A seat that stood before four eyes were kept."""
    return Seat.objects.create(body=body, confirmed_at=clock.now(), **fields)


def stood_for(seat: Seat, user: User, from_on: date, to_on: date) -> Deputy:
    """A deputy that stood before four eyes were kept."""
    now = clock.now()
    return Deputy.objects.create(
        seat=seat, user=user, from_on=from_on, to_on=to_on, confirmed_at=now
    )


def second_manager(body: Body) -> User:
    """The cast's second, as another who manages the body's plan."""
    found = User.objects.get(username="复核人")
    if not may_manage(found, body.plan):
        appoint(MANAGE_PLAN, found, body.plan)
    return found
