"""What waits in appointing: who is to act for a unit or to manage a plan, for one to confirm."""

from __future__ import annotations

from django.urls import reverse

from plans.models import User
from plans.people.queries import waiting_for
from taskforce.desk.waiting.items import Item


def appointments(user: User) -> list[Item]:
    """Appointments that another named and this person may confirm."""
    return [
        Item(
            f"{row.user}{row.words()}",
            f"{row.scope}　{row.made_by}提名",
            None,
            reverse("appointments"),
            "确认",
        )
        for row in waiting_for(user)
    ]
