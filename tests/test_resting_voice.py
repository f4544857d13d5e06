"""Whose voice rests may read and draft, and neither decide, release, confirm nor manage anything.

Every predicate of the three apps is found and asked, of every person about one of everything.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest
from django.apps import apps
from django.db.models import Model

from consultation import permissions as of_consultation
from plans import permissions as of_plans
from plans import seconds as of_seconds
from plans.models import User
from taskforce import permissions as of_taskforce
from tests.world import make_world

READS = {
    *("may_read_draft", "may_see_appointment", "may_see_seat", "may_see_process"),
    *("may_see_dashboard", "may_see_package", "may_see_collation", "may_read_entry"),
    "may_fetch_reply",
}
"""What only looks."""
DRAFTS = {"may_draft", "may_edit", "may_lead", "may_treat", "may_draft_reply", "may_answer"}
"""Work that somebody else decides on: text, opinions that a head releases, their handling."""
HELD_BY_NOBODY = {
    *("may_confirm_opinion", "may_object", "may_judge"),
    *("may_confirm_change", "may_refuse_entry", "may_confirm_entry"),
    *("may_confirm", "may_confirm_seat", "may_confirm_deputy"),
}
"""What the world may have no case of; all of them ask ``may_be_second`` or ``may_run_process``."""


def predicates() -> dict[str, Callable[..., bool]]:
    modules = (of_plans, of_seconds, of_consultation, of_taskforce)
    return {
        name: one
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("may_") and one.__module__ == module.__name__
    }


def wanted(predicate: Callable[..., bool]) -> list[type[Model]]:
    """The tables whose rows a predicate asks about; none where it asks about the person alone."""
    names = [
        name
        for name, one in inspect.signature(predicate).parameters.items()
        if one.default is one.empty and one.kind == one.POSITIONAL_OR_KEYWORD
    ][1:]
    if not names:
        return []
    hint = get_type_hints(predicate)[names[0]]
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return [model for model in apps.get_models() if issubclass(model, kinds)]


def about(predicate: Callable[..., bool]) -> Iterator[tuple[Any, ...]]:
    tables = wanted(predicate)
    if not tables:
        yield ()
    for table in tables:
        for row in table._base_manager.all()[:20]:
            kind = getattr(row, "kind", "")
            if predicate.__name__ not in ("may_edit", "may_lead") or kind == "chapter":
                yield (row,)


def allowed() -> set[str]:
    """The predicates that let somebody do something."""
    people = list(User.objects.filter(kind="person"))
    return {
        name
        for name, predicate in predicates().items()
        if any(predicate(user, *row) for row in about(predicate) for user in people)
    }


@pytest.mark.django_db
def test_every_deciding_right_rests() -> None:
    make_world()
    before = allowed()
    known = set(predicates())
    assert known >= READS | DRAFTS | HELD_BY_NOBODY
    assert known - before <= HELD_BY_NOBODY
    User.objects.filter(kind="person").update(voice_rests=True)
    assert allowed() <= READS | DRAFTS
