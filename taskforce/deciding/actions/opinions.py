"""Opinions of members: given in the portal, or entered from paper 代录 and confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, Plan, User
from plans.system import clock
from plans.system.audit import record
from plans.system.secrecy import refuse_secret
from taskforce.deciding.actions.decisions import decide, lock_package, require_office
from taskforce.deciding.rules import Tally, speaks_too_early, tally, voters, votes_open_to
from taskforce.enums import REASONED_VOTES, Act, Outcome, Vote
from taskforce.models import Gate, MemberOpinion, Objection, Package, Seat
from taskforce.permissions import may_confirm_opinion, seat_for


@dataclass(frozen=True)
class Paperwork:
    """代录: entered by the office from a signed sheet 签批单."""

    seat: Seat
    scan: Attachment


def give_opinion(
    package_id: int, *, by: User, vote: str, text: str = "", paperwork: Paperwork | None = None
) -> MemberOpinion:
    """A member's opinion; with the rule satisfied the gate decides at once.

    With ``paperwork`` the office enters it for the member, who confirms it later.
    """
    refuse_secret(text)
    if vote not in Vote.values:
        raise InvalidInput("请选择同意或不同意。")
    if vote in REASONED_VOTES and not text.strip():
        raise InvalidInput(f"选择“{Vote(vote).label}”须写明意见。请在意见栏填写后再提交。")
    with transaction.atomic():
        package, gate = lock_package(package_id)
        seat = _seat(gate, by, paperwork)
        _require_possible(package, gate, seat, vote)
        if paperwork:
            _keep_own_word(package, seat)
        _set_aside(package, seat)
        opinion = MemberOpinion.objects.create(
            package=package,
            seat=seat,
            vote=vote,
            text=text.strip(),
            given_at=clock.now(),
            given_by=(seat.user or by) if paperwork else by,
            recorded_by=by if paperwork else None,
            scan=paperwork.scan if paperwork else None,
        )
        new = {"vote": vote, "package": package.sha256, "recorded": bool(paperwork)}
        record(Act.OPINION_GIVE, opinion, by=by, plan=gate.stage.timeline.plan, new=new)
        _decide_by_opinions(package, gate, by)
    return opinion


def confirm_opinion(opinion_id: int, *, by: User) -> MemberOpinion:
    """The member confirms what the office entered from paper."""
    with transaction.atomic():
        opinion = _lock_recorded(opinion_id, by)
        if opinion.confirmed_at is None:
            opinion.confirmed_at = clock.now()
            opinion.save(update_fields=["confirmed_at"])
            record(Act.OPINION_CONFIRM, opinion, by=by, plan=_plan(opinion))
    return opinion


def object_to_opinion(opinion_id: int, *, by: User, text: str) -> Objection:
    """异议: the member says that the opinion entered for them is not theirs.

    While the package is undecided the opinion counts no longer and the member is asked anew;
    a decision that was made stays, for the office to look into.
    """
    if not text.strip():
        raise InvalidInput("请写明代录的意见哪里不对。")
    with transaction.atomic():
        opinion = _lock_recorded(opinion_id, by)
        if opinion.confirmed_at is not None:
            raise WrongState("这条代录意见您已经确认。需要更改的，请在结果形成之前重新发表意见。")
        made = Objection.objects.create(opinion=opinion, text=text.strip(), made_at=clock.now())
        if opinion.package.closed_at is None:
            _set_aside(opinion.package, opinion.seat)
        new = {"text": made.text}
        record(Act.OPINION_OBJECT, opinion, by=by, plan=_plan(opinion), new=new)
    return made


def answer_objection(objection_id: int, *, by: User, answer: str) -> Objection:
    """The office says what it found about an objection."""
    if not answer.strip():
        raise InvalidInput("请写明核实情况。")
    with transaction.atomic():
        objection = Objection.objects.select_for_update().get(pk=objection_id)
        require_office(by, objection.opinion.package.gate)
        if objection.answered_at is not None:
            raise WrongState("这条异议已经答复。")
        objection.answer = answer.strip()[:500]
        objection.answered_by, objection.answered_at = by, clock.now()
        objection.save(update_fields=["answer", "answered_by", "answered_at"])
        new = {"answer": objection.answer}
        record(Act.OBJECTION_ANSWER, objection, by=by, plan=_plan(objection.opinion), new=new)
    return objection


def _plan(opinion: MemberOpinion) -> Plan:
    return opinion.package.gate.stage.timeline.plan


def _lock_recorded(opinion_id: int, by: User) -> MemberOpinion:
    """A standing opinion that was entered from paper for this person, with its package locked."""
    package_id = MemberOpinion.objects.values_list("package", flat=True).get(pk=opinion_id)
    Package.objects.select_for_update(of=("self",)).get(pk=package_id)
    opinion = MemberOpinion.objects.select_for_update(of=("self",)).get(pk=opinion_id)
    if not may_confirm_opinion(by, opinion):
        raise NotAllowed("只有本人可以确认代录的意见或提出异议。")
    if opinion.replaced_at is not None or Objection.objects.filter(opinion=opinion).exists():
        raise WrongState("这条代录意见已经被新的意见代替，或者已经提出异议。")
    return opinion


def _seat(gate: Gate, by: User, paperwork: Paperwork | None) -> Seat:
    if paperwork is not None:
        require_office(by, gate)
        if not voters(gate).filter(pk=paperwork.seat.pk).exists():
            raise InvalidInput("所选成员现在不在这一审议机构中。")
        return paperwork.seat
    seat = seat_for(by, gate)
    if seat is None:
        raise NotAllowed("您不是这一审议机构的成员。")
    return seat


def _require_possible(package: Package, gate: Gate, seat: Seat, vote: str) -> None:
    if vote not in votes_open_to(gate, seat):
        raise WrongState(f"这一环节不能选择“{Vote(vote).label}”。")
    sentence = speaks_too_early(package, gate, seat)
    if sentence:
        raise WrongState(sentence)


def _keep_own_word(package: Package, seat: Seat) -> None:
    """What a member said in the portal is not replaced from paper."""
    own = {"seat": seat, "replaced_at": None, "recorded_by": None}
    if package.opinions.filter(**own).exists():
        raise WrongState("这位成员已经在平台上发表意见，不能再代录。需要更改的，请由本人更改。")


def _set_aside(package: Package, seat: Seat) -> None:
    for earlier in package.opinions.filter(seat=seat, replaced_at__isnull=True):
        earlier.replaced_at = clock.now()
        earlier.save(update_fields=["replaced_at"])


def _decide_by_opinions(package: Package, gate: Gate, by: User) -> None:
    result = tally(package, gate)
    if result == Tally.APPROVED:
        items = _texts(package, Vote.AMEND)
        outcome = Outcome.PASSED_WITH_OPINIONS if items else Outcome.PASSED
        decide(package, gate, by=by, outcome=outcome, items=items)
    elif result == Tally.RETURNED:
        reason = "；".join(_texts(package, Vote.RETURN))
        decide(package, gate, by=by, outcome=Outcome.RETURNED, reason=reason)
    elif result == Tally.DEFERRED:
        reason = "；".join(_texts(package, Vote.DEFER))
        decide(package, gate, by=by, outcome=Outcome.DEFERRED, reason=reason)


def _texts(package: Package, vote: Vote) -> list[str]:
    standing = package.opinions.filter(vote=vote, replaced_at__isnull=True)
    return list(standing.values_list("text", flat=True))
