"""Rows as a backup writes them: one JSON array a row, the same whichever engine it came from.

Times are UTC to the microsecond, UUIDs 32 digits, JSON columns their text. Two databases hold the
same when the digests of their rows are equal; the order of the keys in JSON, which PostgreSQL does
not keep, is left out of the digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import StringIO
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from plans.backup.tables import Table

CHUNK = 200
"""Rows in memory at a time: some tables hold whole documents, a row each."""
Row = list[Any]


def _time(value: datetime) -> str:
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


READ: dict[str, Callable[[Any], Any]] = {
    "bool": bool,
    "date": str,
    "time": _time,
    "uuid": lambda value: UUID(str(value)).hex,
}
"""From what the engine gives to what a line holds; the other kinds are the same."""
WRITE_SQLITE: dict[str, Callable[[Any], Any]] = {
    "time": lambda value: str(datetime.fromisoformat(value).replace(tzinfo=None)),
    "json": lambda value: json.dumps(json.loads(value)),
}
"""To what Django itself would have stored: SQLite compares times as texts."""
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def read_rows(table: Table) -> Iterator[Row]:
    """The rows of a table in the order of its key, a chunk in memory at a time."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name, _ in table.columns)
    kinds = dict(table.columns)
    order = ", ".join(f"{quote(name)}{_collation(kinds[name])}" for name in table.key)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quote(table.name)} ORDER BY {order}")  # noqa: S608 - names of our own models
        readers = [READ.get(kind) for _, kind in table.columns]
        while chunk := cursor.fetchmany(CHUNK):
            yield from (_converted(row, readers) for row in chunk)


def _collation(kind: str) -> str:
    """Texts by their bytes, as SQLite orders them."""
    return ' COLLATE "C"' if kind == "text" and connection.vendor == "postgresql" else ""


def _converted(row: Sequence[Any], by: Sequence[Callable[[Any], Any] | None]) -> Row:
    return [
        value if value is None or convert is None else convert(value)
        for value, convert in zip(row, by, strict=True)
    ]


def as_line(row: Row) -> bytes:
    """The row as a line of a backup."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Digest:
    """Count and SHA-256 of a table's rows, fed in the order of its key."""

    def __init__(self, table: Table) -> None:
        self._json = table.of_kind("json")
        self._hash = hashlib.sha256()
        self.rows = 0

    def add(self, row: Row) -> None:
        self.rows += 1
        self._hash.update(as_line(self._sorted(row) if self._json else row))

    def _sorted(self, row: Row) -> Row:
        row = list(row)
        for at in self._json:
            if row[at] is not None:
                row[at] = json.dumps(json.loads(row[at]), ensure_ascii=False, sort_keys=True)
        return row

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def digest_of(table: Table) -> Digest:
    """What stands in the database now."""
    digest = Digest(table)
    for row in read_rows(table):
        digest.add(row)
    return digest


def write_rows(table: Table, rows: Iterable[Row]) -> None:
    """Put rows into an empty table as they are, a chunk in memory at a time."""
    put = _copy if connection.vendor == "postgresql" else _insert
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        put(table, chunk)


def _insert(table: Table, rows: list[Row]) -> None:
    writers = [WRITE_SQLITE.get(kind) for _, kind in table.columns]
    marks = ", ".join(["%s"] * len(table.columns))
    sql = f"INSERT INTO {_target(table)} VALUES ({marks})"  # noqa: S608 - names of our own models
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_converted(row, writers) for row in rows])


def _copy(table: Table, rows: list[Row]) -> None:
    """PostgreSQL's own way for many rows, in its text format."""
    text = StringIO("".join("\t".join(map(_field, row)) + "\n" for row in rows))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {_target(table)} FROM STDIN", text)


def _field(value: Any) -> str:
    return "\\N" if value is None else str(value).translate(ESCAPED)


def _target(table: Table) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table.name)} ({', '.join(quote(name) for name, _ in table.columns)})"
