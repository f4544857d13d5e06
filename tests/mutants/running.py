"""A pytest plugin: run the tests once whole, then each break in a fork with the tests it touches.

The database is made once. A break is tried with the tests that ran the broken function, those
that run the fewest functions first, until one fails.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from django.db import connections

from tests.harness.source import APPS, ROOT
from tests.mutants.functions import BrokenFunction, Key, broken_functions
from tests.mutants.tables import BrokenTable, broken_tables
from tests.mutants.targets import GROUPS, Group

GROUP = "PORTAL_TEST_MUTANTS"
REPORT = "PORTAL_TEST_MUTANTS_REPORT"
MINUTES = "PORTAL_TEST_MUTANTS_MINUTES"
SECONDS = 60.0
"""Given to one break; one that is not caught by then is taken as not caught."""
SEED = 20260301
OF_TABLES = "tests/test_transitions.py"
"""Reads the tables themselves."""
CAUGHT, SURVIVED = 1, 0
_OURS = tuple(f"{ROOT / app}{os.sep}" for app in APPS)
Break = BrokenFunction | BrokenTable


@dataclass
class Trial:
    """The tests that passed: how long each took and what functions it ran."""

    seconds: dict[str, float] = field(default_factory=dict)
    ran: dict[str, set[Key]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    in_fork: bool = False


trial = Trial()


@dataclass(frozen=True)
class Between:
    """Stands for the test after each: nothing but the session is kept."""

    session: pytest.Session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need another process or a flushed database are left out."""
    items[:] = [item for item in items if not _is_slow(item)]


def _is_slow(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    shared = "transactional_db" in getattr(item, "fixturenames", ())
    slow = any(item.get_closest_marker(name) for name in ("journey", "worker", "embedded"))
    return shared or slow or bool(mark and mark.kwargs.get("transaction"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed and trial.in_fork:
        os._exit(CAUGHT)
    if report.failed:
        trial.failed.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    for item in session.items:
        _run_whole(item)
    if trial.failed:
        raise pytest.UsageError(f"must pass first: {', '.join(trial.failed)}")
    items = {item.nodeid: item for item in session.items}
    functions = _functions_of(set(chain.from_iterable(trial.ran.values())))
    until = time.monotonic() + 60 * float(os.environ[MINUTES])
    with Path(os.environ[REPORT]).open("w") as report:
        for one in _shuffled(GROUPS[os.environ[GROUP]]):
            if time.monotonic() > until:
                break
            touched = [items[name] for name in _touched(one, functions)]
            outcome = _try(one, touched)
            line = {"path": one.path, "function": one.function, "line": one.line,
                    "what": one.what, "tests": len(touched), "outcome": outcome}  # fmt: skip
            report.write(json.dumps(line, ensure_ascii=False) + "\n")
            report.flush()
    return True


def _run_whole(item: pytest.Item) -> None:
    seen: set[Key] = set()

    def note(frame: FrameType, event: str, arg: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(_OURS):
            seen.add((frame.f_code.co_filename, frame.f_code.co_qualname))

    _forget()
    begin = time.monotonic()
    sys.setprofile(note)
    try:
        _run(item)
    finally:
        sys.setprofile(None)
    trial.seconds[item.nodeid] = time.monotonic() - begin
    trial.ran[item.nodeid] = seen


def _run(item: pytest.Item) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=Between(item.session))


def _forget() -> None:
    """What functions of ours keep from one call to the next."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper):
            code = getattr(one.__wrapped__, "__code__", None)
            if code is not None and code.co_filename.startswith(_OURS):
                one.cache_clear()


def _shuffled(group: Group) -> list[Break]:
    """All breaks of the group in an order that is the same every time and follows nothing, so
    that those tried until the time was up are a fair sample."""
    found: list[Break] = [one for target in group.functions for one in broken_functions(target)]
    found += [one for path in group.tables for one in broken_tables(path)]
    random.Random(SEED).shuffle(found)
    return found


def _functions_of(keys: set[Key]) -> dict[Key, tuple[set[str], dict[str, Any]]]:
    found = {}
    for one in gc.get_objects():
        if type(one) is FunctionType:
            key = (one.__code__.co_filename, one.__code__.co_qualname)
            if key in keys:
                found[key] = (set(_names(one.__code__)), one.__globals__)
    return found


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _touched(one: Break, functions: dict[Key, tuple[set[str], dict[str, Any]]]) -> list[str]:
    """The tests that ran what is broken, the narrowest first."""
    if isinstance(one, BrokenFunction):
        names = [name for name, ran in trial.ran.items() if one.key in ran]
    else:
        keys = one.readers(functions)
        names = [name for name, ran in trial.ran.items() if not keys.isdisjoint(ran)]
        names += [name for name in trial.ran if name.startswith(OF_TABLES) and name not in names]
    return sorted(names, key=lambda name: (len(trial.ran[name]), trial.seconds[name]))


def _try(one: Break, items: list[pytest.Item]) -> str:
    """caught, survived, or "no test" where none runs what is broken."""
    if not items:
        return "no test"
    for connection in connections.all(initialized_only=True):
        connection.connection = connection.connection and connection.connection.close()
    child = os.fork()
    if child == 0:
        _in_fork(one, items)
    _, status = os.waitpid(child, 0)
    alive = os.WIFEXITED(status) and os.WEXITSTATUS(status) == SURVIVED
    return "survived" if alive else "caught"


def _in_fork(one: Break, items: Iterable[pytest.Item]) -> None:
    """Never returns. A test that hangs is ended by the alarm, and the break is caught."""
    trial.in_fork = True
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        _forget()
        if not one.apply():
            os._exit(SURVIVED)
        begin = time.monotonic()
        for item in items:
            if time.monotonic() - begin > SECONDS:
                break
            signal.alarm(10 + int(20 * trial.seconds[item.nodeid]))
            _run(item)
    except BaseException:
        os._exit(CAUGHT)
    os._exit(SURVIVED)
