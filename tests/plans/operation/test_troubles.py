"""Troubles: what waits too long is said once to who runs the portal, and again when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from pytest_django.fixtures import Settings

from plans.models import AuditEntry, ClockRun, Job, OutgoingMail, Trouble
from plans.operation.actions.troubles import watch
from plans.operation.figures import disks, read_figures
from plans.operation.troubles import HOST, in_words, troubles
from plans.system import jobs
from plans.system.actions.audit_chain import seal_entries
from plans.system.actions.outbox import post, send_waiting
from plans.system.clock import database_now
from plans.system.system_user import system_user
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Settings) -> Cast:
    """Nothing is wrong: the disk of this machine may be as full as it is."""
    settings.LOW_DISK = 0
    made = make_cast()
    seal_entries(settle=timedelta(0))
    return made


def make_job(cast: Cast, minutes: int) -> Job:
    job = jobs.enqueue("plans.render", by=cast.drafter, label="试验", key="0" * 64)
    job.queued_at = database_now() - timedelta(minutes=minutes)
    job.save(update_fields=["queued_at"])
    return job


def sentences() -> list[str]:
    return [one.text for one in troubles(read_figures(), disks())]


JOBS = "后台任务已经等了31分钟没有人办理：请检查后台进程（worker）是否在运行。"


def test_a_job_may_wait_for_as_long_as_the_setting_says(cast: Cast, settings: Settings) -> None:
    settings.WAITS_TOO_LONG = timedelta(minutes=30)
    make_job(cast, 29)
    assert sentences() == []
    make_job(cast, 31)
    assert sentences() == [JOBS]


def test_a_job_that_is_run_again_begins_to_wait_anew(cast: Cast) -> None:
    job = make_job(cast, 90)
    jobs.cancel(job, by=cast.drafter)
    assert sentences() == []
    jobs.retry(job, by=cast.drafter)
    assert sentences() == []


def test_a_job_that_a_lost_worker_held_waits_since_then(cast: Cast) -> None:
    job = make_job(cast, 90)
    jobs.claim(job.pk)
    assert sentences() == []
    Job.objects.update(lease_until=database_now() - timedelta(minutes=31, seconds=5))
    assert sentences() == [JOBS]


def test_mail_that_waits_is_a_trouble_unless_other_mail_goes_out(cast: Cast) -> None:
    post("a@test.invalid", "主题", "正文")
    OutgoingMail.objects.update(created_at=database_now() - timedelta(minutes=45, seconds=5))
    assert sentences() == [
        "邮件已经等了45分钟没有发出：请检查邮件服务器和PORTAL_EMAIL_URL。",
    ]
    sent = post("b@test.invalid", "主题", "正文")
    assert sent is not None
    OutgoingMail.objects.filter(pk=sent.pk).update(state="sent", sent_at=database_now())
    assert sentences() == []


def test_the_first_entry_behind_the_chain_is_the_oldest_unsealed(cast: Cast) -> None:
    assert read_figures().oldest_unsealed is None
    jobs.cancel(make_job(cast, 0), by=cast.drafter)
    jobs.cancel(make_job(cast, 0), by=cast.drafter)
    first = AuditEntry.objects.filter(action="job.cancel").order_by("pk")[0]
    assert read_figures().oldest_unsealed == first.at


def test_a_clock_that_stopped_and_a_clock_of_a_machine_that_is_wrong(cast: Cast) -> None:
    ClockRun.objects.create(task="plans.seal_audit", ran_at=database_now() - timedelta(minutes=33))
    ClockRun.objects.create(task="plans.sweep_jobs", ran_at=database_now())
    assert sentences() == [
        "定时工作停顿：封存操作日志。请检查定时进程（beat）和后台进程（worker）。"
    ]


def test_a_full_disk_is_told_with_its_machine(cast: Cast, settings: Settings) -> None:
    settings.LOW_DISK = 2**60
    (text,) = sentences()
    assert text.startswith(f"服务器{HOST}上{settings.VAR_DIR}所在的磁盘只剩")


def test_after_a_standstill_nothing_is_told_at_once(cast: Cast) -> None:
    make_job(cast, 31)
    assert watch() == (0, 0)
    watched(minutes_ago=31)
    assert watch() == (0, 0)
    watched(minutes_ago=1)
    assert watch() == (1, 0)


def watched(minutes_ago: int = 1) -> None:
    """The clock has looked so long ago."""
    moment = database_now() - timedelta(minutes=minutes_ago)
    ClockRun.objects.update_or_create(task="plans.watch", defaults={"ran_at": moment})


def test_it_is_told_once_and_once_more_when_it_is_over(cast: Cast, settings: Settings) -> None:
    job = make_job(cast, 31)
    watched()
    assert [watch(), watch()] == [(1, 0), (0, 0)]
    read_log()
    jobs.cancel(job, by=cast.drafter)
    assert [watch(), watch()] == [(0, 1), (0, 0)]
    read_log()
    told = list(Notice.objects.filter(url="/desk/operation/").order_by("pk"))
    over = "已恢复正常：后台任务等待过久。"
    assert [(one.user_id, one.text) for one in told] == [
        (cast.system.pk, JOBS),
        (cast.system.pk, over),
    ]
    send_waiting()
    subjects = sorted(one.subject for one in mail.outbox)
    assert subjects == sorted([JOBS[:60], over])
    trouble = Trouble.objects.get()
    assert (trouble.kind, trouble.host, trouble.ended_at is not None) == ("jobs", "", True)
    assert list(
        AuditEntry.objects.filter(object_type="plans.trouble")
        .order_by("pk")
        .values_list("action", "actor__username")
    ) == [("trouble.begin", "system"), ("trouble.end", "system")]


def test_a_machine_does_not_end_what_another_found(cast: Cast) -> None:
    watched()
    Trouble.objects.create(kind="disk", host="another", text="磁盘", began_at=database_now())
    Trouble.objects.create(kind="disk", host=HOST, text="磁盘", began_at=database_now())
    assert watch() == (0, 1)
    assert Trouble.objects.filter(ended_at=None).get().host == "another"


def test_a_kind_stands_once_for_a_machine() -> None:
    system_user()
    row = {"kind": "disk", "host": "one", "text": "磁盘", "began_at": database_now()}
    Trouble.objects.create(**row, ended_at=database_now())
    Trouble.objects.create(**row)
    with pytest.raises(IntegrityError):
        Trouble.objects.create(**row)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0秒"), (59, "59秒"), (60, "1分钟"), (7199, "119分钟"), (7200, "2小时"), (172_800, "2天")],
)
def test_how_long_in_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
