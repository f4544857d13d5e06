"""Writing notices from the audit log and the timeline; mailing them at once or as a digest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from plans.errors import InvalidInput
from plans.models import AuditEntry, User
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.locking import locked
from plans.system.working_days import after_workdays, workdays_until
from taskforce.enums import MailMode, StageState, StepState
from taskforce.models import LogReading, MailPreference, Notice, Reminder, Step
from taskforce.notices.due import due_until
from taskforce.notices.telling import NEVER_MAILED, RULES, told
from taskforce.states import lock_timeline

LOOK_BACK = 1000
"""Entries are read in commit order, not id order: so many ids behind the last one are looked at."""
DIGEST_HOUR = 8


def read_log(limit: int = 200) -> int:
    """Write the notices of audit entries not yet told of; gives how many notices were made."""
    last = LogReading.objects.aggregate(last=Max("entry"))["last"] or 0
    waiting = AuditEntry.objects.filter(pk__gt=last - LOOK_BACK, action__in=RULES)
    fresh = waiting.exclude(
        pk__in=LogReading.objects.filter(entry__gt=last - LOOK_BACK).values("entry")
    )
    return sum(_tell(entry) for entry in fresh.order_by("pk")[:limit])


def _tell(entry: AuditEntry) -> int:
    with transaction.atomic():
        _, new = LogReading.objects.get_or_create(entry=entry)
        telling = told(entry) if new else None
        if telling is None:
            return 0
        mailed = entry.action not in NEVER_MAILED
        for user in telling.people:
            notify(user, telling.text, telling.url, entry=entry, mailed=mailed)
        return len(telling.people)


def notify(
    user: User, text: str, url: str, *, entry: AuditEntry | None = None, mailed: bool = True
) -> Notice:
    """One notice in the portal, by mail at once where the person wants it so."""
    with transaction.atomic():
        notice = Notice.objects.create(user=user, text=text[:300], url=url, entry=entry)
        if not mailed:
            notice.mailed_at = clock.now()
            notice.save(update_fields=["mailed_at"])
        elif mail_mode(user) == MailMode.AT_ONCE:
            _mail(user, text[:60], [notice])
    return notice


def remind_steps(today: date, days: int = 3) -> int:
    """Tell the responsible of steps with at most ``days`` working days left, once each.

    Calendar days count where ``settings.REMIND_BY_WORKDAYS`` is off.
    """
    due = Step.objects.filter(
        due_on__gte=today,
        due_on__lte=_last_day(today, days),
        reminded_at__isnull=True,
        stage__state__in=(StageState.ACTIVE, StageState.DECIDING),
    ).exclude(state=StepState.DONE)
    return sum(_remind(pk, today) for pk in due.values_list("pk", flat=True))


def _remind(step_id: int, today: date) -> int:
    with transaction.atomic():
        lock_timeline(stages__steps=step_id)
        step = locked(Step.objects).get(pk=step_id)
        if step.reminded_at is not None or step.due_on is None:
            return 0
        step.reminded_at = clock.now()
        step.save(update_fields=["reminded_at"])
        people = User.objects.filter(unit__in=step.responsible.all(), is_active=True, kind="person")
        text = f"工作步骤“{step}”{_left(today, step.due_on)}。"
        for user in people:
            notify(user, text, reverse("step", args=[step.pk]))
        return len(people)


def _left(today: date, due: date) -> str:
    days, working = (due - today).days, workdays_until(today, due)
    if not days:
        return "今天到期"
    counted = f"（{working}个工作日）" if working != days else ""
    return f"还有{days}天{counted}到期"


def remind_due(today: date, days: int = 3) -> int:
    """Remind of gates, chapters and opinions with at most ``days`` left, once for each date."""
    made = 0
    for due in due_until(today, _last_day(today, days)):
        with transaction.atomic():
            _, new = Reminder.objects.get_or_create(key=due.key)
            people = due.people if new else ()
            for user in people:
                notify(user, f"{due.what}{_left(today, due.on)}。", due.url)
            made += len(people)
    return made


def _last_day(today: date, days: int) -> date:
    counted = settings.REMIND_BY_WORKDAYS
    return after_workdays(today, days) if counted else today + timedelta(days=days)


def send_digests(today: date, hour: int) -> int:
    """Mail the day's digest to whoever wants one and has something in it; once a day."""
    if hour < DIGEST_HOUR:
        return 0
    waiting = MailPreference.objects.filter(mode=MailMode.DAILY).exclude(digest_on=today)
    return sum(_digest(pk, today) for pk in waiting.values_list("pk", flat=True))


def _digest(preference_id: int, today: date) -> int:
    with transaction.atomic():
        wish = locked(MailPreference.objects).get(pk=preference_id)
        if wish.digest_on == today:
            return 0
        wish.digest_on = today
        wish.save(update_fields=["digest_on"])
        notices = list(
            Notice.objects.filter(user=wish.user_id, mailed_at__isnull=True, read_at__isnull=True)
        )
        if not notices:
            return 0
        _mail(wish.user, f"今日通知{len(notices)}条", notices)
        return 1


def _mail(user: User, subject: str, notices: Iterable[Notice]) -> None:
    rows = list(notices)
    lines = [f"{row.text}\n{settings.PUBLIC_URL}{row.url}\n" for row in rows]
    post(user.email, subject, "\n".join(lines), about=f"notice:{rows[0].pk}")
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=clock.now())


def mail_mode(user: User) -> MailMode:
    """How the person wants mail; at once where nothing was chosen."""
    wish = MailPreference.objects.filter(user=user).first()
    return MailMode(wish.mode) if wish else MailMode.AT_ONCE


def choose_mail(mode: str, *, by: User) -> MailPreference:
    """Choose how one's own notices are mailed."""
    if mode not in MailMode.values:
        raise InvalidInput("请选择邮件通知的方式。")
    wish, _ = MailPreference.objects.update_or_create(user=by, defaults={"mode": mode})
    return wish


def mark_read(*, by: User) -> int:
    """Mark one's own notices as read."""
    unread = Notice.objects.filter(user=by, read_at__isnull=True)
    return unread.update(read_at=clock.now())
