"""The demo's process: timeline, bodies, and stage one as finished and approved."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from plans.models import Plan, User
from plans.system.clock import SetClock
from taskforce.bodies.actions.seats import SeatTerms, add_seat, confirm_seat
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.demo.days import at
from taskforce.enums import BodyKind, SeatRole, StepState, Vote
from taskforce.evidence.registry import REGISTRY
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import Body, Gate, Step, Timeline
from taskforce.process.actions.starting import start_timeline
from taskforce.process.actions.steps import Proof, add_evidence, change_step_state
from taskforce.process_templates import ProcessTemplate, load_named, shift

EVIDENCE = {
    "mobilise": ("minutes", "（演示）动员部署会议纪要"),
    "study": ("research_results", "（演示）课题研究成果汇编"),
    "propose_major_items": ("major_items", "（演示）各课题组提出的重点内容建议"),
}


def template_about(today: date) -> ProcessTemplate:
    """The process of 2020 moved to the autumn before ``today``, for dates about today."""
    years = today.year - (2020 if today.month >= 9 else 2021)
    return shift(load_named("chongqing-2020", REGISTRY), years)


def first_day(template: ProcessTemplate) -> date:
    """The day on which the work begins: two days before its first step is due."""
    due = template.stages[0].steps[0].deadline
    assert due is not None
    return due - timedelta(days=2)


def pass_first_stage(
    plan: Plan, cast: dict[str, User], template: ProcessTemplate, time: SetClock
) -> Timeline:
    """Stage one with its steps confirmed, put to the leading group and approved by its head."""
    office = cast["qicao"]
    timeline = start_timeline(plan, template, by=office)
    _seats(plan, cast, since=template.stages[0].start)
    for step in Step.objects.filter(stage__timeline=timeline, stage__number=1):
        key, note = EVIDENCE[step.key]
        assert step.due_on is not None
        time.put_forward(at(step.due_on))
        add_evidence(step.pk, Proof(note, key=key), by=office)
        change_step_state(step.pk, StepState.DONE, by=office)
    gate = Gate.objects.get(stage__timeline=timeline, stage__number=1)
    papers = [Paper(note, text=note) for _, note in EVIDENCE.values()]
    package = seal_package(
        gate.pk, by=office, question="（演示）提请审定前期研究成果和重大事项", papers=papers
    )
    give_opinion(package.pk, by=cast["chengyuan"], vote=Vote.APPROVE, text="（演示）同意。")
    give_opinion(package.pk, by=cast["zuzhang"], vote=Vote.APPROVE, text="（演示）同意。")
    _begin_second_stage(timeline, office, time)
    return timeline


def _seats(plan: Plan, cast: dict[str, User], *, since: date | None) -> None:
    """Each is named by one and confirmed by the holder."""
    group = Body.objects.get(plan=plan, kind=BodyKind.LEADING_GROUP)
    office = Body.objects.get(plan=plan, kind=BodyKind.OFFICE)
    for body, name, role, by in (
        (group, "zuzhang", SeatRole.HEAD, "qicao"),
        (group, "chengyuan", SeatRole.MEMBER, "qicao"),
        (office, "qicao", SeatRole.DIRECTOR, "fuhe"),
    ):
        user = cast[name]
        terms = SeatTerms(role, user=user, position=user.position, from_on=since)
        named = add_seat(body, terms, by=cast[by])
        confirm_seat(named.pk, by=user)


def _begin_second_stage(timeline: Timeline, office: User, time: SetClock) -> None:
    step = Step.objects.get(stage__timeline=timeline, key="draft")
    assert step.due_on is not None
    time.put_forward(at(step.due_on))
    page = reverse("editions", args=[timeline.plan.slug])
    add_evidence(step.pk, Proof("（演示）规划草案已形成", link=page), by=office)
    change_step_state(step.pk, StepState.DONE, by=office)
    consult = Step.objects.get(stage__timeline=timeline, key="consult")
    change_step_state(consult.pk, StepState.ACTIVE, by=office)
