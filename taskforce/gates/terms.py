"""审议办法: by which body, by which rule and on which evidence a gate is decided, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.system import clock
from plans.system.chinese_dates import chinese_date
from taskforce.enums import Rule
from taskforce.evidence.registry import REGISTRY
from taskforce.models import Body, Deputy, Gate, GateChange, Seat

TITLE = "审议办法"
"""The paper of every package that says by which rule its deciders decide."""


@dataclass(frozen=True)
class Terms:
    """What may be changed at a gate. ``quorum`` with the rule that counts, else None."""

    body: Body
    rule: str
    quorum: int | None
    evidence: tuple[str, ...]

    @property
    def values(self) -> dict[str, object]:
        """As kept beside a change."""
        return {
            "body": self.body.pk,
            "rule": self.rule,
            "quorum": self.quorum,
            "evidence": list(self.evidence),
        }

    @property
    def words(self) -> dict[str, str]:
        """Each by its name, in words."""
        number = f"（至少{self.quorum}人）" if self.rule == Rule.QUORUM else ""
        labels = [REGISTRY[key].label for key in self.evidence]
        return {
            "审议机构": str(self.body),
            "决定方式": f"{Rule(self.rule).label}{number}",
            "须具备的材料": "、".join(labels) or "没有规定",
        }


def terms_of(gate: Gate) -> Terms:
    """How the gate is decided now."""
    return Terms(gate.body, gate.rule, gate.quorum, tuple(gate.evidence))


def terms_before(change: GateChange) -> Terms:
    """How the gate was decided before a change."""
    old = change.old
    body = Body.objects.get(pk=old["body"])
    return Terms(body, old["rule"], old["quorum"], tuple(old["evidence"]))


def change_words(change: GateChange) -> str:
    """决定方式由“会议表决”改为“主要负责人审定”；…"""
    new = Terms(change.body, change.rule, change.quorum, tuple(change.evidence)).words
    old = terms_before(change).words
    return "；".join(
        f"{name}由“{old[name]}”改为“{new[name]}”" for name in new if old[name] != new[name]
    )


def rules_text(gate: Gate) -> str:
    """The paper 审议办法 of a package: the rule, whence it is, who sits, and every change."""
    return "\n".join(_lines(gate))


def _lines(gate: Gate) -> Iterator[str]:
    timeline = gate.stage.timeline
    yield f"审议环节：{gate}"
    yield from (f"{name}：{words}" for name, words in terms_of(gate).words.items())
    number = f"（{timeline.document_number}）" if timeline.document_number else ""
    yield f"最初依据：{timeline.title}{number}，{timeline.created_by}制定"
    if not gate.in_source:
        yield "说明：这一环节在工作方案原文中没有写明。"
    if gate.source_note:
        yield f"说明：{gate.source_note}"
    seats = gate.body.seats.held_on(clock.today())
    members = "、".join(_member(seat) for seat in seats)
    yield f"提请时的成员：{members or '平台上没有登记'}"
    changes = GateChange.objects.of(gate).in_force()
    yield from (f"调整：{_changed(one)}" for one in changes) if changes else ("调整：没有调整过",)


def _member(seat: Seat) -> str:
    deputies = Deputy.objects.held_on(clock.today()).filter(seat=seat).select_related("user")
    instead = "".join(f"（由{one.user}代理）" for one in deputies)
    return f"{seat}{instead}"


def _changed(change: GateChange) -> str:
    day = chinese_date(change.confirmed_at) if change.confirmed_at else ""
    return (
        f"{change_words(change)}。{change.made_by}提出，{change.confirmed_by}于{day}确认；"
        f"理由：{change.reason}"
    )
