"""有争议: a result whose ground was taken away after more had been built on it."""

from __future__ import annotations

from plans.models import User
from plans.plan.actions import hold_issue
from plans.system import clock
from plans.system.audit import record
from taskforce.enums import Act
from taskforce.models import Gate


def contest(gate: Gate, *, by: User, because: str) -> None:
    """Mark the locked gate's result as contested; the plan is not issued as long as it is."""
    gate.contested_at = clock.now()
    gate.save(update_fields=["contested_at"])
    plan = gate.stage.timeline.plan
    record(Act.GATE_CONTEST, gate, by=by, plan=plan, new={"gate": gate.title, "because": because})
    _hold(gate, by)


def settle(gate: Gate, *, by: User, because: str) -> None:
    """End the contest of the locked gate's result; nothing happens where there is none."""
    if gate.contested_at is None:
        return
    gate.contested_at = None
    gate.save(update_fields=["contested_at"])
    plan = gate.stage.timeline.plan
    record(Act.GATE_SETTLE, gate, by=by, plan=plan, new={"gate": gate.title, "because": because})
    _hold(gate, by)


def _hold(gate: Gate, by: User) -> None:
    plan = gate.stage.timeline.plan
    open_ = Gate.objects.filter(stage__timeline__plan=plan, contested_at__isnull=False)
    names = "、".join(f"“{one}”" for one in open_)
    reason = f"{names}的结果有争议，核实异议或者重新审议之前，规划不能印发。" if names else ""
    hold_issue(plan.pk, reason, by=by)
