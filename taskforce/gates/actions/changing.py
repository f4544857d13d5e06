"""调整审议办法: a gate's body, rule and evidence are changed by two, one a member of the body."""

from __future__ import annotations

from django.db import transaction

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret
from taskforce.enums import ASKABLE_GATE_STATES, Act, BodyKind, Rule
from taskforce.evidence.registry import REGISTRY
from taskforce.gates.actions.packages import lock_gate
from taskforce.gates.terms import Terms, change_words, terms_of
from taskforce.models import Gate, GateChange
from taskforce.permissions import has_members_online, may_confirm_change, may_run_process


def propose_change(gate_id: int, terms: Terms, *, by: User, reason: str) -> GateChange:
    """Propose how a gate shall be decided; a member of its present body confirms."""
    refuse_secret(reason)
    if not reason.strip():
        raise InvalidInput("请写明调整审议办法的理由。")
    with transaction.atomic():
        gate = lock_gate(gate_id)
        if not may_run_process(by, gate.stage.timeline.plan):
            raise NotAllowed(f"由{BodyKind.OFFICE.label}提出调整审议办法。")
        _require_undecided(gate)
        _require_terms(gate, terms)
        if GateChange.objects.of(gate).waiting().exists():
            raise WrongState("这一环节已有一项调整等待确认，请先办理或者撤回。")
        change = GateChange.objects.create(
            gate=gate,
            body=terms.body,
            rule=terms.rule,
            quorum=terms.quorum,
            evidence=list(terms.evidence),
            old=terms_of(gate).values,
            reason=reason.strip()[:300],
            made_by=by,
        )
        _log(Act.GATE_CHANGE, change, by)
    return change


def confirm_change(change_id: int, *, by: User) -> GateChange:
    """复核: from now on the gate is decided so."""
    with transaction.atomic():
        change = _lock_waiting(change_id)
        gate = change.gate
        if not may_confirm_change(by, change):
            raise NotAllowed(f"您不能确认这项调整，{waits_for_change(change)}。")
        _require_undecided(gate)
        change.confirmed_by, change.confirmed_at = by, clock.now()
        change.save(update_fields=["confirmed_by", "confirmed_at"])
        gate.body, gate.rule, gate.quorum = change.body, change.rule, change.quorum
        gate.evidence = change.evidence
        gate.save(update_fields=["body", "rule", "quorum", "evidence"])
        _log(Act.GATE_CONFIRM, change, by)
    return change


def refuse_change(change_id: int, *, by: User) -> GateChange:
    """不同意: the gate is decided as before; by whoever might confirm."""
    with transaction.atomic():
        change = _lock_waiting(change_id)
        if not may_confirm_change(by, change):
            raise NotAllowed(f"您不能否决这项调整，{waits_for_change(change)}。")
        return _drop(change, Act.GATE_REFUSE, by)


def withdraw_change(change_id: int, *, by: User) -> GateChange:
    """撤回: whoever proposed takes it back while it waits."""
    with transaction.atomic():
        change = _lock_waiting(change_id)
        if change.made_by_id != by.pk:
            raise NotAllowed("只有提出人可以撤回这项调整。")
        return _drop(change, Act.GATE_WITHDRAW, by)


def waits_for_change(change: GateChange) -> str:
    """Who is to confirm a change."""
    body = change.gate.body
    if has_members_online(body):
        return f"待{body}的一位成员确认"
    return f"{body}没有成员有可用的账号，待另一位管理人员确认"


def _drop(change: GateChange, act: Act, by: User) -> GateChange:
    change.ended_at = clock.now()
    change.save(update_fields=["ended_at"])
    _log(act, change, by)
    return change


def _log(act: Act, change: GateChange, by: User) -> None:
    gate = change.gate
    new = {"gate": gate.title, "note": change_words(change), "reason": change.reason}
    record(act, change, by=by, plan=gate.stage.timeline.plan, new=new)


def _lock_waiting(change_id: int) -> GateChange:
    """The change behind its gate, both locked; WrongState when nothing waits."""
    gate = lock_gate(GateChange.objects.values_list("gate", flat=True).get(pk=change_id))
    change = locked(GateChange.objects).get(pk=change_id)
    if change.in_force or change.ended_at is not None:
        raise WrongState("这项调整已经办理，请刷新页面查看。")
    change.gate = gate
    return change


def _require_undecided(gate: Gate) -> None:
    if gate.state not in ASKABLE_GATE_STATES:
        raise WrongState(
            f"“{gate}”现在是“{gate.get_state_display()}”，审议期间和有了结果之后不能调整审议办法。"
        )


def _require_terms(gate: Gate, terms: Terms) -> None:
    if terms.body.plan_id != gate.stage.timeline.plan_id:
        raise InvalidInput("请选择这个规划的机构。")
    if terms.rule not in Rule.values or not set(terms.evidence) <= set(REGISTRY):
        raise InvalidInput("请从所列的决定方式和材料中选择。")
    if (terms.rule == Rule.QUORUM) != (terms.quorum is not None):
        raise InvalidInput("按人数决定的，请写明至少多少人同意；其他方式不填人数。")
    if terms == terms_of(gate):
        raise InvalidInput("与现在的审议办法相同，没有需要调整的内容。")
