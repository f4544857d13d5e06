"""A work plan that was read becomes a process template, to be looked through and started."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskforce.enums import BodyKind, Rule, SeatRole
from taskforce.process_templates.schema import Body, Gate, ProcessTemplate, Stage, Step
from taskforce.work_plans.values import PlannedStage, PlannedStep, WorkPlan

KEY = "imported"
LEADING_GROUP = Body("leading_group", BodyKind.LEADING_GROUP, BodyKind.LEADING_GROUP.label)
OFFICE = Body("office", BodyKind.OFFICE, BodyKind.OFFICE.label)
_NOTE = f"工作方案没有写明本阶段由谁审定，暂按{LEADING_GROUP.name}审定，可以调整"

_ROLES: tuple[tuple[str, SeatRole], ...] = (
    (r"(?:常务|执行|第一)副组长", SeatRole.EXECUTIVE_DEPUTY),
    (r"副组长|副总指挥", SeatRole.DEPUTY),
    (r"组长|总指挥", SeatRole.HEAD),
    (r"副主任", SeatRole.DEPUTY_DIRECTOR),
    (r"主任", SeatRole.DIRECTOR),
)


@dataclass(frozen=True)
class _Decider:
    """A body that a stage's words name as judging, and how it judges."""

    named: re.Pattern[str]
    body: Body
    title: str
    rule: Rule = Rule.MEETING


_JUDGES = r"[^。；]{0,30}?(?:审议|审定|审核|审批|研究|通过)"
_DECIDERS = (
    _Decider(
        re.compile(r"(?:咨询|专家)论证|论证会|评审会"),
        Body("argumentation", BodyKind.EXPERT_GROUP, "咨询论证会议"),
        "咨询论证",
    ),
    _Decider(
        re.compile(rf"党组会?{_JUDGES}|报\S{{0,6}}党组"),
        Body("party_group", BodyKind.PARTY_GROUP, BodyKind.PARTY_GROUP.label),
        "党组审议",
    ),
    _Decider(
        re.compile(rf"常委会{_JUDGES}"),
        Body("standing_committee", BodyKind.STANDING_COMMITTEE, BodyKind.STANDING_COMMITTEE.label),
        "常委会审议",
    ),
    _Decider(
        re.compile(rf"(?:全委会|全体会议|委员会全会){_JUDGES}"),
        Body("plenary", BodyKind.PLENARY, BodyKind.PLENARY.label),
        "全委会审议",
    ),
)


def propose(plan: WorkPlan) -> ProcessTemplate:
    """The timeline that a work plan proposes: its stages and steps as read.

    A stage is decided by the bodies that its words name as judging, in that order, else by the
    head of the leading group, marked as not in the source. Long words are cut to fit.
    """
    stages = tuple(_stage(stage) for stage in plan.stages)
    used = {gate.body for stage in stages for gate in stage.gates}
    deciders = tuple(decider.body for decider in _DECIDERS if decider.body.key in used)
    return ProcessTemplate(
        key=KEY,
        title=(plan.title or "编制工作方案")[:200],
        document_number=plan.document_number[:60],
        issued_on=plan.issued_on,
        bodies=(LEADING_GROUP, OFFICE, *deciders),
        stages=stages,
    )


def seat_role(role: str) -> SeatRole:
    """The portal's role for the source's word; whatever is no head or deputy is a member."""
    for words, known in _ROLES:
        if re.fullmatch(words, role):
            return known
    return SeatRole.MEMBER


def _stage(stage: PlannedStage) -> Stage:
    steps = tuple(_step(stage, step, at) for at, step in enumerate(stage.steps, start=1))
    return Stage(
        key=f"stage_{stage.number}",
        title=stage.title[:120],
        text=stage.text,
        start=stage.start,
        deadline=stage.deadline,
        deadline_text=stage.deadline_text[:80],
        steps=steps,
        gates=_gates(stage),
    )


def _step(stage: PlannedStage, step: PlannedStep, at: int) -> Step:
    return Step(
        key=f"step_{stage.number}_{at}",
        title=step.title[:200],
        text=step.text,
        deadline=step.deadline,
        deadline_text=step.deadline_text[:80],
        responsible=step.responsible,
    )


def _gates(stage: PlannedStage) -> tuple[Gate, ...]:
    words = "。".join([stage.text, *(f"{step.title}。{step.text}" for step in stage.steps)])
    named = [(decider.named.search(words), decider) for decider in _DECIDERS]
    found = sorted(
        ((match.start(), decider) for match, decider in named if match), key=lambda pair: pair[0]
    )
    if not found:
        return (_by_leading_group(stage),)
    return tuple(_gate(stage, decider) for _, decider in found)


def _gate(stage: PlannedStage, decider: _Decider) -> Gate:
    step = next((s for s in stage.steps if decider.named.search(f"{s.title}。{s.text}")), None)
    return Gate(
        key=f"{decider.body.key}_{stage.number}",
        title=decider.title,
        body=decider.body.key,
        rule=decider.rule,
        deadline=step.deadline if step else stage.deadline,
        deadline_text=(step.deadline_text if step else stage.deadline_text)[:80],
    )


def _by_leading_group(stage: PlannedStage) -> Gate:
    return Gate(
        key=f"leading_group_{stage.number}",
        title=f"{LEADING_GROUP.name}审定：{stage.title}"[:120],
        body=LEADING_GROUP.key,
        rule=Rule.HEAD,
        deadline=stage.deadline,
        in_source=False,
        source_note=_NOTE,
    )
