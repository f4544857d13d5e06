"""Arguments for any action, drawn at random by what its parameters say they take."""

from __future__ import annotations

import dataclasses
import types
import typing
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from random import Random
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from plans.models import User
from plans.system import clock
from taskforce.evidence.registry import REGISTRY
from taskforce.process_templates import ProcessTemplate, load_named
from tests.fuzz.likely import LIKELY, SCANS
from tests.fuzz.samples import BY_NAME, DICTS, ENUMS, FILES, IDS, NARROWED, QUERYSETS, USUAL, WORDS

RECENT = 12
"""How many of the newest rows of a table are drawn from, mostly."""


class NothingThere(Exception):
    """There is no row yet of what the action takes."""


class Draw:
    """Draws values; ``unknown`` collects parameters that it has no way to draw."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.rows: list[Model] = []
        self.owner = ""

    def arguments(self, action: Callable[..., Any]) -> dict[str, Any]:
        """A value for each parameter but ``by``; optional ones are left out now and then."""
        self.rows, self.owner = [], action.__name__
        hints = typing.get_type_hints(action)
        parameters = typing.cast(Any, action)
        names = [name for name in hints if name not in ("return", "by")]
        optional = set(parameters.__kwdefaults__ or ()) | _defaulted(action)
        chosen = [name for name in names if name not in optional or self.random.random() < 0.6]
        likely = LIKELY.get(action.__name__) if self.random.random() < 0.8 else None
        told = likely(self.random) if likely is not None else {}
        told = {name: told[name] for name in told if name in names}
        return {name: self.value(name, hints[name]) for name in chosen if name not in told} | told

    def value(self, name: str, kind: Any) -> Any:
        """A value of the annotated type; names narrow what a plain str or int may be."""
        origin, inside = typing.get_origin(kind), typing.get_args(kind)
        if name in BY_NAME:
            return self.random.choice(BY_NAME[name])
        if origin in (types.UnionType, typing.Union):
            return self._of_union(name, inside)
        if origin is dict and self.owner in DICTS:
            return {one: self.value(one, hint) for one, hint in DICTS[self.owner].items()}
        if kind is QuerySet:
            return self._queryset(apps.get_model(QUERYSETS[name]))
        if origin is typing.Literal:
            return self.random.choice(inside)
        if origin is not None and issubclass(origin, Mapping):
            return {row: self.random.randint(1, 3) for row in self._some(name, inside[0])}
        if origin is tuple:
            return tuple(self.value(name, one) for one in inside if one is not Ellipsis)
        if origin is not None and issubclass(origin, Iterable):
            return self._some(name, inside[0])
        return self._plain(name, kind)

    def _plain(self, name: str, kind: Any) -> Any:
        simple: dict[Any, Callable[[], Any]] = {
            bool: lambda: self.random.random() < 0.5,
            int: lambda: self._int(name),
            str: lambda: self._str(name),
            bytes: lambda: self.random.choice(FILES),
            uuid.UUID: lambda: uuid.UUID(int=self.random.randint(0, 40)),
            date: lambda: clock.today() + timedelta(days=self.random.randint(-3, 3)),
            datetime: lambda: clock.now() + timedelta(hours=self.random.choice((-30, -1, 1, 80))),
            ProcessTemplate: lambda: load_named("chongqing-2020", set(REGISTRY)),
        }
        if kind in simple:
            return simple[kind]()
        if issubclass(kind, Model):
            return self._row(kind, name)
        if issubclass(kind, Enum):
            return self.random.choice(list(kind))
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            return self._of_dataclass(kind)
        raise TypeError(f"no way to draw {name}: {kind}")

    def _of_dataclass(self, kind: type[Any]) -> Any:
        before, self.owner = self.owner, kind.__name__
        hints = typing.get_type_hints(kind)
        fields = [one.name for one in dataclasses.fields(kind) if one.init]
        made = kind(**{one: self.value(one, hints[one]) for one in fields})
        self.owner = before
        return made

    def _of_union(self, name: str, inside: Sequence[Any]) -> Any:
        chosen = [one for one in inside if one is not type(None)]
        if len(chosen) < len(inside) and self.random.random() < 0.3:
            return None
        return self.value(name, self.random.choice(chosen))

    def _row(self, model: type[Model], name: str = "") -> Model:
        rows = model._base_manager.order_by("-pk")
        if model is User and self.random.random() < 0.8:
            rows = rows.filter(kind="person")
        if name == "scan" and self.random.random() < 0.8:
            rows = rows.filter(name__in=SCANS)
        found = list(rows[:RECENT] if self.random.random() < 0.9 else rows[:200])
        if not found:
            raise NothingThere(model.__name__)
        row = self.random.choice(found)
        self.rows.append(row)
        return row

    def _queryset(self, model: type[Model]) -> QuerySet[Model]:
        return model._base_manager.filter(pk__in=[row.pk for row in self._some("", model)])

    def _some(self, name: str, kind: Any) -> list[Any]:
        return [self.value(_one_of(name), kind) for _ in range(self.random.choice((0, 1, 1, 2, 3)))]

    def _int(self, name: str) -> int:
        model = IDS.get(name) or _model_of(name)
        if model is not None:
            return int(self._row(apps.get_model(model)).pk)
        if name == "expected_version" and self.rows and self.random.random() < 0.8:
            told = getattr(self.rows[-1], "version", 1)
            return told if isinstance(told, int) else 1
        return self.random.choice((0, 1, 1, 2, 3, 2026))

    def _str(self, name: str) -> str:
        words = NARROWED.get((self.owner, name)) or ENUMS.get(name)
        if words is not None and self.random.random() < 0.95:
            return str(self.random.choice(list(words)))
        return self.random.choice(USUAL if self.random.random() < 0.7 else WORDS)


def _model_of(name: str) -> str | None:
    """deputy_id → taskforce.Deputy, where one of our tables is called so."""
    if not name.endswith("_id"):
        return None
    wanted = name.removesuffix("_id").replace("_", "")
    named = {one._meta.model_name: one._meta.label for one in apps.get_models()}
    return named.get(wanted)


def _defaulted(action: Callable[..., Any]) -> set[str]:
    count = len(action.__defaults__ or ())
    return (
        set(action.__code__.co_varnames[: action.__code__.co_argcount][-count:]) if count else set()
    )


def _one_of(name: str) -> str:
    """assessment_ids → assessment_id."""
    return name.removesuffix("s")
