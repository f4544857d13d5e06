"""Broken tables: a step dropped or allowed, a member taken out of a group or put into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Any

from tests.mutants.functions import Key

_WORDS = {"ACTIONS"}
"""Tables of phrases, not of rules."""


@dataclass(frozen=True)
class BrokenTable:
    """A table of a module with one entry more, less or other."""

    path: str
    function: str
    what: str
    value: Any
    line: int = 0

    def apply(self) -> bool:
        """Put the broken table wherever the table is known."""
        old = getattr(_module(self.path), self.function)
        for holder in [one for one in sys.modules.values() if one is not None]:
            if vars(holder).get(self.function) is old:
                setattr(holder, self.function, self.value)
        return True

    def readers(self, functions: dict[Key, tuple[set[str], dict[str, Any]]]) -> set[Key]:
        """Of these functions (names they use, their globals) those that ask this table."""
        old = getattr(_module(self.path), self.function)
        return {
            key
            for key, (names, known) in functions.items()
            if self.function in names and known.get(self.function) is old
        }


def broken_tables(path: str) -> Iterator[BrokenTable]:
    """Every break of the tables (dicts and groups in capitals) that stand in a module."""
    module = _module(path)
    for name, value in vars(module).items():
        if name in _WORDS:
            continue
        if name.isupper() or (name.startswith("_") and name[1:].isupper()):
            for what, other in _broken(value):
                yield BrokenTable(path, name, what, other)


def _module(path: str) -> Any:
    return import_module(path.removesuffix(".py").replace("/", "."))


def _broken(value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, row in value.items():
            if isinstance(row, tuple) and isinstance(key, Enum):
                for what, other in _other_groups(row, type(key)):
                    yield f"{key.name}: {what}", {**value, key: other}
            else:
                yield f"without {key!r}", {one: of for one, of in value.items() if one != key}
    elif isinstance(value, tuple | frozenset) and value and isinstance(next(iter(value)), Enum):
        group = type(value)
        for what, other in _other_groups(tuple(value), type(next(iter(value)))):
            yield what, group(other)


def _other_groups(group: tuple[Any, ...], members: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for one in members:
        if one in group:
            yield f"without {one.name}", tuple(other for other in group if other != one)
        else:
            yield f"with {one.name}", (*group, one)
