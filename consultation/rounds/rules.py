"""What a new round begins with."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

USUAL_DAYS = 15
"""The rules on public consultation ask for 30; units are usually given half of that."""


def usual_close(opens_at: datetime) -> datetime:
    """The closing time proposed for a round that opens at this local moment."""
    last_day = opens_at + timedelta(days=USUAL_DAYS)
    at = settings.CLOSING_TIME
    return last_day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
