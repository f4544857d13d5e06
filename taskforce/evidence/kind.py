"""What a kind of evidence is, and the check of those that people register at a step themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from taskforce.models import Stage, StepEvidence

Check = Callable[[Stage], tuple[bool, str]]
"""Whether a stage has this evidence, and in words what is there or missing."""


@dataclass(frozen=True)
class Kind:
    """``key`` for templates, ``label`` for people; how it is checked, the URL name (taking the
    plan's slug) of the page that makes it, and how it is made, in words.

    ``order`` is where it stands among the others: about when in the process it is needed.
    """

    key: str
    label: str
    order: int
    check: Check
    page: str
    how: str


def registered(key: str) -> Check:
    """Met by evidence that any step of the timeline was confirmed with under this key."""

    def check(stage: Stage) -> tuple[bool, str]:
        count = StepEvidence.objects.filter(step__stage__timeline=stage.timeline, key=key).count()
        return bool(count), f"已登记{count}项" if count else "还没有登记"

    return check


def where_to_register(label: str) -> str:
    """Where people register such a piece, as a sentence."""
    return f"到相应步骤“登记材料”，类别选“{label}”。"


def by_step(key: str, label: str, order: int, check: Check | None = None) -> Kind:
    """A piece that people register at a step of the timeline."""
    return Kind(key, label, order, check or registered(key), "timeline", where_to_register(label))
