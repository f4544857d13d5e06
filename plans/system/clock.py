"""The database's time: what has a closing second is compared with this clock."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

_SQL = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


def database_now() -> datetime:
    """The database server's present time, aware; inside a transaction still the true time."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor])
        (value,) = cursor.fetchone()
    if isinstance(value, datetime):
        return value
    moment = parse_datetime(value)
    assert moment is not None
    return timezone.make_aware(moment, timezone.get_fixed_timezone(0))
