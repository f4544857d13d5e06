"""Everything that database and files hold, read in a way that the backup knows nothing of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

LEFT_OUT = {"django_session", "usersessions_usersession", "django_migrations"}
Rows = dict[str, list[str]]


def all_rows(*, of_json: bool = False) -> Rows:
    """Every row of every table as a text, sorted; ``of_json``: whatever the order of keys in it.

    SQLite is read past Django, so that a time is the very text that stands there.
    """
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            return _rows(database.cursor(), of_json=of_json)
    with connection.cursor() as cursor:
        return _rows(cursor, of_json=of_json)


def _rows(cursor: Any, *, of_json: bool) -> Rows:
    found = {}
    with connection.cursor() as ours:
        columns = {
            name: sorted(c.name for c in connection.introspection.get_table_description(ours, name))
            for name in connection.introspection.table_names(ours)
            if name not in LEFT_OUT
        }
    for name, own in columns.items():
        cursor.execute(f"SELECT {', '.join(map(connection.ops.quote_name, own))} FROM {name}")
        found[name] = sorted(_told(row, of_json=of_json) for row in cursor.fetchall())
    return found


def _told(row: Iterable[Any], *, of_json: bool) -> str:
    return repr([_value(value) if of_json else value for value in row])


def _value(value: Any) -> str:
    """A value told in the same way by both engines."""
    text = str(int(value) if isinstance(value, bool) else value).removesuffix("+00:00")
    with suppress(ValueError):
        if isinstance(value, str) and value[:1] in ("[", "{"):
            return json.dumps(json.loads(value), sort_keys=True)
    return text.replace("-", "")


def all_files() -> dict[str, bytes]:
    root = Path(settings.FILES_ROOT)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def differing(before: Rows, after: Rows) -> dict[str, tuple[set[str], set[str]]]:
    """Of each table that is not the same: the rows that went and the rows that came."""
    return {
        name: (set(before.get(name, ())) - set(after[name]), set(after[name]) - set(before[name]))
        for name in after
        if before.get(name) != after[name]
    }
