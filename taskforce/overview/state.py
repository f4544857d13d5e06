"""总览: one plan's state for whoever leads it, and the bars of its timeline's picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from consultation.enums import AssessmentState, ReplyState
from consultation.models import Assessment, Round
from consultation.rounds.queries import rounds_of
from plans.enums import ProvisionKind, WritingState
from plans.models import Assignment, Plan
from plans.system.chinese_dates import chinese_date
from taskforce.enums import GateState, StepState
from taskforce.evidence.registry import evidence_for
from taskforce.models import Gate, Stage, Step, Timeline
from taskforce.process.queries import overdue_steps, stage_in_hand
from taskforce.standing import must_ask_again

SHORTEST = timedelta(days=7)
"""A bar of the picture whose beginning nothing tells begins so long before its end."""


@dataclass(frozen=True)
class Risk:
    """What endangers the timeline: a sentence, and the page where it is mended."""

    kind: str
    text: str
    url: str


@dataclass(frozen=True)
class Reply:
    """反馈情况 of one round."""

    round: Round
    asked: int
    replied: int
    to_confirm: int


@dataclass(frozen=True)
class Bar:
    """One bar of the picture: a step from start to end, or a gate on its day.

    ``assumed``: the start stands in no paper; it is the end of what comes before.
    """

    key: str
    label: str
    start: date
    end: date
    state: str
    assumed: bool
    url: str
    after: tuple[str, ...] = ()


def chapters_by_state(plan: Plan) -> list[tuple[str, int]]:
    """How many chapters stand in each state of drafting, every state named."""
    chapters = plan.provisions.standing().filter(kind=ProvisionKind.CHAPTER)
    counted = dict(
        Assignment.objects.filter(chapter__in=chapters)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    unassigned = chapters.count() - sum(counted.values())
    rows = [(state.label, counted.get(state.value, 0)) for state in WritingState]
    return [*rows, ("未分工", unassigned)]


def replies(plan: Plan) -> list[Reply]:
    """反馈率 of every round, newest first."""
    answered = Q(invitations__state__in=(ReplyState.RELEASED, ReplyState.TO_SEAL))
    entered = Q(invitations__state=ReplyState.TO_CONFIRM)
    rounds = rounds_of(plan).annotate(
        asked=Count("invitations"),
        replied=Count("invitations", filter=answered),
        entered=Count("invitations", filter=entered),
    )
    return [Reply(row, row.asked, row.replied, row.entered) for row in rounds]


def open_comments(plan: Plan) -> tuple[int, int]:
    """Opinions without a disposition, and adopted ones not yet carried."""
    own = Assessment.objects.filter(round__in=rounds_of(plan)).aggregate(
        open=Count("pk", filter=Q(state=AssessmentState.OPEN)),
        unproved=Count("pk", filter=Q(state=AssessmentState.TO_PROVE)),
    )
    return own["open"], own["unproved"]


def risks(timeline: Timeline, today: date) -> list[Risk]:
    """Overdue steps and gates, then what the next gate still lacks."""
    found = [
        Risk("逾期", f"{step}，{_late(step.due_on)}", reverse("step", args=[step.pk]))
        for step in overdue_steps(timeline, today)
    ]
    late = Gate.objects.filter(stage__timeline=timeline, due_on__lt=today)
    found += [
        Risk(
            "逾期",
            f"审议：{gate}，{_late(gate.due_on)}",
            reverse("gate", args=[gate.pk]),
        )
        for gate in late.exclude(state=GateState.PASSED)
    ]
    found += _contested(timeline)
    stage = stage_in_hand(timeline)
    if stage is None:
        return found
    return [*found, *_again(stage), *_gaps(stage, timeline.plan)]


def _late(day: date | None) -> str:
    return f"应于{chinese_date(day)}完成" if day else ""


def _contested(timeline: Timeline) -> list[Risk]:
    gates = Gate.objects.filter(stage__timeline=timeline, contested_at__isnull=False)
    text = "代录的意见有异议，去掉这条意见后结果不再成立，须核实异议或者重新审议"
    return [Risk("有争议", f"{one}：{text}", reverse("gate", args=[one.pk])) for one in gates]


def _again(stage: Stage) -> list[Risk]:
    return [
        Risk(
            "须重新提请",
            f"{gate}：通过之后正文又有修改",
            reverse("gate", args=[gate.pk]),
        )
        for gate in stage.gates.select_related("stage")
        if gate.contested_at is None and must_ask_again(gate)
    ]


def _gaps(stage: Stage, plan: Plan) -> list[Risk]:
    gate = stage.gates.exclude(state=GateState.PASSED).first()
    if gate is None:
        return []
    return [
        Risk(
            "缺材料",
            f"{gate}：{piece.label}，{piece.detail}",
            reverse(piece.page, args=[plan.slug]),
        )
        for piece in evidence_for(gate)
        if not piece.met
    ]


def bars(timeline: Timeline, today: date) -> list[Bar]:
    """Every dated step and gate of the timeline, in order."""
    drawn: list[Bar] = []
    for stage in timeline.stages.prefetch_related("steps__depends_on", "gates"):
        earlier = stage.starts_on
        for step in stage.steps.all():
            if step.due_on is not None:
                drawn.append(_step_bar(step, step.due_on, earlier, drawn, today))
        drawn += [_gate_bar(gate, today) for gate in stage.gates.all() if gate.due_on is not None]
    return drawn


def _step_bar(
    step: Step, end: date, stage_start: date | None, drawn: Iterable[Bar], today: date
) -> Bar:
    before = {f"step-{other.pk}" for other in step.depends_on.all()}
    ends = [bar.end for bar in drawn if bar.key in before]
    start = step.starts_on or (max(ends) if ends else stage_start) or end - SHORTEST
    state = "done" if step.state == StepState.DONE else "late" if end < today else step.state
    return Bar(
        key=f"step-{step.pk}",
        label=step.title,
        start=min(start, end),
        end=end,
        state=state,
        assumed=step.starts_on is None,
        url=reverse("step", args=[step.pk]),
        after=tuple(sorted(before)),
    )


def _gate_bar(gate: Gate, today: date) -> Bar:
    assert gate.due_on is not None
    passed = gate.state == GateState.PASSED
    state = "done" if passed else "late" if gate.due_on < today else "waiting"
    url = reverse("gate", args=[gate.pk])
    return Bar(f"gate-{gate.pk}", f"审议：{gate}", gate.due_on, gate.due_on, state, False, url)
