"""Editing the timeline: stages, adding and removing steps, moving all dates; each with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Unit, User
from plans.system.audit import record
from plans.system.locking import locked
from taskforce.enums import Act, StageState, StepState
from taskforce.models import Gate, Stage, Step, Timeline
from taskforce.permissions import may_run_process
from taskforce.process.actions.steps import note_change
from taskforce.process_templates import check_years, shifted_day, shifted_words
from taskforce.states import lock_timeline


def edit_stage(
    stage_id: int,
    *,
    by: User,
    reason: str,
    title: str,
    starts_on: date | None,
    due_on: date | None,
) -> Stage:
    """Change a stage's name and dates."""
    _check(reason, title, starts_on, due_on)
    with transaction.atomic():
        stage = _lock_stage(stage_id, by)
        old = _facts(stage)
        if due_on != stage.due_on or starts_on != stage.starts_on:
            stage.due_text = ""
        stage.title, stage.starts_on, stage.due_on = title.strip(), starts_on, due_on
        stage.save(update_fields=["title", "starts_on", "due_on", "due_text"])
        note_change(stage.timeline, f"调整阶段“{stage.title}”", reason, by=by)
        new = _facts(stage) | {"reason": reason}
        record(Act.STAGE_EDIT, stage, by=by, plan=stage.timeline.plan, old=old, new=new)
    return stage


def add_step(
    stage_id: int,
    *,
    by: User,
    reason: str,
    title: str,
    starts_on: date | None,
    due_on: date | None,
    responsible: Iterable[Unit],
) -> Step:
    """Add a step at the end of a stage that has not ended; it is marked as not in the paper."""
    _check(reason, title, starts_on, due_on)
    with transaction.atomic():
        stage = _lock_stage(stage_id, by)
        if stage.state == StageState.ENDED:
            raise WrongState("这一阶段已经完成，不能再增加步骤。")
        units = list(responsible)
        number = (stage.steps.aggregate(last=Max("number"))["last"] or 0) + 1
        step = Step.objects.create(
            stage=stage,
            number=number,
            key=f"added_{stage.pk}_{number}",
            title=title.strip(),
            starts_on=starts_on,
            due_on=due_on,
            responsible_text="、".join(map(str, units))[:300],
            in_source=False,
            source_note=reason.strip()[:200],
        )
        step.responsible.set(units)
        note_change(stage.timeline, f"增加步骤“{step.title}”", reason, by=by)
        new = _facts(step) | {"reason": reason}
        record(Act.STEP_ADD, step, by=by, plan=stage.timeline.plan, new=new)
    return step


def remove_step(step_id: int, *, by: User, reason: str) -> None:
    """Take an undone step without evidence out; what waited for it waits for its predecessors."""
    if not reason.strip():
        raise InvalidInput("请写明删除的理由。")
    with transaction.atomic():
        stage = _lock_stage(Stage.objects.get(steps=step_id).pk, by)
        step = locked(Step.objects).get(pk=step_id)
        if step.state == StepState.DONE or step.evidence.exists():
            raise WrongState("这一步骤已经完成或登记了材料，不能删除。")
        before = list(step.depends_on.all())
        for following in Step.objects.filter(depends_on=step):
            following.depends_on.add(*before)
        note_change(stage.timeline, f"删除步骤“{step.title}”", reason, by=by)
        new = {"reason": reason}
        record(Act.STEP_REMOVE, step, by=by, plan=stage.timeline.plan, old=_facts(step), new=new)
        step.delete()


def shift_timeline(timeline_id: int, *, by: User, years: int, reason: str) -> Timeline:
    """Move every date of stages, steps and gates by whole years, with their wording."""
    check_years(years)
    if not years or not reason.strip():
        raise InvalidInput("请填写平移的年数和理由。")
    with transaction.atomic():
        timeline = lock_timeline(pk=timeline_id)
        _require(timeline, by)
        for stage in Stage.objects.filter(timeline=timeline):
            _move(stage, years)
        for step in Step.objects.filter(stage__timeline=timeline):
            step.reminded_at = None
            step.save(update_fields=["reminded_at"])
            _move(step, years)
        for gate in Gate.objects.filter(stage__timeline=timeline):
            _move(gate, years)
        note_change(timeline, f"全部日期平移{years}年", reason, by=by)
        new = {"years": years, "reason": reason}
        record(Act.TIMELINE_SHIFT, timeline, by=by, plan=timeline.plan, new=new)
    return timeline


def _move(row: Stage | Step | Gate, years: int) -> None:
    """Dates alone are written: others may change states of these rows at the same moment."""
    row.due_on = shifted_day(row.due_on, years)
    row.due_text = shifted_words(row.due_text, years)
    if not isinstance(row, Gate):
        row.starts_on = shifted_day(row.starts_on, years)
        row.save(update_fields=["starts_on"])
    row.save(update_fields=["due_on", "due_text"])


def _lock_stage(stage_id: int, by: User) -> Stage:
    lock_timeline(stages=stage_id)
    stage = locked(Stage.objects).select_related("timeline__plan").get(pk=stage_id)
    _require(stage.timeline, by)
    return stage


def _require(timeline: Timeline, by: User) -> None:
    if not may_run_process(by, timeline.plan):
        raise NotAllowed("您没有调整工作进度的权限。")


def _check(reason: str, title: str, starts_on: date | None, due_on: date | None) -> None:
    if not reason.strip() or not title.strip():
        raise InvalidInput("请填写名称和调整理由。")
    if starts_on and due_on and due_on < starts_on:
        raise InvalidInput("截止日期不能早于开始日期。")


def _facts(row: Stage | Step) -> dict[str, str]:
    dates = {"starts_on": str(row.starts_on or ""), "due_on": str(row.due_on or "")}
    return {"title": row.title} | dates
