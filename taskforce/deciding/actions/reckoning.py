"""A result reckoned anew, after a vote that it rested on was voided."""

from __future__ import annotations

from consultation.rounds.queries import rounds_of
from plans.enums import Phase
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.chinese_dates import local_day
from taskforce.deciding.actions.contesting import contest
from taskforce.deciding.actions.opinions import decide_by_opinions
from taskforce.deciding.rules import COUNTED_RULES, result_of
from taskforce.enums import Act, GateState, StageState, StepState
from taskforce.gates.actions.packages import begin_deliberating
from taskforce.gates.actions.reopening import open_stage_again
from taskforce.models import Decision, Gate, Package, Stage, Step, StepEvidence
from taskforce.standing import last_decided
from taskforce.states import set_gate_state


def reckon_anew(package: Package, gate: Gate, *, by: User) -> None:
    """The locked gate's result after a vote was voided: it stands, opens again or is contested.

    Where the remaining votes come to the same, nothing happens. Else the package is judged again
    and what ended with it opens again; where more was built on it, it is marked as contested.
    """
    decision = package.decision
    if decision is None or gate.rule not in COUNTED_RULES or _overtaken(package, gate):
        return
    if _follows(decision, package, gate):
        return
    if _built_on(gate, decision):
        contest(gate, by=by, because="对代录意见的异议")
    else:
        _open_again(decision, package, gate, by)
        decide_by_opinions(package, gate, by=by)


def _overtaken(package: Package, gate: Gate) -> bool:
    """Whether the gate was asked or decided anew after this package."""
    later = gate.packages.filter(pk__gt=package.pk, closed_at__isnull=True)
    return later.exists() or last_decided(gate) != package


def _follows(decision: Decision, package: Package, gate: Gate) -> bool:
    result = result_of(package, gate, local_day(decision.decided_at))
    if result is None:
        return False
    items = tuple(decision.items.values_list("text", flat=True))
    return (result.outcome, tuple(map(str.strip, result.items))) == (decision.outcome, items)


def _built_on(gate: Gate, decision: Decision) -> bool:
    """Whether a later gate of the stage was asked, the next stage was worked on, a round opened,
    or the plan approved."""
    timeline = gate.stage.timeline
    if timeline.plan.phase in (Phase.APPROVED, Phase.PUBLISHED):
        return True
    later = Gate.objects.filter(stage__timeline=timeline)
    after = later.filter(stage=gate.stage, order__gt=gate.order) | later.filter(
        stage__number__gt=gate.stage.number
    )
    if after.filter(packages__isnull=False).exists():
        return True
    if gate.stage.state != StageState.ENDED:
        return False
    stages = Stage.objects.filter(timeline=timeline, number__gt=gate.stage.number)
    begun = Step.objects.filter(stage__in=stages).exclude(state=StepState.WAITING)
    shown = StepEvidence.objects.filter(step__stage__in=stages)
    asked = rounds_of(timeline.plan).filter(issued_at__gt=decision.decided_at)
    return begun.exists() or shown.exists() or asked.exists()


def _open_again(decision: Decision, package: Package, gate: Gate, by: User) -> None:
    plan = gate.stage.timeline.plan
    decision.voided_at = clock.now()
    decision.save(update_fields=["voided_at"])
    package.closed_at = None
    package.save(update_fields=["closed_at"])
    set_gate_state(gate, GateState.OPEN)
    old = {"outcome": decision.outcome, "package": package.sha256, "gate": gate.title}
    record(Act.DECISION_VOID, decision, by=by, plan=plan, old=old)
    open_stage_again(gate.stage, by=by)
    if package.edition is not None:
        begin_deliberating(plan, by=by, reason=gate.title)
