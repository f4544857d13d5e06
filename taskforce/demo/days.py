"""The demo's days: office hours on a calendar day."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def at(day: date, hour: int = 9) -> datetime:
    """This hour of the day, aware."""
    return timezone.make_aware(datetime.combine(day, time(hour)))
