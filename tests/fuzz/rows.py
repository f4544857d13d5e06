"""Arguments read off a row that fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from random import Random
from typing import Any

from django.apps import apps
from django.db.models import Q

Arguments = dict[str, Any]
Likely = Callable[[Random], Arguments]
"""Gives arguments that fit; none where nothing does."""


def off(model: str, fits: Q, **paths: str) -> Likely:
    """Arguments read by path off a row that fits; "" is the row, "[]" before it a list of it."""

    def read(random: Random) -> Arguments:
        found = list(apps.get_model(model)._base_manager.filter(fits).order_by("-pk")[:20])
        if not found:
            return {}
        row = random.choice(found)
        return {name: _at(row, path) for name, path in paths.items()}

    return read


def _at(row: Any, path: str) -> Any:
    if path.startswith("[]"):
        return [_at(row, path[2:])]
    return reduce(_step, path.split("."), row) if path else row


def _step(row: Any, name: str) -> Any:
    found = getattr(row, name, None)
    return found() if callable(found) and not hasattr(found, "all") else found


def either(*some: Likely) -> Likely:
    """One of several kinds of rows, where it has any."""

    def read(random: Random) -> Arguments:
        return next((told for one in random.sample(some, len(some)) if (told := one(random))), {})

    return read


def asked(fits: Q) -> Likely:
    return off("consultation.Invitation", fits, invitation_id="pk")
