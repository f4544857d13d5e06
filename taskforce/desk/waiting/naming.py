"""What waits for a second person: seats and deputies that another named."""

from __future__ import annotations

from django.urls import reverse

from plans.models import User
from taskforce.bodies.waiting import deputies_waiting, seats_waiting
from taskforce.desk.waiting.items import Item, run_by
from taskforce.models import Seat


def namings(user: User) -> list[Item]:
    """Seats and deputies that this person may confirm or refuse."""
    plans = run_by(user)
    seats = [_item(one, f"{one.made_by}提出：{one}") for one in seats_waiting(user, plans)]
    return seats + [
        _item(one.seat, f"{one.made_by}提出：由{one}") for one in deputies_waiting(user, plans)
    ]


def _item(seat: Seat, what: str) -> Item:
    about = f"{seat.body.plan.title}　{seat.body}"
    return Item(what, about, None, reverse("seat", args=[seat.pk]), "确认")
