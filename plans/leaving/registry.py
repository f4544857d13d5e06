"""What a leaver may hold: kinds of things, each brought by the app that knows it when it is ready.

It names no model at run time, so that apps may fill it before models are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plans.models import User


@dataclass(frozen=True)
class Held:
    """One thing in words that tell nothing of a draft; ``url`` where the visitor may open it."""

    what: str
    url: str = ""


TIMELINES, PLANS, ROUNDS = 1, 2, 3
"""Turns of handing over, by what a kind locks: the one order of locks (docs/reliability.md)."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: who holds what (leaver, visitor), and how it is handed over.

    ``hand_over`` (leaver, successor, by) runs inside the caller's transaction and gives how many
    it moved or named; what does not fit the successor stays. Without it the things are listed, and
    ``how`` says who sees to them. ``turn``: when among the others, since it locks.
    """

    key: str
    label: str
    how: str
    held: Callable[[User, User], list[Held]]
    hand_over: Callable[[User, User, User], int] | None = None
    turn: int = 0


KINDS: dict[str, Kind] = {}
"""By key, lower apps first."""


def register(kinds: Iterable[Kind]) -> None:
    """Bring what an app knows."""
    KINDS.update({kind.key: kind for kind in kinds})
