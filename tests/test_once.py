"""What the clock does is done once, though two beats call and two workers take the calls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultation.models import Contact
from consultation.rounds.actions.rounds import change_window, invite
from plans.models import (
    AuditEntry,
    AuditSeal,
    Autosave,
    ClockRun,
    Job,
    OutgoingMail,
    Trouble,
    Unit,
    User,
)
from plans.system import clock
from plans.system.actions.audit_chain import seal_entries, verify
from plans.system.actions.outbox import post
from plans.system.jobs import enqueue
from taskforce.models import MailPreference, Notice, Step
from tests.cast import make_cast, make_plan
from tests.consultation.replies.test_replies import make_scene
from tests.harness.smtp import post_office
from tests.taskforce.running_process import begin

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4
Told = Callable[[], Any]


def at_once(name: str) -> None:
    """Run a task of the clock in four threads from the same moment on; none may fail."""
    current_app.loader.import_default_modules()
    barrier = threading.Barrier(AT_ONCE)

    def one() -> None:
        connection.ensure_connection()
        barrier.wait()
        try:
            current_app.tasks[name]()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(one) for _ in range(AT_ONCE)]:
            done.result()


def messages() -> int:
    """Messages that wait for a worker of jobs."""
    with current_app.connection_for_read() as broker:
        queue = broker.default_channel.queue_declare("celery")
        return int(queue.message_count)


def sweep() -> tuple[Told, object]:
    """A job whose message was lost is sent again once."""
    job = enqueue("plans.render", by=make_cast().drafter, label="生成：试验", key="0" * 64)
    Job.objects.filter(pk=job.pk).update(sent_at=timezone.now() - timedelta(minutes=5))
    before = messages()
    return lambda: messages() - before, 1


def mail() -> tuple[Told, object]:
    for number in range(8):
        post(f"{number}@test.invalid", f"第{number}封", "正文")
    sent = OutgoingMail.objects.filter(state="sent", attempts=1)
    return sent.count, 8


def seal() -> tuple[Told, object]:
    """Entries of a chain that has begun, old enough to be sealed."""
    make_plan(make_cast().drafter)
    seal_entries(limit=1, settle=timedelta(seconds=-1))
    count = AuditEntry.objects.count()
    return lambda: (AuditSeal.objects.count(), verify()), (count, None)


def clear_sessions() -> tuple[Told, object]:
    """Of two sign-ins the one that ended goes, the one in force stays."""
    for key, minutes in (("ended", -1), ("standing", 1)):
        ends = timezone.now() + timedelta(minutes=minutes)
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    return lambda: list(Session.objects.values_list("session_key", flat=True)), ["standing"]


def forget_copies() -> tuple[Told, object]:
    """Of two past copies of unsaved text the one older than a week goes."""
    cast = make_cast()
    row = make_plan(cast.drafter).provisions.all()[0]
    for days in (1, 8):
        settled = timezone.now() - timedelta(days=days)
        Autosave.objects.create(
            user=cast.drafter, provision=row, base_version=1, text=str(days), settled_at=settled
        )
    return lambda: list(Autosave.objects.values_list("text", flat=True)), ["1"]


def end_accounts() -> tuple[Told, object]:
    """An account whose last day was yesterday is ended, and the log says so once."""
    borrowed = make_cast().outsider
    User.objects.filter(pk=borrowed.pk).update(ends_on=clock.today() - timedelta(days=1))
    ended = AuditEntry.objects.filter(object_type="plans.user", object_id=str(borrowed.pk))
    return lambda: (User.objects.get(pk=borrowed.pk).is_active, ended.count()), (False, 1)


def watch() -> tuple[Told, object]:
    """A job that nobody takes for an hour is one trouble, on a portal that is watched."""
    ClockRun.objects.create(task="plans.watch", ran_at=timezone.now())
    job = enqueue("plans.render", by=make_cast().drafter, label="生成：试验", key="0" * 64)
    Job.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(hours=1))
    return Trouble.objects.count, 1


def read_log() -> tuple[Told, object]:
    """A package put to two deciders, who were named to their seats and confirmed them: one notice
    and one mail for each naming, each confirmation (to who named) and each decider."""
    process = begin("chongqing-2020")
    for key, evidence in (
        ("mobilise", "minutes"),
        ("study", "research_results"),
        ("propose_major_items", "major_items"),
    ):
        process.do(key, evidence)
    process.seal("领导小组审定前期研究成果")
    return lambda: (Notice.objects.count(), OutgoingMail.objects.count()), (6, 6)


def remind() -> tuple[Told, object]:
    """A step due tomorrow: its two responsible people get one notice each."""
    process = begin("chongqing-2020")
    Step.objects.update(due_on=None)
    step = Step.objects.get(key="mobilise")
    step.responsible.set([process.cast.district])
    step.due_on = timezone.localdate() + timedelta(days=1)
    step.save(update_fields=["due_on"])
    MailPreference.objects.update(digest_on=date(2000, 1, 1))
    return Notice.objects.filter(text__contains="工作步骤").count, 2


def remind_invited() -> tuple[Told, object]:
    """Five societies and a district that have not replied, two days before the round closes."""
    scene = make_scene()
    names = [f"第{number}学会" for number in range(5)]
    for name in names:
        Unit.objects.create(name=name, kind="society", email=f"{name}@test.invalid")
    societies = Unit.objects.filter(name__in=names)
    invite(scene.round, by=scene.cast.drafter, units=societies)
    soon = timezone.now() + timedelta(days=2)
    change_window(scene.round, by=scene.cast.drafter, closes_at=soon, reason="调整")
    mails = OutgoingMail.objects.filter(subject__startswith="请反馈意见")
    return lambda: (mails.count(), Contact.objects.count()), (5, 6)


WORK: dict[str, Callable[[], tuple[Told, object]]] = {
    "plans.sweep_jobs": sweep,
    "plans.send_mail": mail,
    "plans.seal_audit": seal,
    "plans.clear_sessions": clear_sessions,
    "plans.forget_copies": forget_copies,
    "plans.end_accounts": end_accounts,
    "plans.watch": watch,
    "taskforce.read_log": read_log,
    "taskforce.remind": remind,
    "consultation.remind": remind_invited,
}
"""Makes something to do; gives what is looked at after it, and what is expected."""


def test_all_that_the_clock_does_is_tried_here() -> None:
    assert set(WORK) == set(django_settings.EVERY_SECONDS)


def test_a_call_expires_before_the_next() -> None:
    expiring = {
        name: (entry["options"], entry["schedule"])
        for name, entry in django_settings.CELERY_BEAT_SCHEDULE.items()
    }
    assert expiring == {
        "plans.sweep_jobs": ({"expires": 15.0}, 15.0),
        "plans.send_mail": ({"expires": 20.0}, 20.0),
        "plans.seal_audit": ({"expires": 60.0}, 60.0),
        "plans.clear_sessions": ({"expires": 3600.0}, 3600.0),
        "plans.forget_copies": ({"expires": 3600.0}, 3600.0),
        "plans.end_accounts": ({"expires": 600.0}, 600.0),
        "plans.watch": ({"expires": 60.0}, 60.0),
        "taskforce.read_log": ({"expires": 10.0}, 10.0),
        "taskforce.remind": ({"expires": 600.0}, 600.0),
        "consultation.remind": ({"expires": 600.0}, 600.0),
    }


@pytest.mark.parametrize("name", WORK)
def test_it_is_done_once(name: str, settings: Settings) -> None:
    with post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        look, expected = WORK[name]()
        at_once(name)
        assert look() == expected
        at_once(name)
        assert look() == expected
        assert len(office.taken) == (8 if name == "plans.send_mail" else 0)
