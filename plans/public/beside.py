"""Links that stand beside a published plan to pages of higher apps, which bring them when ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plans.models import Plan

Link = tuple[str, str]
"""Words and address."""
BESIDE: list[Callable[[Plan], list[Link]]] = []


def links_beside(plan: Plan) -> list[Link]:
    """What else everybody may read of a plan."""
    return [link for ask in BESIDE for link in ask(plan)]
