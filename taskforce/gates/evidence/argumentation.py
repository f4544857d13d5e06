"""论证意见 and 论证意见采纳情况: expert rounds opened, and answered."""

from __future__ import annotations

from consultation.enums import Verdict
from consultation.experts.seal import ExpertRoundStanding, expert_rounds_of
from taskforce.enums import EvidenceKey
from taskforce.gates.evidence.kind import Kind, registered, where_to_register
from taskforce.models import Stage


def opinions_given(stage: Stage) -> tuple[bool, str]:
    """Every expert round opened, with opinions in it; or the papers of a meeting held outside."""
    rounds = expert_rounds_of(stage.timeline.plan)
    if not rounds:
        return registered(EvidenceKey.ARGUMENTATION_OPINIONS)(stage)
    sealed = [one for one in rounds if one.sealed]
    if sealed:
        asked = sum(one.asked for one in sealed)
        there = sum(one.released + one.recused for one in sealed)
        return False, f"专家意见还没有启封：{asked}位专家中{there}位已提交或回避"
    given = sum(one.released for one in rounds)
    return bool(given), "；".join(map(_words, rounds))


def _words(one: ExpertRoundStanding) -> str:
    counted = "、".join(
        f"{Verdict(key).label}{count}人" for key, count in one.verdicts.items() if count
    )
    signed = "，专家已签名" if one.signed else "，综合论证意见已形成" if one.concluded else ""
    return f"{one.round}：{one.released}位专家提出意见（{counted or '无'}）{signed}"


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


KINDS: dict[EvidenceKey, Kind] = {
    EvidenceKey.ARGUMENTATION_OPINIONS: Kind(
        opinions_given,
        "rounds",
        "组织专家论证；在平台外开会论证的，"
        + where_to_register(EvidenceKey.ARGUMENTATION_OPINIONS),
    ),
    EvidenceKey.ARGUMENTATION_ANSWERED: Kind(opinions_answered, "rounds", "逐条处理专家意见。"),
}
