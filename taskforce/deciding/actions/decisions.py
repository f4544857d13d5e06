"""Decisions and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from plans.enums import PHASE_TRANSITIONS, Phase
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Plan, User
from plans.plan.actions import change_phase
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret
from taskforce.deciding.actions.contesting import contest, settle
from taskforce.deciding.queries import carrying_edition, last_passed_package
from taskforce.enums import (
    REASONED_OUTCOMES,
    Act,
    BodyKind,
    GateState,
    Outcome,
    StageState,
)
from taskforce.gates.actions.packages import begin_deliberating, lock_asked, lock_gate
from taskforce.models import Decision, Gate, Objection, Package, ReviewItem, Stage
from taskforce.permissions import may_run_process
from taskforce.states import set_gate_state, set_stage_state


def decide(
    package: Package,
    gate: Gate,
    *,
    by: User,
    outcome: str,
    reason: str = "",
    items: Sequence[str] = (),
) -> Decision:
    """Write the decision of a locked, open gate and move gate, stage and plan along."""
    check_outcome(gate, outcome, reason, items)
    decision = Decision.objects.create(
        package=package,
        outcome=outcome,
        reason=reason.strip() or "；".join(items),
        decided_at=clock.now(),
        by=by,
    )
    ReviewItem.objects.bulk_create(
        ReviewItem(decision=decision, number=number, text=item.strip())
        for number, item in enumerate((i for i in items if i.strip()), start=1)
    )
    package.closed_at = decision.decided_at
    package.save(update_fields=["closed_at"])
    set_gate_state(gate, GateState(outcome))
    record(
        Act.GATE_DECIDE,
        decision,
        by=by,
        plan=gate.stage.timeline.plan,
        new={"outcome": outcome, "package": package.sha256, "gate": gate.title},
    )
    _settle_or_contest(gate, by)
    _advance(gate.stage, by)
    if outcome in (Outcome.RETURNED, Outcome.PASSED_WITH_OPINIONS, Outcome.DEFERRED):
        _back_to_revising(gate.stage.timeline.plan, by, reason)
    return decision


def _settle_or_contest(gate: Gate, by: User) -> None:
    """A contest ends with a result that passes; in a stage that has ended whatever is less than
    passed is contested, since more was built on it: nothing is issued before it is carried."""
    if gate.state == GateState.PASSED:
        settle(gate, by=by, because="重新审议通过")
    elif gate.stage.state != StageState.ENDED:
        if gate.state == GateState.PASSED_WITH_OPINIONS:
            settle(gate, by=by, because="重新审议通过")
    elif gate.contested_at is None:
        contest(gate, by=by, because="重新审议的结果")


def check_outcome(gate: Gate, outcome: str, reason: str, items: Sequence[str]) -> None:
    """InvalidInput unless the gate may have this outcome, with the reason that it needs."""
    refuse_secret(reason, *items)
    if outcome not in gate.allowed_outcomes:
        raise InvalidInput(f"“{gate}”不能作出这一结果，请从所列的结果中选择。")
    if outcome in REASONED_OUTCOMES and not (reason.strip() or any(items)):
        raise InvalidInput("原则通过、暂缓和退回须写明意见。")
    if outcome == Outcome.PASSED_WITH_OPINIONS and not any(item.strip() for item in items):
        raise InvalidInput("原则通过须逐条写明审议意见，以便落实。")


def confirm_item(item_id: int, *, by: User, answer: str) -> ReviewItem:
    """修改落实表: the office confirms that a review opinion has been carried.

    With the last item confirmed the gate stands as passed.
    """
    if not answer.strip():
        raise InvalidInput("请写明这条审议意见的落实情况。")
    with transaction.atomic():
        gate = lock_gate(Gate.objects.get(packages__decisions__items=item_id).pk)
        item = locked(ReviewItem.objects).select_related("decision").get(pk=item_id)
        require_office(by, gate)
        if item.confirmed_at is not None:
            raise WrongState("这条审议意见已经确认落实。")
        if item.decision.voided_at is not None:
            raise WrongState("这一结果已经失效，正在重新审议，请等新的结果。")
        if Decision.objects.filter(package__gate=gate, pk__gt=item.decision_id).exists():
            raise WrongState("这一环节后来又有新的结果，请按新的审议意见落实。")
        item.answer, item.confirmed_by, item.confirmed_at = answer.strip(), by, clock.now()
        item.save()
        record(Act.ITEM_CONFIRM, item, by=by, plan=gate.stage.timeline.plan, new={"answer": answer})
        left = item.decision.items.filter(confirmed_at__isnull=True)
        if gate.state == GateState.PASSED_WITH_OPINIONS and not left.exists():
            set_gate_state(gate, GateState.PASSED)
            against = Objection.objects.filter(opinion__package=item.decision.package_id)
            if not against.exclude(upheld=False).exists():
                settle(gate, by=by, because="审议意见已经落实")
            _advance(gate.stage, by)
    return item


def lock_package(package_id: int) -> tuple[Package, Gate]:
    """The package, locked, with its gate; WrongState when it is decided or taken back."""
    package, gate = lock_asked(package_id)
    if package.closed_at is not None:
        raise WrongState("这份报审材料已经有了结果，不能再发表意见。请查看最新的报审材料。")
    return package, gate


def require_office(by: User, gate: Gate) -> None:
    """NotAllowed for anybody but the office and the plan's manager."""
    if not may_run_process(by, gate.stage.timeline.plan):
        raise NotAllowed(f"由{BodyKind.OFFICE.label}登记。")


def _advance(stage: Stage, by: User) -> None:
    gates = list(stage.gates.all())
    if any(gate.state in (GateState.RETURNED, GateState.DEFERRED) for gate in gates):
        _reopen(stage)
        return
    if any(gate.state != GateState.PASSED for gate in gates):
        return
    plan = stage.timeline.plan
    following = Stage.objects.filter(timeline=stage.timeline, number__gt=stage.number).first()
    if stage.state != StageState.ENDED:
        set_stage_state(stage, StageState.ENDED)
        record(Act.STAGE_END, stage, by=by, plan=plan, new={"stage": stage.title})
        if following is not None:
            set_stage_state(following, StageState.ACTIVE)
            plan.refresh_from_db()
            if plan.phase == Phase.DELIBERATING:
                _back_to_revising(plan, by, following.title)
    if following is None:
        _approve(plan, stage, by)


def _reopen(stage: Stage) -> None:
    if stage.state == StageState.DECIDING:
        set_stage_state(stage, StageState.ACTIVE)


def _approve(plan: Plan, stage: Stage, by: User) -> None:
    plan.refresh_from_db()
    if plan.phase in (Phase.APPROVED, Phase.PUBLISHED):
        return
    package = last_passed_package(stage.timeline)
    if package is None:
        raise WrongState("没有经审议的稿，规划不能批准。请把定版的稿列入报审材料。")
    edition = carrying_edition(package)
    if edition is None:
        raise WrongState(
            "按审议意见修改后的文本还没有定版，或含有与审议意见无关的修改。请先定版，再确认落实。"
        )
    begin_deliberating(plan, by=by, reason=stage.title)
    change_phase(plan.pk, Phase.APPROVED, by=by, edition=edition, reason=stage.title)


def _back_to_revising(plan: Plan, by: User, reason: str) -> None:
    """What is published stays so until it is withdrawn."""
    plan.refresh_from_db()
    if plan.phase == Phase.PUBLISHED:
        return
    if Phase.REVISING in PHASE_TRANSITIONS[Phase(plan.phase)]:
        change_phase(plan.pk, Phase.REVISING, by=by, reason=reason)
