"""Every view that makes a file or compares texts is counted: found, not listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType

import pytest

from plans.system.limits import Limit, limited, limits_of
from tests.harness.source import APPS, ROOT
from tests.test_visitors import views

STORED = {"send", "send_stored", "download", "show_upload"}
"""What plans/system/downloads.py sends that was made before: nothing is made."""
MAKES = {
    "plans.system.jobs.enqueue",
    "plans.documents.actions.draw",
    "plans.system.downloads.send_file",
}
COMPARES = {
    "plans.text.comparing.characters.redline",
    "plans.text.comparing.trees.compare_trees",
}
COMPARING_TAG = "{% opinion_redline"
INCLUDED = re.compile(r"{%\s*include\s+\"([^\"]+)\"")


def inner(call: Callable[..., object]) -> Callable[..., object]:
    while hasattr(call, "__wrapped__"):
        call = call.__wrapped__
    return call


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from codes(one)


def called(function: FunctionType) -> Iterator[FunctionType]:
    """The functions that a function names, in its own module's names or in a module named there."""
    words = [word for code in codes(function.__code__) for word in code.co_names]
    for word in words:
        found = function.__globals__.get(word)
        inside = isinstance(found, ModuleType)
        for one in [getattr(found, name, None) for name in words] if inside else [found]:
            named = inner(one) if callable(one) else None
            if isinstance(named, FunctionType):
                yield named


def reached(view: Callable[..., object]) -> set[FunctionType]:
    """All functions of ours that a view may come to."""
    seen: set[FunctionType] = set()
    waiting = [inner(view)]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType) or one in seen:
            continue
        if one.__module__.split(".")[0] not in APPS:
            continue
        seen.add(one)
        if one.__module__ != "plans.system.downloads" or one.__name__ not in STORED:
            waiting.extend(called(one))
    return seen


@cache
def compares(template: str) -> bool:
    """Whether a template shows opinions as redlines, itself or in what it includes."""
    seen, waiting = set(), [template]
    while waiting:
        text = (ROOT / "templates" / waiting.pop()).read_text(encoding="utf-8")
        if COMPARING_TAG in text:
            return True
        waiting.extend(one for one in INCLUDED.findall(text) if one not in seen)
        seen.update(waiting)
    return False


def pages(functions: set[FunctionType]) -> set[str]:
    constants = (c for f in functions for code in codes(f.__code__) for c in code.co_consts)
    return {one for one in constants if isinstance(one, str) and one.endswith(".html")}


def wanted(view: Callable[..., object]) -> set[Limit]:
    functions = reached(view)
    names = {f"{one.__module__}.{one.__qualname__}" for one in functions}
    found = set()
    if names & MAKES:
        found.add(Limit.FILE)
    if names & COMPARES or any(map(compares, pages(functions))):
        found.add(Limit.COMPARISON)
    return found


def test_every_view_that_makes_a_file_or_compares_is_counted() -> None:
    missing, counted = {}, 0
    for name, view in views():
        declared = limits_of(view)
        if Limit.REDLINE in declared:
            declared |= {Limit.COMPARISON}
        if lacks := wanted(view) - declared:
            missing[name] = lacks
        counted += bool(wanted(view))
    assert missing == {}
    assert counted > 50


def test_wording_that_is_being_written_is_compared_a_few_at_once() -> None:
    assert {name for name, view in views() if Limit.REDLINE in limits_of(view)} == {
        "opinion_redline",
        "expert_redline",
    }


@pytest.mark.parametrize("limit", list(Limit))
def test_a_view_says_what_it_is_counted_as(limit: Limit) -> None:
    def view() -> None:
        """Declares nothing."""

    assert limits_of(view) == frozenset()
    declared = limited(Limit.FILE)(limited(limit)(view))  # type: ignore[type-var]
    assert limits_of(declared) == {limit, Limit.FILE}
