"""采纳落实核对: every adopted opinion points at the change that carries it."""

from __future__ import annotations

from consultation.collation.queries import unproved
from consultation.models import Round
from taskforce.evidence.kind import Kind
from taskforce.models import Stage


def adoption_proved(stage: Stage) -> tuple[bool, str]:
    """The list that the page 采纳落实核对 shows is empty in every round."""
    rounds = Round.objects.filter(plan=stage.timeline.plan)
    waiting = sum(unproved(one).count() for one in rounds)
    return (
        not waiting,
        f"还有{waiting}条采纳的意见没有落实到修改" if waiting else "采纳的意见都已落实",
    )


KIND = Kind(
    "adoption_proved",
    "采纳落实核对",
    70,
    adoption_proved,
    "rounds",
    "在采纳落实核对中指明落实的修改。",
)
