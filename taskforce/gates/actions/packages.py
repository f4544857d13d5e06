"""报审材料: assembling the papers of a gate and sealing them as one package of hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from plans.enums import PHASE_TRANSITIONS, Phase
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, Edition, Plan, User
from plans.plan.actions import change_phase
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret
from taskforce.enums import DECIDED_GATE_STATES, Act, GateState, Outcome, StageState
from taskforce.evidence.registry import evidence_for
from taskforce.gates.terms import TITLE, rules_text
from taskforce.models import Gate, Instruction, Material, MeetingRecord, Package
from taskforce.permissions import may_run_process
from taskforce.standing import contested_before, last_decided, may_be_asked, stale_before
from taskforce.states import lock_timeline, set_gate_state, set_stage_state


@dataclass(frozen=True)
class Paper:
    """One paper to be sealed: an edition, a file, both (the edition as a file), or a text."""

    title: str
    edition: Edition | None = None
    file: Attachment | None = None
    text: str = ""

    @property
    def sha256(self) -> str:
        """Hash of what is handed over: the file's bytes, else the edition, else the text."""
        if self.file is not None:
            return self.file.sha256
        if self.edition is not None:
            return self.edition.sha256
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def hashes(self) -> list[str]:
        """All that the package's hash covers: of an edition with its file both."""
        both = self.file is not None and self.edition is not None
        return [self.sha256, self.edition.sha256] if both and self.edition else [self.sha256]


def seal_package(
    gate_id: int,
    *,
    by: User,
    question: str,
    papers: Sequence[Paper],
    edition: Edition | None = None,
    gap_reason: str = "",
) -> Package:
    """Put a gate's question with its papers to the deciders.

    Missing evidence refuses, unless the office states a reason, which the deciders see. By which
    rule they decide stands behind the papers, sealed with them.
    """
    refuse_secret(question, gap_reason, *(paper.text for paper in papers))
    if not question.strip():
        raise InvalidInput("请写明提请审议的事项。")
    if not papers:
        raise InvalidInput("请至少选择一份报审材料。")
    with transaction.atomic():
        gate = lock_gate(gate_id)
        plan = gate.stage.timeline.plan
        if not may_run_process(by, plan):
            raise NotAllowed("您没有提请审议的权限。")
        _require_turn(gate)
        gaps = _gaps(gate, gap_reason)
        papers = [replace(paper, title=paper.title[:200]) for paper in papers]
        papers = [*papers, Paper(TITLE, text=rules_text(gate))]
        package = Package.objects.create(
            gate=gate,
            edition=edition,
            question=question.strip()[:300],
            gaps=gaps,
            gap_reason=gap_reason.strip()[:300] if gaps else "",
            sealed_by=by,
            sha256=package_sha256(question.strip()[:300], papers),
            sealed_at=clock.now(),
        )
        _keep(package, papers)
        set_gate_state(gate, GateState.OPEN)
        if gate.stage.state == StageState.ACTIVE:
            set_stage_state(gate.stage, StageState.DECIDING)
        if edition is not None:
            begin_deliberating(plan, by=by, reason=question)
        new = {"sha256": package.sha256, "gate": gate.title, "gaps": gaps}
        record(Act.PACKAGE_SEAL, package, by=by, plan=plan, new=new)
    return package


def begin_deliberating(plan: Plan, *, by: User, reason: str) -> None:
    """Bring the plan into 审议; from 征求意见 by way of 修改完善, as the phases go."""
    plan.refresh_from_db()
    if plan.phase == Phase.CONSULTING:
        plan = change_phase(plan.pk, Phase.REVISING, by=by, reason=reason)
    if Phase.DELIBERATING in PHASE_TRANSITIONS[Phase(plan.phase)]:
        change_phase(plan.pk, Phase.DELIBERATING, by=by, reason=reason)


def recall_package(package_id: int, *, by: User, reason: str) -> Package:
    """撤回: take an undecided package back before anything is decided on it."""
    if not reason.strip():
        raise InvalidInput("请写明撤回的理由。")
    with transaction.atomic():
        package, gate = lock_asked(package_id)
        if not may_run_process(by, gate.stage.timeline.plan):
            raise NotAllowed("您没有撤回报审材料的权限。")
        if package.closed_at is not None:
            raise WrongState("这份报审材料已经有了结果，不能撤回。")
        package.closed_at = clock.now()
        package.save(update_fields=["closed_at"])
        package.prepared.update(package=None)
        _drop_records(package, by)
        set_gate_state(gate, _state_before(gate))
        stop_deliberating(gate)
        plan = gate.stage.timeline.plan
        record(Act.PACKAGE_RECALL, package, by=by, plan=plan, new={"reason": reason})
    return package


def _state_before(gate: Gate) -> GateState:
    """Where the gate stood before the package in hand was sealed: as it decided last."""
    package = last_decided(gate)
    decision = package.decision if package else None
    if decision is None:
        return GateState.WAITING
    left = decision.items.filter(confirmed_at__isnull=True)
    if decision.outcome == Outcome.PASSED_WITH_OPINIONS and not left.exists():
        return GateState.PASSED
    return GateState(decision.outcome)


def stop_deliberating(gate: Gate) -> None:
    """A stage with nothing before anybody, and nothing passed, is at work again."""
    beside = Gate.objects.filter(stage=gate.stage)
    if not beside.filter(state__in=(GateState.OPEN, *DECIDED_GATE_STATES)).exists():
        set_stage_state(gate.stage, StageState.ACTIVE)


def _drop_records(package: Package, by: User) -> None:
    """What was recorded of the package and is not confirmed goes with it; the log keeps it."""
    plan = package.gate.stage.timeline.plan
    for model in (MeetingRecord, Instruction):
        for row in model.objects.waiting().filter(package=package):
            old = {"outcome": row.outcome, "made_by": row.made_by_id, "record": str(row)}
            record(Act.RECORD_DROP, row, by=by, plan=plan, old=old)
            row.delete()


def package_sha256(question: str, papers: Sequence[Paper]) -> str:
    """Hash of the question and of every paper's title and hashes, in order."""
    content = {"question": question, "papers": [[p.title, *p.hashes] for p in papers]}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def lock_gate(gate_id: int) -> Gate:
    """The gate's row, locked behind its timeline's, with its stage, plan and body."""
    lock_timeline(stages__gates=gate_id)
    return locked(Gate.objects).select_related("stage__timeline__plan", "body").get(pk=gate_id)


def lock_asked(package_id: int) -> tuple[Package, Gate]:
    """The package's row, locked behind its gate's, decided or not."""
    gate = lock_gate(Package.objects.values_list("gate", flat=True).get(pk=package_id))
    package = locked(Package.objects).select_related("edition").get(pk=package_id)
    package.gate = gate
    return package, gate


def _require_turn(gate: Gate) -> None:
    if gate.contested_at is None and gate.stage.state not in (
        StageState.ACTIVE,
        StageState.DECIDING,
    ):
        raise WrongState("这一阶段还没有开始或已经完成，不能提请审议。")
    earlier = Gate.objects.filter(stage=gate.stage, order__lt=gate.order)
    for before in earlier.exclude(state=GateState.PASSED):
        raise WrongState(f"前面的审议环节“{before}”还没有通过，不能提请“{gate}”。")
    if not may_be_asked(gate):
        raise WrongState(f"“{gate}”现在是“{gate.get_state_display()}”，不能再次提请。")


def _gaps(gate: Gate, gap_reason: str) -> list[str]:
    missing = [f"{e.label}：{e.detail}" for e in evidence_for(gate) if not e.met]
    missing += [f"“{name}”通过之后正文又有修改，没有重新提请" for name in stale_before(gate)]
    missing += [f"“{name}”的结果有争议，没有重新审议" for name in contested_before(gate)]
    if missing and not gap_reason.strip():
        raise WrongState(
            "材料还不齐，不能提请审议：" + "；".join(missing) + "。确需提请的，请写明理由。"
        )
    return missing


def _keep(package: Package, papers: Sequence[Paper]) -> None:
    Material.objects.bulk_create(
        Material(
            package=package,
            order=order,
            title=paper.title,
            edition=paper.edition,
            file=paper.file,
            text=paper.text,
            sha256=paper.sha256,
        )
        for order, paper in enumerate(papers, start=1)
    )
