"""Sending a round out, putting its letter right afterwards, and making it void."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from consultation.enums import Act, Audience, Purpose
from consultation.models import Invitation, Round
from consultation.permissions import may_run_round
from consultation.rounds.actions.delivering import deliver
from consultation.rounds.actions.drafts import LetterWords, check_letter, lock_draft, put_letter
from consultation.rounds.actions.rounds import lock_running
from consultation.rounds.rules import is_short_from
from plans.drafting.actions.revising import lock_plan
from plans.enums import PHASE_TRANSITIONS, Phase
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.plan.actions import change_phase
from plans.system import clock
from plans.system.audit import record
from plans.system.clock import database_now


def issue_round(round_: Round, *, by: User) -> Round:
    """Send a draft out: from now on it runs, and whom it asks are asked.

    The plan enters 征求意见 where it may; an expert round belongs to whatever phase it is in. A
    window that should have begun begins now.
    """
    with transaction.atomic():
        plan = lock_plan(round_.plan_id)
        found = lock_draft(round_, by)
        now = database_now()
        if found.closes_at <= now:
            raise InvalidInput("截止时间已经过去，请改为将来的时间。")
        if is_short_from(found, now) and not found.short_reason:
            raise InvalidInput("从今天算起，公开征求意见不足30日；请延长期限，或者写明理由。")
        found.opens_at, found.issued_at = max(found.opens_at, now), now
        found.save(update_fields=["opens_at", "issued_at"])
        asks = found.audience != Audience.EXPERTS
        if asks and Phase.CONSULTING in PHASE_TRANSITIONS[Phase(plan.phase)]:
            change_phase(plan.pk, Phase.CONSULTING, by=by, reason=found.name)
        new = {"edition": found.edition_id, "closes_at": found.closes_at.isoformat()}
        record(Act.ROUND_OPEN, found, by=by, plan=found.plan, new=new)
        _ask(found, by)
    return found


def _ask(round_: Round, by: User) -> None:
    """An invitation of each whom the draft was to ask, in the order of the directory."""
    people_last = F("unit__kind").asc(nulls_last=True)
    chosen = round_.addressees.select_related("unit", "person").order_by(
        people_last, "unit_id", "id"
    )
    new = [
        Invitation(round=round_, unit=one.unit, person=one.person, channel=one.channel)
        for one in chosen
        if (one.unit or one.person).is_active  # type: ignore[union-attr]
    ]
    made = Invitation.objects.bulk_create(new)
    chosen.order_by().delete()
    if made:
        names = [str(invitation) for invitation in made]
        told = deliver(round_, made, Purpose.ASK, by=by)
        sent = {"invited": names, "by": told.by_channel, "unreached": len(told.nobody)}
        record(Act.ROUND_INVITE, round_, by=by, plan=round_.plan, new=sent)


def correct_letter(round_: Round, words: LetterWords, *, by: User, reason: str) -> Round:
    """Another text or contact of a letter that is out; who and why stands in the log, and those
    asked are told."""
    check_letter(words)
    if not reason.strip():
        raise InvalidInput("请写明更正的理由。")
    with transaction.atomic():
        found = lock_running(round_, by)
        old = {"letter_text": found.letter_text, "contact": found.contact}
        put_letter(found, words)
        found.save(update_fields=["letter_text", "contact", "needs_seal"])
        new = {"letter_text": found.letter_text, "contact": found.contact}
        new["reason"] = reason.strip()[:200]
        record(Act.ROUND_CORRECT, found, by=by, plan=found.plan, old=old, new=new)
    return found


def void_round(round_: Round, *, by: User, reason: str) -> Round:
    """作废: nothing more is taken, and no figure, paper or list counts it; it stays to be read."""
    if not reason.strip():
        raise InvalidInput("请写明作废的理由。")
    with transaction.atomic():
        if not may_run_round(by, round_):
            raise NotAllowed("您没有作废这一轮征求意见的权限。")
        found = lock_running(round_, by)
        if Round.objects.in_force().filter(previous=found).exists():
            raise WrongState("后一轮征求意见接着这一轮，不能作废。请先作废后一轮。")
        found.voided_at, found.voided_by = clock.now(), by
        found.void_reason = reason.strip()[:200]
        found.save(update_fields=["voided_at", "voided_by", "void_reason"])
        new = {"reason": found.void_reason}
        record(Act.ROUND_VOID, found, by=by, plan=found.plan, new=new)
    return found
