"""Jobs: a row first, a message second; a killed worker's job is run again and ends in one file."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from plans.documents.actions import request_rendition
from plans.editions.actions.freezing import freeze_edition
from plans.editions.papers import edition_document
from plans.enums import FileFormat, JobState
from plans.errors import DomainError, WrongState
from plans.models import Job, Plan, User
from plans.system import jobs, storage
from plans.system.clock import database_now
from tests.cast import Cast, make_cast, make_chongqing, make_plan
from tests.harness.worker import Worker


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.2)


def make_job(cast: Cast) -> Job:
    return jobs.enqueue("plans.render", by=cast.drafter, label="试验", key="0" * 64)


@pytest.mark.django_db
def test_one_worker_at_a_time_holds_a_job() -> None:
    job = make_job(make_cast())
    first = jobs.claim(job.pk)
    assert first is not None
    assert jobs.claim(job.pk) is None


@pytest.mark.django_db
def test_an_overtaken_worker_writes_nothing_any_more() -> None:
    job = make_job(make_cast())
    first = jobs.claim(job.pk)
    Job.objects.update(lease_until=database_now() - timedelta(seconds=1))
    second = jobs.claim(job.pk)
    assert first is not None
    assert second is not None
    assert (first.finish({"by": 1}), second.finish({"by": 2})) == (False, True)
    job.refresh_from_db()
    assert (job.state, job.result, job.attempt) == (JobState.DONE, {"by": 2}, 2)


@pytest.mark.django_db
def test_a_rules_refusal_is_shown_and_can_be_run_again() -> None:
    cast = make_cast()
    job = make_job(cast)

    def refuse(_attempt: jobs.Attempt) -> dict[str, str]:
        raise DomainError("缺少字体。")

    jobs.run(job.pk, refuse)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "缺少字体。")
    jobs.retry(job, by=cast.drafter)
    jobs.run(job.pk, lambda _: {"ok": "ja"})
    job.refresh_from_db()
    assert (job.state, job.error, job.result) == (JobState.DONE, "", {"ok": "ja"})
    with pytest.raises(WrongState):
        jobs.retry(job, by=cast.drafter)


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_ends_with_a_sentence() -> None:
    job = make_job(make_cast())
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(job.pk) is not None
        Job.objects.update(lease_until=database_now() - timedelta(seconds=1))
    assert jobs.claim(job.pk) is None
    jobs.resend_overdue()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "多次中断" in job.error


@pytest.mark.worker
def test_a_killed_workers_document_is_made_again_and_whole(worker: Worker, files: Path) -> None:
    cast = make_cast()
    plan = make_chongqing(cast.drafter)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="稿")
    document = edition_document(edition)
    asked = request_rendition(document, FileFormat.PDF, by=cast.drafter, label="生成", plan=plan)
    assert asked.job is not None
    job = asked.job
    wait_for(lambda: Job.objects.filter(pk=job.pk, state=JobState.RUNNING, done__gte=0).exists())
    worker.kill()
    killed = Job.objects.get(pk=job.pk)
    if killed.state != JobState.DONE:
        assert not storage.exists(asked.rendition.path)
        Job.objects.filter(pk=job.pk).update(lease_until=database_now() - timedelta(seconds=1))
    worker.start()
    jobs.resend_overdue()
    wait_for(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists())
    asked.rendition.refresh_from_db()
    assert storage.read(asked.rendition.path).rstrip().endswith(b"%%EOF")
    stored = [path for path in (files / "renditions").rglob("*") if path.is_file()]
    assert [path.suffix for path in stored] == [".pdf"]
    again = request_rendition(document, FileFormat.PDF, by=cast.drafter, label="生成", plan=plan)
    assert (again.job, again.rendition) == (None, asked.rendition)


@pytest.mark.django_db
def test_asking_twice_makes_one_job() -> None:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    document = edition_document(freeze_edition(plan.pk, by=cast.drafter, label="稿"))
    asked = [
        request_rendition(document, FileFormat.DOCX, by=cast.drafter, label="生成") for _ in "12"
    ]
    assert (asked[0].job, Job.objects.count()) == (asked[1].job, 1)


@pytest.mark.django_db
def test_nobody_is_sent_to_a_job_that_they_may_not_see() -> None:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    document = edition_document(freeze_edition(plan.pk, by=cast.drafter, label="稿"))

    def ask(by: User, plan: Plan | None = None) -> Job | None:
        return request_rendition(document, FileFormat.DOCX, by=by, label="生成", plan=plan).job

    private, others = ask(cast.drafter), ask(cast.officer)
    shared = ask(cast.chief, plan)
    assert len({private, others, shared}) == 3
    assert ask(cast.writer, plan) == shared
