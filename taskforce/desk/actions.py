"""Renewing one's calendar address."""

from __future__ import annotations

from django.db import transaction

from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from taskforce.enums import Act
from taskforce.models import CalendarLink


def renew_calendar(*, by: User) -> CalendarLink:
    """Make one's calendar address a new one; whoever holds the old one reads nothing more."""
    with transaction.atomic():
        link, _ = locked(CalendarLink.objects).get_or_create(user=by)
        link.number, link.renewed_at = link.number + 1, clock.now()
        link.save(update_fields=["number", "renewed_at"])
        record(Act.CALENDAR_RENEW, link, by=by)
    return link
