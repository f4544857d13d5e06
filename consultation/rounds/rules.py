"""What a new round begins with, how long it runs, and whether it counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from consultation.enums import Audience
from consultation.models import Round
from plans.errors import WrongState
from plans.system.chinese_dates import local_day

USUAL_DAYS = 15
"""Units are usually given half of what the rules on public consultation ask for."""
PUBLIC_DAYS = 30


def usual_close(opens_at: datetime, audience: str = Audience.UNITS) -> datetime:
    """The closing time proposed for a round that opens at this local moment; the public is given
    what no reason has to be given for."""
    public = audience == Audience.PUBLIC
    last_day = opens_at + timedelta(days=PUBLIC_DAYS if public else USUAL_DAYS)
    at = settings.CLOSING_TIME
    closes = last_day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return closes + timedelta(days=1) if public and closes < last_day else closes


def is_short(audience: str, opens_at: datetime, closes_at: datetime) -> bool:
    """Whether the public is given fewer days than 30, which takes a reason."""
    return audience == Audience.PUBLIC and closes_at - opens_at < timedelta(days=PUBLIC_DAYS)


def is_short_from(round_: Round, now: datetime) -> bool:
    """The same of a draft that is issued now, in days of the calendar."""
    begins = local_day(max(round_.opens_at, now))
    days = (local_day(round_.closes_at) - begins).days
    return round_.audience == Audience.PUBLIC and days < PUBLIC_DAYS


def require_in_force(round_: Round) -> None:
    """WrongState, with the reason, for a draft and for a void round: nothing is done with it."""
    if round_.issued_at is None:
        raise WrongState("这一轮征求意见还是草稿，没有发出。")
    if round_.voided_at is not None:
        raise WrongState("这一轮征求意见已经作废。")
