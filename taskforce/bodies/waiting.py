"""For whom a seat or a deputy waits, and what waits for one person."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from plans.models import User
from plans.seconds import are_in_one_hand, opened_account
from taskforce.models import Deputy, Seat
from taskforce.permissions import may_confirm_deputy, may_confirm_seat
from taskforce.seconds import NOBODY, fit


def waits_for(seat: Seat) -> str:
    """Who is to confirm a seat: its holder by name, or another who runs the process."""
    if seat.made_by is not None and seat.user is not None and seat.user != seat.made_by:
        if not are_in_one_hand(seat.made_by, seat.user):
            return f"待{seat.user}本人或另一位管理人员确认"
        if opened_account(seat.made_by, seat.user):
            return f"待另一位管理人员确认（{seat.user}的账号由{seat.made_by}开通）"
    return "待另一位管理人员确认"


def deputy_waits_for(deputy: Deputy) -> str:
    """Who is to confirm a deputy: the seat's holder where the office named, or another."""
    holder, maker = deputy.seat.user, deputy.made_by
    if holder is None or maker is None or are_in_one_hand(maker, holder):
        return "待另一位管理人员确认"
    return f"待{holder}本人或另一位管理人员确认"


def seat_waits(seat: Seat) -> str:
    """For whom a seat waits; where nobody at all may confirm it, whom to ask."""
    holder = seat.user
    if holder is not None and may_confirm_seat(holder, seat):
        return waits_for(seat)
    fitting = fit(seat.body.plan, lambda user: may_confirm_seat(user, seat))
    return waits_for(seat) if fitting else f"{waits_for(seat)}；{NOBODY}"


def deputy_waits(deputy: Deputy) -> str:
    """The same of a deputy."""
    holder = deputy.seat.user
    if holder is not None and may_confirm_deputy(holder, deputy):
        return deputy_waits_for(deputy)
    fitting = fit(deputy.seat.body.plan, lambda user: may_confirm_deputy(user, deputy))
    return deputy_waits_for(deputy) if fitting else f"{deputy_waits_for(deputy)}；{NOBODY}"


def seats_waiting(user: User, plans: Iterable[int]) -> list[Seat]:
    """Seats that this person may confirm: their own, and those of the plans that they run."""
    found = Seat.objects.waiting().filter(Q(user=user) | Q(body__plan__in=plans))
    related = found.select_related("body__plan", "user", "made_by")
    return [seat for seat in related if may_confirm_seat(user, seat)]


def deputies_waiting(user: User, plans: Iterable[int]) -> list[Deputy]:
    """Deputies that this person may confirm."""
    found = Deputy.objects.waiting().filter(Q(seat__user=user) | Q(seat__body__plan__in=plans))
    related = found.select_related("seat__body__plan", "seat__user", "user", "made_by")
    return [deputy for deputy in related if may_confirm_deputy(user, deputy)]
