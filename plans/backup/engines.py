"""What SQLite and PostgreSQL each do in their own way: a snapshot, a whole load, sequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from plans.backup.tables import Table


class Engine:
    """The database that the settings name."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Whatever is read inside is of one moment; nobody waits for it."""
        raise NotImplementedError

    @contextmanager
    def replacing(self) -> Iterator[None]:
        """One transaction for a whole load, schema too; foreign keys are checked at its end."""
        with transaction.atomic():
            yield
            connection.check_constraints()

    @contextmanager
    def triggers_aside(self) -> Iterator[None]:
        """Rows that stood may come in, whatever a trigger says to who writes new ones."""
        raise NotImplementedError

    def empty(self, names: Sequence[str]) -> None:
        """Take all rows out of these tables."""
        raise NotImplementedError

    def drop(self, names: Iterable[str]) -> None:
        """Take these tables away, whatever refers to them."""
        raise NotImplementedError

    def last_id(self, table: Table) -> int:
        """The highest number that the table has ever given out, as far as the engine knows."""
        raise NotImplementedError

    def go_on_from(self, table: Table, last_id: int) -> None:
        """Give out no number up to this one: numbers are never used twice."""
        raise NotImplementedError


def engine() -> Engine:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def _execute(sql: str, *values: str | int | bool) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return _fetched(cursor)


def _fetched(cursor: CursorWrapper) -> list[tuple[object, ...]]:
    return cursor.fetchall() if cursor.description else []


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


class SQLite(Engine):
    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A transaction that only reads: with WAL writers go on beside it."""
        _execute("BEGIN DEFERRED")
        try:
            _execute("SELECT count(*) FROM sqlite_master")
            yield
        finally:
            _execute("ROLLBACK")

    @contextmanager
    def replacing(self) -> Iterator[None]:
        """Foreign keys cannot be let go inside a transaction, so before it."""
        _execute("PRAGMA foreign_keys = OFF")
        try:
            with super().replacing():
                yield
        finally:
            _execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def triggers_aside(self) -> Iterator[None]:
        triggers = _execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _ in triggers:
            _execute(f"DROP TRIGGER {_quoted(str(name))}")
        yield
        for _, sql in triggers:
            _execute(str(sql))

    def empty(self, names: Sequence[str]) -> None:
        for name in names:
            _execute(f"DELETE FROM {_quoted(name)}")  # noqa: S608 - names of our own models

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            _execute(f"DROP TABLE {_quoted(name)}")

    def last_id(self, table: Table) -> int:
        found = _execute("SELECT seq FROM sqlite_sequence WHERE name = %s", table.name)
        return int(str(found[0][0])) if found else 0

    def go_on_from(self, table: Table, last_id: int) -> None:
        _execute("DELETE FROM sqlite_sequence WHERE name = %s", table.name)
        if last_id:
            _execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", table.name, last_id)


class PostgreSQL(Engine):
    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with transaction.atomic():
            _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    @contextmanager
    def triggers_aside(self) -> Iterator[None]:
        """Our own alone; those of foreign keys go on, and have spoken before ours come back.

        Until then they wait, whatever a migration in this transaction has told them.
        """
        _execute("SET CONSTRAINTS ALL DEFERRED")
        found = _execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid)"
        )
        for (name,) in found:
            _execute(f"ALTER TABLE {_quoted(str(name))} DISABLE TRIGGER USER")
        yield
        _execute("SET CONSTRAINTS ALL IMMEDIATE")
        for (name,) in found:
            _execute(f"ALTER TABLE {_quoted(str(name))} ENABLE TRIGGER USER")

    def empty(self, names: Sequence[str]) -> None:
        _execute(f"TRUNCATE {', '.join(map(_quoted, names))}")

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            _execute(f"DROP TABLE {_quoted(name)} CASCADE")

    def last_id(self, table: Table) -> int:
        sequence = self._sequence(table)
        if sequence is None:
            return 0
        ((last, called),) = _execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - a name that the server gave
        return int(str(last)) if called else 0

    def go_on_from(self, table: Table, last_id: int) -> None:
        sequence = self._sequence(table)
        if sequence is not None:
            _execute("SELECT setval(%s, %s, %s)", sequence, max(last_id, 1), last_id > 0)

    def _sequence(self, table: Table) -> str | None:
        """The sequence behind the key, by the name that the server gives it."""
        ((name,),) = _execute(
            "SELECT pg_get_serial_sequence(%s, %s)", _quoted(table.name), table.key[0]
        )
        return None if name is None else str(name)
