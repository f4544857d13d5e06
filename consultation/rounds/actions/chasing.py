"""催办: reminders by state, phone log; who was reminded when is kept."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from consultation.enums import OPEN_REPLY_STATES, Act, Audience, ContactKind
from consultation.models import Contact, Invitation, Round
from consultation.permissions import closing_time, may_run_round
from consultation.rounds.actions.links import token_of
from consultation.rounds.rules import require_in_force
from plans.enums import UserKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system.actions.outbox import Letter, post_many
from plans.system.audit import record
from plans.system.chinese_dates import chinese_hour
from plans.system.clock import database_now
from plans.system.locking import locked

REMIND_AGAIN_AFTER = timedelta(hours=20)


def log_phone(invitation: Invitation, *, by: User, note: str) -> Contact:
    """Keep a line on a phone call with an invited unit."""
    if not note.strip():
        raise InvalidInput("请写明电话催办的情况。")
    _require(invitation.round, by)
    require_in_force(invitation.round)
    return _contact(invitation, ContactKind.PHONE, note.strip()[:300], by)


def remind(
    round_: Round,
    *,
    by: User,
    invitation: Invitation | None = None,
    among: QuerySet[Invitation] | None = None,
) -> int:
    """Remind one; or all (or those ``among``) that have not replied nor been reminded today."""
    _require(round_, by)
    require_in_force(round_)
    silent = (round_.invitations if among is None else among).filter(state__in=OPEN_REPLY_STATES)
    if invitation is not None:
        silent = silent.filter(pk=invitation.pk)
    else:
        silent = silent.exclude(reminded_at__gt=database_now() - REMIND_AGAIN_AFTER)
    reminded = _remind(round_, silent, by)
    if not reminded:
        raise WrongState("没有需要催办的对象：都已反馈，或今天已经催办过。")
    return reminded


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
    """The clock's reminder; ``by`` is the user ``system``."""
    due = due_for_reminder(days)
    rounds = Round.objects.filter(pk__in=due.values("round")).select_related("plan", "edition")
    return sum(_remind(one, due.filter(round=one), by) for one in rounds)


def _remind(round_: Round, silent: QuerySet[Invitation], by: User) -> int:
    """One statement each for mails, contacts and the board, however many are reminded.

    ``silent`` is read under lock and marked in the same transaction: of two reminders at once the
    second finds nobody silent any more.
    """
    with transaction.atomic():
        waiting = list(locked(silent).select_related("unit", "person").order_by("pk"))
        if waiting:
            _write_reminders(round_, waiting, by)
    return len(waiting)


def _write_reminders(round_: Round, waiting: list[Invitation], by: User) -> None:
    letters = [(one, _address(one), _letter(round_, one)) for one in waiting]
    subject, now = f"请反馈意见：{round_.name}", database_now()
    post_many(Letter(to, subject, body, about=f"invitation:{one.pk}") for one, to, body in letters)
    Contact.objects.bulk_create(
        Contact(invitation=one, kind=_way(to), note="系统提醒", by=by) for one, to, _ in letters
    )
    ids = [one.pk for one in waiting]
    Invitation.objects.filter(pk__in=ids).update(reminded_at=now, last_contact_at=now)
    record(Act.ROUND_REMIND, round_, by=by, plan=round_.plan, new={"invitations": ids})


def _address(invitation: Invitation) -> str:
    return invitation.unit.email if invitation.unit else getattr(invitation.person, "email", "")


def _way(to: str) -> ContactKind:
    return ContactKind.MAIL if to else ContactKind.PORTAL


def _letter(round_: Round, invitation: Invitation) -> str:
    closes = chinese_hour(closing_time(round_, invitation))
    asked = (
        f"正在进行专家论证，请于{closes}前提交意见。需要回避的，请在页面上声明。"
        if round_.audience == Audience.EXPERTS
        else f"正在征求意见，请于{closes}前反馈。没有意见的，也请反馈“无意见”。"
    )
    return (
        f"{invitation}：\n\n《{round_.edition.title}》（{round_.edition.label}）{asked}\n\n"
        f"{settings.PUBLIC_URL}{_page(invitation)}\n"
    )


def _page(invitation: Invitation) -> str:
    """Where the invited answers: an expert without account by the newest link in force."""
    person = invitation.person
    if person is not None and person.kind == UserKind.LINK:
        links = invitation.links.filter(revoked_at__isnull=True, expires_at__gt=database_now())
        link = links.first()
        if link is not None:
            return reverse("come_in", args=[token_of(link)])
    return reverse("invitation", args=[invitation.pk])


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
