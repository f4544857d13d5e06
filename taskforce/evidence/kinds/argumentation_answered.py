"""论证意见采纳情况: what the experts said is answered and carried."""

from __future__ import annotations

from consultation.experts.seal import expert_rounds_of
from taskforce.evidence.kind import Kind
from taskforce.models import Stage


def opinions_answered(stage: Stage) -> tuple[bool, str]:
    """Nothing sealed, nothing without disposition, nothing adopted and not carried."""
    rounds = expert_rounds_of(stage.timeline.plan)
    if any(one.sealed for one in rounds):
        return False, "专家意见还没有启封"
    undecided = sum(one.undecided for one in rounds)
    unproved = sum(one.unproved for one in rounds)
    if undecided or unproved:
        return False, f"专家意见还有{undecided}条没有处理、{unproved}条没有落实到修改"
    return True, "专家意见都已处理"


KIND = Kind(
    "argumentation_answered",
    "论证意见采纳情况",
    100,
    opinions_answered,
    "rounds",
    "逐条处理专家意见。",
)
