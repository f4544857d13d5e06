"""异议: a member disowns what was entered for them, which is void at once; another one judges."""

from __future__ import annotations

from django.db import transaction

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Plan, User
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret
from taskforce.deciding.actions.contesting import settle
from taskforce.deciding.actions.reckoning import reckon_anew
from taskforce.enums import Act
from taskforce.gates.actions.packages import lock_asked
from taskforce.models import Gate, MemberOpinion, Objection, Package
from taskforce.permissions import may_judge, may_object
from taskforce.seconds import objection_waits_for
from taskforce.standing import last_decided


def object_to_opinion(opinion_id: int, *, by: User, text: str) -> Objection:
    """异议: the member says that the opinion entered for them is not theirs, also after the result.

    The vote is void with its confirmation, and the result is reckoned anew.
    """
    refuse_secret(text)
    if not text.strip():
        raise InvalidInput("请写明代录的意见哪里不对。")
    with transaction.atomic():
        opinion, package, gate = _lock_opinion(opinion_id)
        _require_own(opinion, by)
        now = clock.now()
        made = Objection.objects.create(opinion=opinion, text=text.strip(), made_at=now)
        opinion.replaced_at = now
        opinion.save(update_fields=["replaced_at"])
        new = {"text": made.text, "vote": opinion.vote, "counted": opinion.in_force}
        record(Act.OPINION_OBJECT, opinion, by=by, plan=_plan(gate), new=new)
        if opinion.in_force:
            reckon_anew(package, gate, by=by)
    return made


def judge_objection(objection_id: int, *, by: User, upheld: bool, answer: str) -> Objection:
    """核实: 成立 or 不成立, by somebody who had no hand in the opinion.

    The voided opinion does not come back by it; a contest of the result ends with 不成立.
    """
    refuse_secret(answer)
    if not answer.strip():
        raise InvalidInput("请写明核实情况。")
    with transaction.atomic():
        opinion_id = Objection.objects.values_list("opinion", flat=True).get(pk=objection_id)
        opinion, package, gate = _lock_opinion(opinion_id)
        objection = locked(Objection.objects).get(pk=objection_id)
        objection.opinion = opinion
        if objection.answered_at is not None:
            raise WrongState("这条异议已经核实。")
        if not may_judge(by, objection):
            raise NotAllowed(f"您不能核实这条异议。{objection_waits_for(objection)}")
        objection.upheld, objection.answer = upheld, answer.strip()[:500]
        objection.answered_by, objection.answered_at = by, clock.now()
        objection.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
        new = {"answer": objection.answer, "upheld": upheld}
        record(Act.OBJECTION_ANSWER, objection, by=by, plan=_plan(gate), new=new)
        if not upheld and not _others(package, gate):
            settle(gate, by=by, because="异议不成立")
    return objection


def _others(package: Package, gate: Gate) -> bool:
    """Whether the contest goes on: of the contested result another objection is open or upheld."""
    decision = package.decision
    if decision is None or last_decided(gate) != package:
        return True
    against = Objection.objects.filter(opinion__package=package, made_at__gte=decision.decided_at)
    return against.exclude(upheld=False).exists()


def _plan(gate: Gate) -> Plan:
    return gate.stage.timeline.plan


def _lock_opinion(opinion_id: int) -> tuple[MemberOpinion, Package, Gate]:
    """An opinion behind its package and gate, all locked, whether decided or not."""
    package_id = MemberOpinion.objects.values_list("package", flat=True).get(pk=opinion_id)
    package, gate = lock_asked(package_id)
    opinion = (
        locked(MemberOpinion.objects)
        .select_related("seat__user", "given_by", "made_by", "confirmed_by")
        .get(pk=opinion_id)
    )
    opinion.package = package
    return opinion, package, gate


def _require_own(opinion: MemberOpinion, by: User) -> None:
    if opinion.made_by_id in (None, by.pk) or opinion.given_by_id != by.pk:
        raise NotAllowed("只有本人可以确认代录的意见或提出异议。")
    if opinion.replaced_at is not None:
        raise WrongState("这条代录意见已经被新的意见代替，或者已经提出异议。")
    if not may_object(by, opinion):
        raise WrongState("这条代录意见您已经确认。需要更改的，请在结果形成之前重新发表意见。")
