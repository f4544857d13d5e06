"""重新审议: the way back to an approval, after a publication was withdrawn."""

from __future__ import annotations

from django.db import transaction

from plans.drafting.actions.revising import lock_plan
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.secrecy import refuse_secret
from taskforce.enums import Act, BodyKind, GateState, StageState
from taskforce.gates.actions.packages import lock_gate, stop_deliberating
from taskforce.models import Gate, Stage
from taskforce.permissions import may_run_process
from taskforce.process.actions.steps import note_change
from taskforce.standing import may_be_reopened
from taskforce.states import set_gate_state, set_stage_state


def reopen_gate(gate_id: int, *, by: User, reason: str) -> Gate:
    """The last gate is to be asked again, its stage is at work again; what was decided stays in
    the record, but nothing rests on it any longer."""
    refuse_secret(reason)
    if not reason.strip():
        raise InvalidInput("请写明重新审议的理由。")
    with transaction.atomic():
        gate = lock_gate(gate_id)
        plan = gate.stage.timeline.plan = lock_plan(gate.stage.timeline.plan_id)
        if not may_run_process(by, plan):
            raise NotAllowed(f"由{BodyKind.OFFICE.label}办理重新审议。")
        if not may_be_reopened(gate):
            raise WrongState(
                f"“{gate}”现在不能重新审议。全部阶段已经完成、规划又退回修改的（例如撤回公开之后），"
                "才可以从最后一个审议环节重新审议。"
            )
        open_stage_again(gate.stage, by=by)
        set_gate_state(gate, GateState.WAITING)
        gate.reopened_at = clock.now()
        gate.save(update_fields=["reopened_at"])
        stop_deliberating(gate)
        note_change(gate.stage.timeline, f"重新审议“{gate}”", reason, by=by)
        new = {"gate": gate.title, "reason": reason.strip()}
        record(Act.GATE_REOPEN, gate, by=by, plan=plan, new=new)
    return gate


def open_stage_again(stage: Stage, *, by: User) -> None:
    """An ended stage deliberates again; the one after it, if it was begun, waits."""
    if stage.state == StageState.DECIDING:
        return
    if stage.state == StageState.ENDED:
        later = Stage.objects.filter(timeline=stage.timeline, number__gt=stage.number)
        for following in later.filter(state=StageState.ACTIVE):
            set_stage_state(following, StageState.WAITING)
    set_stage_state(stage, StageState.DECIDING)
    new = {"stage": stage.title}
    record(Act.STAGE_REOPEN, stage, by=by, plan=stage.timeline.plan, new=new)
