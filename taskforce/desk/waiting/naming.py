"""What waits for a second person: seats and deputies that another named, changes of gates."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from plans.models import User
from taskforce.bodies.waiting import deputies_waiting, seats_waiting
from taskforce.desk.waiting.items import Item, run_by
from taskforce.models import GateChange, Seat
from taskforce.permissions import may_confirm_change, seats_of


def namings(user: User) -> list[Item]:
    """Seats and deputies that this person may confirm or refuse."""
    plans = run_by(user)
    seats = [_item(one, f"{one.made_by}提出：{one}") for one in seats_waiting(user, plans)]
    return seats + [
        _item(one.seat, f"{one.made_by}提出：由{one}") for one in deputies_waiting(user, plans)
    ]


def gate_changes(user: User) -> list[Item]:
    """Changes of how a gate is decided that this person may confirm or refuse."""
    mine = Q(gate__body__in=seats_of(user).values("body"))
    found = GateChange.objects.waiting().filter(mine | Q(gate__body__plan__in=run_by(user)))
    related = found.select_related("gate__body__plan", "body", "made_by")
    return [
        Item(
            f"{one.made_by}提出调整“{one.gate}”的审议办法",
            one.gate.body.plan.title,
            None,
            reverse("gate", args=[one.gate_id]),
            "确认",
        )
        for one in related
        if may_confirm_change(user, one)
    ]


def _item(seat: Seat, what: str) -> Item:
    about = f"{seat.body.plan.title}　{seat.body}"
    return Item(what, about, None, reverse("seat", args=[seat.pk]), "确认")
