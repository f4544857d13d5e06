"""Advancing and editing the timeline: steps, dates, evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, Unit, User
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from taskforce.enums import STEP_TRANSITIONS, Act, StageState, StepState
from taskforce.evidence.registry import REGISTRY
from taskforce.models import Step, StepEvidence, Timeline, TimelineChange
from taskforce.permissions import may_confirm_step, may_run_process
from taskforce.states import lock_timeline


@dataclass(frozen=True)
class Proof:
    """What is shown for a step: a note with a file or an address in the portal."""

    note: str
    file: Attachment | None = None
    link: str = ""
    key: str = ""


def add_evidence(step_id: int, proof: Proof, *, by: User) -> StepEvidence:
    """Attach evidence to a step."""
    if not proof.note.strip():
        raise InvalidInput("请写明这份材料是什么。")
    if proof.key and proof.key not in REGISTRY:
        raise InvalidInput("没有这一类材料。")
    with transaction.atomic():
        step = _lock(step_id, by)
        made = StepEvidence.objects.create(
            step=step,
            key=proof.key,
            note=proof.note.strip()[:300],
            file=proof.file,
            link=proof.link[:200],
            added_by=by,
        )
        record(
            Act.STEP_EVIDENCE,
            step,
            by=by,
            plan=step.stage.timeline.plan,
            new={"note": made.note, "key": made.key},
        )
    return made


def change_step_state(step_id: int, state: StepState, *, by: User) -> Step:
    """The one writer of ``Step.state``; 完成 needs evidence and finished predecessors."""
    with transaction.atomic():
        step = _lock(step_id, by)
        old = StepState(step.state)
        if state not in STEP_TRANSITIONS[old]:
            raise WrongState(f"这一步骤现在是“{old.label}”，不能改为“{state.label}”。")
        if state == StepState.DONE:
            _require_done(step)
        elif step.stage.state == StageState.ENDED:
            raise WrongState("这一阶段已经完成，步骤只能确认完成，不能退回。")
        elif old == StepState.DONE:
            _require_nothing_built(step)
        done = state == StepState.DONE
        step.state = state
        step.done_at, step.done_by = (clock.now(), by) if done else (None, None)
        step.save(update_fields=["state", "done_at", "done_by"])
        record(
            Act.STEP_STATE,
            step,
            by=by,
            plan=step.stage.timeline.plan,
            old={"state": old},
            new={"state": state},
        )
    return step


def edit_step(
    step_id: int,
    *,
    by: User,
    reason: str,
    title: str,
    starts_on: date | None,
    due_on: date | None,
    responsible: Iterable[Unit],
) -> Step:
    """Change a step's name, dates or responsible units; the reason is kept."""
    if not reason.strip() or not title.strip():
        raise InvalidInput("请填写步骤名称和调整理由。")
    if starts_on and due_on and due_on < starts_on:
        raise InvalidInput("截止日期不能早于开始日期。")
    with transaction.atomic():
        step = _lock(step_id, by)
        plan = step.stage.timeline.plan
        if not may_run_process(by, plan):
            raise NotAllowed("您没有调整工作进度的权限。")
        old = {"title": step.title, "due_on": str(step.due_on or "")}
        step.title, step.starts_on, step.due_on = title.strip(), starts_on, due_on
        if due_on != (date.fromisoformat(old["due_on"]) if old["due_on"] else None):
            step.due_text, step.reminded_at = "", None
        units = list(responsible)
        if set(units) != set(step.responsible.all()):
            step.responsible_text = "、".join(unit.name for unit in units)[:300]
        fields = ["title", "starts_on", "due_on", "due_text", "reminded_at", "responsible_text"]
        step.save(update_fields=fields)
        step.responsible.set(units)
        new = {"title": step.title, "due_on": str(due_on or "")}
        note_change(step.stage.timeline, f"调整步骤“{step.title}”", reason, by=by)
        record(Act.STEP_EDIT, step, by=by, plan=plan, old=old, new=new | {"reason": reason})
    return step


def note_change(timeline: Timeline, what: str, reason: str, *, by: User) -> TimelineChange:
    """Keep an edit of the timeline with its reason; inside the edit's transaction."""
    return TimelineChange.objects.create(
        timeline=timeline, what=what[:300], reason=reason.strip()[:300], by=by
    )


def _lock(step_id: int, by: User) -> Step:
    lock_timeline(stages__steps=step_id)
    step = locked(Step.objects).select_related("stage__timeline__plan").get(pk=step_id)
    if not may_confirm_step(by, step):
        raise NotAllowed("您不是这一步骤的责任单位，不能更新它。")
    return step


def _require_nothing_built(step: Step) -> None:
    """What was done stays so while a step that waited for it is done."""
    following = [str(other) for other in Step.objects.filter(depends_on=step, state=StepState.DONE)]
    if following:
        raise WrongState(f"后面的步骤已经完成，请先将其退回：{'、'.join(following)}。")


def _require_done(step: Step) -> None:
    waiting = [str(other) for other in step.depends_on.exclude(state=StepState.DONE)]
    if waiting:
        raise WrongState(f"前面的步骤还没有完成：{'、'.join(waiting)}。")
    if not step.evidence.exists():
        raise WrongState("请先登记完成的依据（文件或平台中的材料），再确认完成。")
