"""Records of meetings and instructions: entered by one with the file, 复核 by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction

from plans.documents.scans import require_scan
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.secrecy import refuse_secret, texts_in
from taskforce.deciding.actions.decisions import (
    check_outcome,
    decide,
    lock_package,
    require_office,
)
from taskforce.deciding.consequences import position_of, require_seen
from taskforce.deciding.rules import meeting_carries
from taskforce.enums import Act, Outcome, Rule
from taskforce.models import (
    Decision,
    Gate,
    Instruction,
    MeetingRecord,
    Package,
    Recorded,
)
from taskforce.permissions import may_check_record
from taskforce.seconds import record_waits_for, waiting_record

Record = TypeVar("Record", MeetingRecord, Instruction)


def record_meeting(
    package_id: int,
    meeting: MeetingRecord,
    *,
    by: User,
    outcome: str,
    reason: str = "",
    items: Sequence[str] = (),
) -> MeetingRecord:
    """Enter a meeting's vote and what it decided, with its minutes; another officer confirms."""
    require_scan(meeting.minutes, "会议纪要", word=True)
    meeting.outcome, meeting.reason, meeting.items = outcome, reason, list(items)
    return _enter(package_id, meeting, by)


def record_instruction(
    package_id: int,
    instruction: Instruction,
    *,
    by: User,
    outcome: str,
    reason: str = "",
    items: Sequence[str] = (),
) -> Instruction:
    """Enter what a body outside instructed, with the scan; another officer confirms."""
    require_scan(instruction.scan, "批示扫描件")
    instruction.outcome, instruction.reason = outcome, reason
    instruction.items = list(items)
    return _enter(package_id, instruction, by)


def confirm_record(
    package_id: int, *, by: User, entered: str = "", seen: str | None = None
) -> Decision:
    """复核: the record is confirmed, and becomes the decision of the gate.

    ``entered``: which entry was looked at (``entry_of``); another one meanwhile refuses.
    """
    with transaction.atomic():
        package, gate, row = _lock_waiting(package_id)
        _require_checker(row, by, entered)
        _check(row, gate)
        row.confirmed_by, row.confirmed_at = by, clock.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        plan = gate.stage.timeline.plan
        record(Act.RECORD_CONFIRM, row, by=by, plan=plan, new={"outcome": row.outcome})
        before = position_of(gate)
        decision = decide(
            package, gate, by=by, outcome=row.outcome, reason=row.reason, items=row.items
        )
        require_seen(decision, before, said="复核", seen=seen)
    return decision


def refuse_record(package_id: int, *, by: User, reason: str, entered: str = "") -> Recorded:
    """退回: the record goes back to who entered it, who may correct it."""
    refuse_secret(reason)
    if not reason.strip():
        raise InvalidInput("请写明退回的理由。")
    with transaction.atomic():
        _, gate, row = _lock_waiting(package_id)
        _require_checker(row, by, entered)
        row.refusal, row.refused_by = reason.strip()[:300], by
        row.save(update_fields=["refusal", "refused_by"])
        plan = gate.stage.timeline.plan
        record(Act.RECORD_REFUSE, row, by=by, plan=plan, new={"reason": row.refusal})
    return row


def withdraw_record(package_id: int, *, by: User) -> None:
    """撤回: whoever entered takes it back while it waits; the log keeps what it said."""
    with transaction.atomic():
        _, gate, row = _lock_waiting(package_id)
        if row.made_by_id != by.pk:
            raise NotAllowed("只有登记人可以撤回这项登记。")
        _drop(row, gate, by)


def entry_of(row: Recorded) -> str:
    """Stands for this entry of a record; a corrected one has another."""
    return f"{row.pk}-{row.entered_at:%Y%m%d%H%M%S%f}"


def _enter(package_id: int, row: Record, by: User) -> Record:
    refuse_secret(*texts_in({**vars(row), "items": "\n".join(row.items)}))
    with transaction.atomic():
        package, gate = lock_package(package_id)
        require_office(by, gate)
        _check(row, gate)
        waiting = waiting_record(package)
        if waiting is not None:
            if waiting.made_by_id != by.pk and not waiting.refusal:
                raise WrongState(record_waits_for(waiting))
            _drop(waiting, gate, by)
        row.package, row.made_by, row.entered_at = package, by, clock.now()
        row.full_clean(exclude=["package"])
        row.save()
        new = {"outcome": row.outcome, "package": package.sha256, "record": str(row)}
        record(Act.RECORD_ENTER, row, by=by, plan=gate.stage.timeline.plan, new=new)
    return row


def _drop(row: Recorded, gate: Gate, by: User) -> None:
    old = {"outcome": row.outcome, "reason": row.reason, "made_by": row.made_by_id}
    record(Act.RECORD_DROP, row, by=by, plan=gate.stage.timeline.plan, old=old)
    row.delete()


def _check(row: Recorded, gate: Gate) -> None:
    """Every rule of the record, asked when it is entered and again when it is confirmed."""
    check_outcome(gate, row.outcome, row.reason, row.items)
    if isinstance(row, MeetingRecord):
        _check_meeting(row, gate)
    elif isinstance(row, Instruction):
        _check_instruction(row, gate)


def _check_meeting(meeting: MeetingRecord, gate: Gate) -> None:
    if gate.rule != Rule.MEETING:
        raise WrongState("这一环节不是以会议表决决定的。")
    if meeting.held_on > clock.today():
        raise InvalidInput("会议日期不能晚于今天。")
    if meeting.outcome in (Outcome.PASSED, Outcome.PASSED_WITH_OPINIONS):
        sentence = meeting_carries(meeting, gate)
        if sentence:
            raise WrongState(sentence)


def _check_instruction(instruction: Instruction, gate: Gate) -> None:
    if gate.rule != Rule.OUTSIDE:
        raise WrongState("这一环节不是报请系统外审定的。")
    if instruction.instructed_on < instruction.sent_on:
        raise InvalidInput("批示日期不能早于报送日期。")
    if instruction.instructed_on > clock.today():
        raise InvalidInput("批示日期不能晚于今天。")


def _lock_waiting(package_id: int) -> tuple[Package, Gate, MeetingRecord | Instruction]:
    package, gate = lock_package(package_id)
    row = waiting_record(package)
    if row is None:
        raise WrongState("没有等待复核的登记，请刷新页面查看。")
    package.gate = gate
    row.package = package
    return package, gate, row


def _require_checker(row: Recorded, by: User, entered: str) -> None:
    if entered and entered != entry_of(row):
        raise WrongState("登记的内容刚刚有变化，请看清现在的内容再复核。")
    if not may_check_record(by, row):
        raise NotAllowed(f"您不能复核这项登记。{record_waits_for(row)}")
