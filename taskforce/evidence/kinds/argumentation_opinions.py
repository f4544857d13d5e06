"""论证意见: expert rounds opened, with opinions in them."""

from __future__ import annotations

from consultation.enums import Verdict
from consultation.experts.seal import ExpertRoundStanding, expert_rounds_of
from taskforce.evidence.kind import Kind, registered, where_to_register
from taskforce.models import Stage


def opinions_given(stage: Stage) -> tuple[bool, str]:
    """Every expert round opened, with opinions in it; or the papers of a meeting held outside."""
    rounds = expert_rounds_of(stage.timeline.plan)
    if not rounds:
        return registered("argumentation_opinions")(stage)
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


KIND = Kind(
    "argumentation_opinions",
    "论证意见",
    90,
    opinions_given,
    "rounds",
    "组织专家论证；在平台外开会论证的，" + where_to_register("论证意见"),
)
