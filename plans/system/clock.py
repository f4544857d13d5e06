"""The one clock: every stamp of a row, every "today", every window is read from here.

Stamps (``now``) and days (``today``) are the clock of the process that writes: they tell when
somebody acted. What has a closing second is compared with the database's time in the writing
transaction (``database_now``; ``in_database`` inside a query), so that two machines agree which
opinion was in time, which link still opens and which mail is due; where an action has asked for
it, its stamp is that same moment.

Only the demo sets this clock, on a database in which nobody has acted yet: its years are then
rows that passed every action, window and trigger. This module imports nothing of the house, so
that models may read it for their defaults.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import connection
from django.db.models import DateTimeField, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.dateparse import parse_datetime

_SQL = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


@dataclass
class SetClock:
    """A clock that was set: it runs on from there, and goes neither back nor past the present."""

    start: datetime
    since: float

    def read(self) -> datetime:
        return self.start + timedelta(seconds=time.monotonic() - self.since)

    def put_forward(self, moment: datetime) -> None:
        """Go on from ``moment``, where that lies between this clock and the present."""
        if self.read() < moment < timezone.now():
            self.start, self.since = moment, time.monotonic()


_set: ContextVar[SetClock | None] = ContextVar("set_clock", default=None)


def now() -> datetime:
    """The present moment, aware: what a stamp is."""
    clock = _set.get()
    return clock.read() if clock else timezone.now()


def today() -> date:
    """The present day in the portal's time zone."""
    return timezone.localdate(now())


def database_now() -> datetime:
    """The database server's present time, aware; inside a transaction still the true time."""
    clock = _set.get()
    if clock:
        return clock.read()
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor])
        (value,) = cursor.fetchone()
    if isinstance(value, datetime):
        return value
    moment = parse_datetime(value)
    assert moment is not None
    return timezone.make_aware(moment, timezone.get_fixed_timezone(0))


def in_database() -> Expression:
    """The database's time as part of a query."""
    clock = _set.get()
    return Value(clock.read(), DateTimeField()) if clock else Now()


class NotEmpty(Exception):
    """The clock is set on a database in which nobody has acted yet, or not at all."""


@contextmanager
def set_to(moment: datetime) -> Iterator[SetClock]:
    """For the demo alone: inside, all of the above tell the time from ``moment`` on.

    NotEmpty when anything of people stands in the database: nobody's rows get a false date.
    """
    if moment > timezone.now():
        raise ValueError(f"{moment} lies ahead")
    if any(apps.get_model("plans", name)._default_manager.exists() for name in _OF_PEOPLE):
        raise NotEmpty
    clock = SetClock(moment, time.monotonic())
    token = _set.set(clock)
    try:
        yield clock
    finally:
        _set.reset(token)


_OF_PEOPLE = ("AuditEntry", "Unit", "Plan", "Job")
