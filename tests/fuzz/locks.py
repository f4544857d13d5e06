"""The order of locks (docs/reliability.md), looked at while actions take them.

Noted is every row that is read under a lock, updated or deleted, in the turn in which its
transaction came to it. SQLite locks no rows, but Django is asked for the same locks there, so that
the order shows on both databases.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import local
from types import FrameType
from typing import Any
from unittest.mock import patch

from django.db.models import Model
from django.db.models.lookups import Exact, In
from django.db.models.query import ModelIterable
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLDeleteCompiler, SQLInsertCompiler, SQLUpdateCompiler
from django.db.transaction import Atomic

from consultation.models import Assessment, Comment, Invitation, Round
from plans.models import Plan, User
from taskforce.models import Gate, Package, Stage, Step, Timeline

ORDER: tuple[type[Model], ...] = (User, Timeline, Plan, Round, Invitation, Comment, Assessment)
"""Whoever locks a row of one of these locks none of an earlier one afterwards."""
BY_NUMBER: tuple[type[Model], ...] = (Timeline, Plan, Round)
"""Of these several are locked by their numbers, the lowest first."""
UNDER_TIMELINE: tuple[type[Model], ...] = (Stage, Step, Gate, Package)
"""Locked in any order behind their timeline, and never without it."""

PASSED_BY = ("/tests/", "/django/", "/plans/system/locking.py", "contextlib.py")
"""Where no action is: what stands above them on the stack asked for the row."""


class Transaction:
    """What one transaction has locked so far, and rows that it made itself."""

    def __init__(self) -> None:
        self.depth = 0
        self.held: dict[type[Model], set[int | None]] = {}
        self.made: list[Model] = []

    def faults(self, model: type[Model], pk: int | None) -> Iterator[str]:
        """Note a row; what is wrong with its turn. ``pk`` None: rows that are not known."""
        mine = self.held.get(model, set())
        known = pk in mine or (pk is None and bool(mine))
        if known or any(type(one) is model and one.pk in (pk, None) for one in self.made):
            return
        yield from self._out_of_turn(model, pk, mine)
        self.held.setdefault(model, set()).add(pk)

    def _out_of_turn(
        self, model: type[Model], pk: int | None, mine: set[int | None]
    ) -> Iterator[str]:
        name = model.__name__
        timeline = Timeline in self.held or any(type(one) is Timeline for one in self.made)
        if model in UNDER_TIMELINE and not timeline:
            yield f"{name} without its Timeline"
        if model in ORDER:
            later = [one for one in ORDER[ORDER.index(model) + 1 :] if one in self.held]
            yield from (f"{name} after {one.__name__}" for one in later)
        if model in BY_NUMBER and pk is not None:
            higher = [one for one in mine if one is not None and one > pk]
            yield from (f"{name} {pk} after {name} {one}" for one in higher)


class Recorder:
    """Watches the transactions of all threads; ``faults`` holds what was out of turn, once."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._mine = local()

    @property
    def transaction(self) -> Transaction:
        if not hasattr(self._mine, "now"):
            self._mine.now = Transaction()
        now: Transaction = self._mine.now
        return now

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """What happens inside is a transaction of its own, though a test holds one open."""
        before, self._mine.now = self.transaction, Transaction()
        try:
            yield
        finally:
            self._mine.now = before

    def note(self, model: type[Model], pk: int | None) -> None:
        for told in self.transaction.faults(model, pk):
            who = _who()
            if who and f"{told}: {who}" not in self.faults:
                self.faults.append(f"{told}: {who}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this is open, every lock is noted."""
        with ExitStack() as open_:
            for of, name, new in (
                (ModelIterable, "__iter__", self._reading(ModelIterable.__iter__)),
                (SQLUpdateCompiler, "execute_sql", self._writing(SQLUpdateCompiler.execute_sql)),
                (SQLDeleteCompiler, "execute_sql", self._writing(SQLDeleteCompiler.execute_sql)),
                (SQLInsertCompiler, "execute_sql", self._making(SQLInsertCompiler.execute_sql)),
                (Atomic, "__enter__", self._beginning(Atomic.__enter__)),
                (Atomic, "__exit__", self._ending(Atomic.__exit__)),
            ):
                open_.enter_context(patch.object(of, name, new))
            yield

    def _reading(self, before: Any) -> Any:
        def rows(iterable: Any) -> Iterator[Any]:
            query = iterable.queryset.query
            for row in before(iterable):
                if query.select_for_update:
                    self.note(type(row), row.pk)
                yield row

        return rows

    def _writing(self, before: Any) -> Any:
        def execute(compiler: Any, *given: Any, **named: Any) -> Any:
            for pk in _rows_of(compiler.query):
                self.note(compiler.query.model, pk)
            return before(compiler, *given, **named)

        return execute

    def _making(self, before: Any) -> Any:
        def execute(compiler: Any, *given: Any, **named: Any) -> Any:
            self.transaction.made.extend(compiler.query.objs)
            return before(compiler, *given, **named)

        return execute

    def _beginning(self, before: Any) -> Any:
        def enter(atomic: Any) -> None:
            if not atomic._from_testcase:
                if self.transaction.depth == 0:
                    self._mine.now = Transaction()
                self.transaction.depth += 1
            before(atomic)

        return enter

    def _ending(self, before: Any) -> Any:
        def leave(atomic: Any, *error: Any) -> None:
            if not atomic._from_testcase:
                self.transaction.depth -= 1
                if self.transaction.depth == 0:
                    self._mine.now = Transaction()
            before(atomic, *error)

        return leave


def _rows_of(query: Query) -> list[int | None]:
    """The numbers of the rows that are written, where the condition says them."""
    for one in query.where.children:
        target = getattr(getattr(one, "lhs", None), "target", None)
        if getattr(target, "primary_key", False):
            if isinstance(one, Exact) and isinstance(one.rhs, int):
                return [one.rhs]
            if isinstance(one, In) and isinstance(one.rhs, list | tuple | set):
                return sorted(one.rhs)
    return [None]


def _who() -> str:
    """The functions of the house that asked for the row, the innermost first; none where a test
    itself did."""
    frame: FrameType | None = sys._getframe(2)
    found: list[str] = []
    while frame is not None:
        code = frame.f_code
        ours = any(f"/{app}/" in code.co_filename for app in ("plans", "consultation", "taskforce"))
        if ours and not any(one in code.co_filename for one in PASSED_BY):
            found.append(code.co_name)
        frame = frame.f_back
    return " < ".join(found[:4])
