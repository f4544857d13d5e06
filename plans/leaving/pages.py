"""What one person holds, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from plans.leaving.registry import KINDS, Held, Kind
from plans.models import User


@dataclass(frozen=True)
class Pile:
    """The things of one kind."""

    kind: Kind
    things: list[Held]


def piles_of(user: User, visitor: User) -> list[Pile]:
    """Everything that the person holds, by kind; what is empty is left out."""
    found = [Pile(kind, kind.held(user, visitor)) for kind in KINDS.values()]
    return [pile for pile in found if pile.things]
