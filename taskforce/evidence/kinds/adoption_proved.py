"""采纳落实核对: what every adopted opinion put in stands in the text and in the last edition."""

from __future__ import annotations

from consultation.collation.carried import absent_from
from consultation.collation.queries import unproved
from consultation.rounds.queries import rounds_of
from taskforce.evidence.kind import Kind
from taskforce.models import Stage


def adoption_proved(stage: Stage) -> tuple[bool, str]:
    """The lists that the page 采纳落实核对 shows are empty in every round."""
    plan = stage.timeline.plan
    waiting = sum(unproved(one).count() for one in rounds_of(plan))
    if waiting:
        return False, f"还有{waiting}条采纳的意见没有落实到修改"
    last = plan.editions.first()
    absent = len(absent_from(last)) if last else 0
    if last and absent:
        return False, f"最近一稿“{last.label}”没有完整写入{absent}条已经采纳的意见"
    return True, "采纳的意见都已落实"


KIND = Kind(
    "adoption_proved",
    "采纳落实核对",
    70,
    adoption_proved,
    "rounds",
    "在采纳落实核对中指明落实的修改。",
)
