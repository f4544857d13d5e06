"""代录: what one officer enters for a member from paper, and a second person confirms."""

from __future__ import annotations

from django.db import transaction

from plans.documents.scans import require_scan
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, User
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret
from taskforce.deciding.actions.decisions import lock_package, require_office
from taskforce.deciding.actions.opinions import (
    check_words,
    decide_by_opinions,
    require_possible,
    set_aside,
)
from taskforce.deciding.rules import voters
from taskforce.enums import Act
from taskforce.models import Gate, MemberOpinion, Package, Seat
from taskforce.permissions import may_check_opinion, may_confirm_opinion
from taskforce.seconds import opinion_waits_for


def enter_opinion(
    package_id: int, *, by: User, seat: Seat, vote: str, text: str = "", scan: Attachment | None
) -> MemberOpinion:
    """Enter from a signed sheet 签批单 what a member said; it counts for nothing yet."""
    check_words(vote, text)
    require_scan(scan, "签批单扫描件")
    with transaction.atomic():
        package, gate = lock_package(package_id)
        require_office(by, gate)
        _require_seat(gate, seat)
        if seat.user_id == by.pk:
            raise NotAllowed("这是您自己的席位，请在审议页面直接发表意见。")
        require_possible(package, gate, seat, vote)
        earlier = _earlier(package, seat)
        set_aside(package, seat)
        opinion = MemberOpinion.objects.create(
            package=package,
            seat=seat,
            vote=vote,
            text=text.strip(),
            given_at=clock.now(),
            given_by=seat.user or by,
            made_by=by,
            scan=scan,
        )
        old = {"vote": earlier.vote, "entered_by": earlier.made_by_id} if earlier else {}
        new = {"vote": vote, "package": package.sha256, "seat": str(seat)}
        plan = gate.stage.timeline.plan
        record(Act.OPINION_ENTER, opinion, by=by, plan=plan, old=old, new=new)
    return opinion


def confirm_opinion(
    opinion_id: int, *, by: User, away_reason: str = "", seen: str | None = None
) -> MemberOpinion:
    """确认: the member; or a second officer against the scan (复核), who says why not the member
    where the member has an account. Then it counts, and may decide the gate."""
    refuse_secret(away_reason)
    with transaction.atomic():
        opinion, package, gate = _lock_waiting(opinion_id)
        own = may_confirm_opinion(by, opinion)
        if not own and not may_check_opinion(by, opinion):
            raise NotAllowed(f"您不能确认这条代录的意见。{opinion_waits_for(opinion)}")
        if not own and opinion.seat.user is not None and not away_reason.strip():
            raise InvalidInput("这位成员有账号，请写明为什么不能由本人确认。")
        _require_seat(gate, opinion.seat)
        require_possible(package, gate, opinion.seat, opinion.vote)
        opinion.confirmed_by, opinion.confirmed_at = by, clock.now()
        opinion.away_reason = "" if own else away_reason.strip()[:200]
        opinion.save(update_fields=["confirmed_by", "confirmed_at", "away_reason"])
        new = {"vote": opinion.vote, "own": own, "away": opinion.away_reason}
        record(Act.OPINION_CONFIRM, opinion, by=by, plan=gate.stage.timeline.plan, new=new)
        said = "确认" if own else "复核"
        decide_by_opinions(package, gate, by=by, said=said, seen=seen)
    return opinion


def refuse_opinion(opinion_id: int, *, by: User, reason: str) -> MemberOpinion:
    """退回: a second officer finds that the entry does not say what the scan says."""
    if not reason.strip():
        raise InvalidInput("请写明退回的理由。")
    with transaction.atomic():
        opinion, _, gate = _lock_waiting(opinion_id)
        if not may_check_opinion(by, opinion):
            raise NotAllowed(f"您不能退回这条代录的意见。{opinion_waits_for(opinion)}")
        return _drop(opinion, gate, Act.OPINION_REFUSE, by, reason)


def withdraw_opinion(opinion_id: int, *, by: User) -> MemberOpinion:
    """撤回: whoever entered takes it back while it waits."""
    with transaction.atomic():
        opinion, _, gate = _lock_waiting(opinion_id)
        if opinion.made_by_id != by.pk:
            raise NotAllowed("只有代录人可以撤回这条代录的意见。")
        return _drop(opinion, gate, Act.OPINION_WITHDRAW, by)


def _drop(
    opinion: MemberOpinion, gate: Gate, act: Act, by: User, reason: str = ""
) -> MemberOpinion:
    opinion.replaced_at = clock.now()
    opinion.save(update_fields=["replaced_at"])
    new = {"vote": opinion.vote, "reason": reason.strip()}
    record(act, opinion, by=by, plan=gate.stage.timeline.plan, new=new)
    return opinion


def _lock_waiting(opinion_id: int) -> tuple[MemberOpinion, Package, Gate]:
    """What waits for a second person, behind its locked package and gate."""
    package_id = MemberOpinion.objects.values_list("package", flat=True).get(pk=opinion_id)
    package, gate = lock_package(package_id)
    opinion = (
        locked(MemberOpinion.objects)
        .select_related("seat__user", "made_by", "given_by")
        .get(pk=opinion_id)
    )
    if opinion.in_force or opinion.replaced_at is not None:
        raise WrongState("这条代录的意见已经确认，或者已经被新的意见代替，请刷新页面查看。")
    package.gate = gate
    opinion.package = package
    return opinion, package, gate


def _require_seat(gate: Gate, seat: Seat) -> None:
    if not voters(gate).filter(pk=seat.pk).exists():
        raise InvalidInput("所选成员现在不在这一审议机构中，请先核对任职。")


def _earlier(package: Package, seat: Seat) -> MemberOpinion | None:
    """What waits already for this seat; what is in force is not replaced from paper."""
    earlier = package.opinions.standing().filter(seat=seat).first()
    if earlier is None or not earlier.in_force:
        return earlier
    if earlier.made_by_id is None:
        raise WrongState("这位成员已经在平台上发表意见，不能再代录。需要更改的，请由本人更改。")
    raise WrongState(
        "这位成员的意见已经代录并确认，不能再代录。需要更改的，请由本人发表意见，或者撤回报审材料后重新提请。"
    )
