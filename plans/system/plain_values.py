"""Plain values (dataclasses, tuples, lists, dates) as JSON, read back by the type they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_data(value: Any) -> Any:
    """The value as JSON knows it."""
    if is_dataclass(value):
        return {field.name: to_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [to_data(one) for one in value]
    if isinstance(value, Mapping):
        return {key: to_data(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def from_data(hint: Any, data: Any) -> Any:
    """The value of the type ``hint`` that ``to_data`` wrote."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (hint,) = (one for one in inner if one is not type(None))
        return None if data is None else from_data(hint, data)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{key: from_data(hints[key], one) for key, one in data.items()})
    if origin in (list, tuple):
        each = inner if origin is tuple and inner[-1] is not ... else inner[:1] * len(data)
        return origin(from_data(one, below) for one, below in zip(each, data, strict=True))
    if origin is dict:
        return {key: from_data(inner[1], one) for key, one in data.items()}
    return date.fromisoformat(data) if hint is date else data


@cache
def _hints(of: type) -> dict[str, Any]:
    return get_type_hints(of)
