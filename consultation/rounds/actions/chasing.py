"""催办: reminders by state, phone log; who was reminded when is kept."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from consultation.enums import OPEN_REPLY_STATES, Act, Channel, ContactKind, Purpose
from consultation.models import Contact, Invitation, Round
from consultation.permissions import may_run_round
from consultation.rounds.actions.delivering import Told, deliver
from consultation.rounds.rules import require_in_force
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.locking import locked

REMIND_AGAIN_AFTER = timedelta(hours=20)
_KINDS = {
    Channel.ACCOUNT: ContactKind.PORTAL,
    Channel.MAIL: ContactKind.MAIL,
    Channel.SMS: ContactKind.SMS,
    Channel.PAPER: ContactKind.PAPER,
    Channel.COPY: ContactKind.COPY,
}


def log_phone(invitation: Invitation, *, by: User, note: str) -> Contact:
    """Keep a line on a phone call with an invited unit."""
    if not note.strip():
        raise InvalidInput("请写明电话催办的情况。")
    _require(invitation.round, by)
    require_in_force(invitation.round)
    return _contact(invitation, ContactKind.PHONE, note.strip()[:300], by)


def silent_in(
    round_: Round,
    *,
    invitation: Invitation | None = None,
    among: QuerySet[Invitation] | None = None,
) -> QuerySet[Invitation]:
    """Whom a reminder would go to: one; or all (or those ``among``) that have not replied nor been
    reminded today."""
    silent = (round_.invitations if among is None else among).filter(state__in=OPEN_REPLY_STATES)
    if invitation is not None:
        return silent.filter(pk=invitation.pk)
    return silent.exclude(reminded_at__gt=database_now() - REMIND_AGAIN_AFTER)


def remind(
    round_: Round,
    *,
    by: User,
    invitation: Invitation | None = None,
    among: QuerySet[Invitation] | None = None,
) -> Told:
    """Remind whoever ``silent_in`` names, by the channels that reach each; tells whom it did."""
    _require(round_, by)
    require_in_force(round_)
    told = _remind(round_, silent_in(round_, invitation=invitation, among=among), by)
    if told is None:
        raise WrongState("没有需要催办的对象：都已反馈，或今天已经催办过。")
    return told


def due_for_reminder(days: int) -> QuerySet[Invitation]:
    """Not replied, at most ``days`` days left, not yet reminded: whatever day was skipped."""
    now = database_now()
    last = now + timedelta(days=days)
    closing = Q(closes_at__isnull=True, round__closes_at__lte=last) | Q(closes_at__lte=last)
    still_open = Q(round__closes_at__gt=now) | Q(closes_at__gt=now)
    return Invitation.objects.filter(
        closing,
        still_open,
        state__in=OPEN_REPLY_STATES,
        reminded_at__isnull=True,
        round__opens_at__lte=now,
        round__in=Round.objects.in_force(),
    )


def remind_due(days: int, *, by: User) -> int:
    """The clock's reminder; ``by`` is the user ``system``. Gives how many it reached."""
    due = due_for_reminder(days)
    rounds = Round.objects.filter(pk__in=due.values("round")).select_related("plan", "edition")
    told = [_remind(one, due.filter(round=one), by) for one in rounds]
    return sum(one.reached for one in told if one is not None)


def _remind(round_: Round, silent: QuerySet[Invitation], by: User) -> Told | None:
    """One statement each for mails, contacts and the board, however many are reminded.

    ``silent`` is read under lock and marked in the same transaction: of two reminders at once the
    second finds nobody silent any more. None where there is nobody.
    """
    with transaction.atomic():
        waiting = list(locked(silent).select_related("unit", "person").order_by("pk"))
        return _write_reminders(round_, waiting, by) if waiting else None


def _write_reminders(round_: Round, waiting: list[Invitation], by: User) -> Told:
    """Who no channel reaches is not marked as reminded: the next reminder tries again."""
    told = deliver(round_, waiting, Purpose.REMIND, by=by)
    now = database_now()
    reached = [one for one in waiting if one.pk in told.ways]
    Contact.objects.bulk_create(
        Contact(invitation=one, kind=_KINDS[told.ways[one.pk][-1]], note="系统提醒", by=by)
        for one in reached
    )
    ids = [one.pk for one in reached]
    Invitation.objects.filter(pk__in=ids).update(reminded_at=now, last_contact_at=now)
    new = {"invitations": ids, "by": told.by_channel, "unreached": told.nobody[:100]}
    record(Act.ROUND_REMIND, round_, by=by, plan=round_.plan, new=new)
    return told


def _contact(invitation: Invitation, kind: ContactKind, note: str, by: User) -> Contact:
    with transaction.atomic():
        made = Contact.objects.create(invitation=invitation, kind=kind, note=note, by=by)
        Invitation.objects.filter(pk=invitation.pk).update(last_contact_at=made.at)
        record(
            Act.INVITATION_CONTACT,
            invitation,
            by=by,
            plan=invitation.round.plan,
            new={"kind": kind, "note": note},
        )
    return made


def _require(round_: Round, by: User) -> None:
    if not may_run_round(by, round_):
        raise NotAllowed("您没有催办的权限。")
