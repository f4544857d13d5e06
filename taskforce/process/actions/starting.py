"""Starting a plan's process from a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plans.errors import InvalidInput, NotAllowed
from plans.models import Plan, Unit, User
from plans.permissions import may_manage
from plans.system.audit import record
from taskforce import process_templates as templates
from taskforce.bodies.actions.seats import name_to
from taskforce.enums import Act, BodyKind, StageState
from taskforce.models import Body, Gate, Seat, Stage, Step, Timeline
from taskforce.work_plans import ListedSeat, WorkPlan, propose, seat_role

OWN_ASSOCIATION = re.compile(r"^(?:省|市|区|县)科协(?:机关)?")


def start_timeline(plan: Plan, template: templates.ProcessTemplate, *, by: User) -> Timeline:
    """Make the plan's timeline, bodies and gates; the first stage begins at once."""
    if not may_manage(by, plan):
        raise NotAllowed("您没有为这个规划制定工作进度的权限。")
    if not template.stages:
        raise InvalidInput("这份工作方案没有任何阶段。")
    try:
        with transaction.atomic():
            timeline = Timeline.objects.create(
                plan=plan,
                template=template.key,
                title=template.title,
                created_by=by,
                document_number=template.document_number,
            )
            bodies = {body.key: _body(plan, body) for body in template.bodies}
            _stages(timeline, template, bodies)
            record(Act.TIMELINE_START, timeline, by=by, plan=plan, new={"template": template.key})
    except IntegrityError as error:
        if Timeline.objects.filter(plan=plan).exists():
            raise InvalidInput("这个规划已经有工作进度，可以在原来的基础上调整。") from error
        raise
    return timeline


def start_from_work_plan(plan: Plan, found: WorkPlan, *, by: User) -> Timeline:
    """Make the timeline that a work plan proposes, with its leading group and office seated."""
    with transaction.atomic():
        timeline = start_timeline(plan, propose(found), by=by)
        for kind, listed in (
            (BodyKind.LEADING_GROUP, found.leading_group),
            (BodyKind.OFFICE, found.office),
        ):
            body = Body.objects.filter(plan=plan, kind=kind).first()
            if body is not None:
                _seat_all(body, listed, by)
    return timeline


def _seat_all(body: Body, listed: Iterable[ListedSeat], by: User) -> None:
    """Name who stands in the work plan; each waits for a second person like any other."""
    seats = [
        Seat(
            body=body,
            name=one.name[:60],
            role=seat_role(one.role),
            position=one.position[:120],
            order=order,
        )
        for order, one in enumerate(listed, start=1)
    ]
    for seat in seats:
        name_to(seat, by=by)
    Seat.objects.bulk_create(seats)


def _body(plan: Plan, body: templates.Body) -> Body:
    terms = {"kind": body.kind, "issues_as": body.issues_as}
    made, _ = Body.objects.get_or_create(plan=plan, name=body.name, defaults=terms)
    return made


def _stages(
    timeline: Timeline, template: templates.ProcessTemplate, bodies: Mapping[str, Body]
) -> None:
    steps: dict[str, Step] = {}
    for number, stage in enumerate(template.stages, start=1):
        row = Stage.objects.create(
            timeline=timeline,
            number=number,
            title=stage.title,
            starts_on=stage.start,
            due_on=stage.deadline,
            due_text=stage.deadline_text,
            state=StageState.ACTIVE if number == 1 else StageState.WAITING,
        )
        for place, step in enumerate(stage.steps, start=1):
            steps[step.key] = _step(row, place, step)
        for order, gate in enumerate(stage.gates, start=1):
            _gate(row, order, gate, bodies[gate.body])
    for stage in template.stages:
        for step in stage.steps:
            steps[step.key].depends_on.set([steps[key] for key in step.depends_on])


def _step(stage: Stage, number: int, step: templates.Step) -> Step:
    row = Step.objects.create(
        stage=stage,
        number=number,
        key=step.key,
        title=step.title,
        text=step.text,
        starts_on=step.start,
        due_on=step.deadline,
        due_text=step.deadline_text,
        responsible_text="、".join(step.responsible)[:300],
        in_source=step.in_source,
        source_note=step.source_note[:200],
    )
    row.responsible.set(units_named(step.responsible))
    return row


def units_named(names: Iterable[str]) -> QuerySet[Unit]:
    """Units that a work plan names, with or without the association before a department's name
    (市科协宣传部 is our 宣传部)."""
    known = {variant for name in names for variant in (name, OWN_ASSOCIATION.sub("", name))}
    return Unit.objects.filter(name__in=known - {""})


def _gate(stage: Stage, order: int, gate: templates.Gate, body: Body) -> Gate:
    return Gate.objects.create(
        stage=stage,
        order=order,
        title=gate.title,
        body=body,
        rule=gate.rule,
        quorum=gate.quorum,
        due_on=gate.deadline,
        due_text=gate.deadline_text,
        outcomes=list(gate.outcomes),
        evidence=list(gate.evidence),
        in_source=gate.in_source,
        source_note=gate.source_note[:200],
    )
