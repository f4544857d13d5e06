"""Background work: a row first, a message second.

``enqueue`` writes the row in the caller's transaction and sends the message on commit; a
worker ``claim``s the row for an attempt with a lease, renews it while working and finishes
only if the attempt is still its own. ``resend_overdue`` is the sweep: it sends again what no
living worker holds, so a lost message, a killed worker or a lost broker loses no work.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q

from plans.enums import OPEN_JOB_STATES, STOPPED_JOB_STATES, Act, JobState
from plans.errors import WrongState
from plans.models import Job, Plan, User
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.constraints import sentence_for
from plans.system.log_context import working_on

LEASE = timedelta(seconds=60)
RESEND_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 5
KINDS: dict[str, str] = {}
"""What people call the jobs of each Celery task."""
log = logging.getLogger(__name__)
done = logging.getLogger("portal.done")


def job_kind(task: str, words: str) -> str:
    """Declare a kind of job by its Celery task: what people call it. Gives the task's name."""
    KINDS[task] = words
    return task


@dataclass(frozen=True)
class Attempt:
    """One worker's hold on a job; every write checks that the hold is still its own."""

    job: Job
    number: int

    def progress(self, done: int, total: int) -> None:
        """Show progress and renew the lease.

        WrongState, which ends the work, when another worker has taken over or it was cancelled.
        """
        if not self._write(done=done, total=total, lease_until=database_now() + LEASE):
            raise WrongState("这项任务已经取消，或者由另一个处理程序接手。")

    def finish(self, result: Mapping[str, Any]) -> bool:
        """Mark the job done with its JSON result; False when the hold is lost."""
        return self._write(state=JobState.DONE, result=dict(result), **self._end())

    def fail(self, sentence: str) -> bool:
        """Mark the job failed with the sentence that the user reads."""
        return self._write(state=JobState.FAILED, error=sentence[:500], **self._end())

    def _end(self) -> dict[str, Any]:
        return {"finished_at": database_now(), "lease_until": None}

    def _write(self, **values: Any) -> bool:
        own = Job.objects.filter(pk=self.job.pk, attempt=self.number, state=JobState.RUNNING)
        return bool(own.update(**values))


def enqueue(task: str, *, by: User, label: str, plan: Plan | None = None, **args: Any) -> Job:
    """Write a job for the Celery task of this name and send it when the transaction commits.

    The task is one that ``job_kind`` has declared.
    """
    assert task in KINDS, task
    now = database_now()
    job = Job.objects.create(
        task=task,
        args=args,
        label=label,
        plan=plan,
        requested_by=by,
        queued_at=now,
        sent_at=now,
    )
    transaction.on_commit(lambda: send(job))
    return job


def send(job: Job) -> None:
    """Send the job's message; a broker that is away is the sweep's business, not the user's."""
    try:
        current_app.send_task(job.task, args=[job.pk], retry=False)
    except Exception:
        log.warning("job %s could not be sent; the sweep will send it again", job.pk)


def claim(job_id: int) -> Attempt | None:
    """Take the job for one attempt, or None when it is held, over, or gone."""
    now = database_now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        taken = Job.objects.filter(free, pk=job_id, attempt__lt=MAX_ATTEMPTS).update(
            state=JobState.RUNNING, attempt=F("attempt") + 1, lease_until=now + LEASE
        )
        if not taken:
            return None
        job = Job.objects.select_related("requested_by", "plan").get(pk=job_id)
    return Attempt(job, job.attempt)


def run(job_id: int, work: Callable[[Attempt], Mapping[str, Any]]) -> None:
    """Claim, work, finish. A DomainError's sentence is shown; any other error is logged whole."""
    attempt = claim(job_id)
    if attempt is None:
        return
    began = time.monotonic()
    with working_on(job_id):
        try:
            result = work(attempt)
        except Exception as error:
            attempt.fail(_why(error, job_id))
        else:
            attempt.finish(result)
        measured = {"ms": round((time.monotonic() - began) * 1000)}
        done.info("%s, attempt %s", attempt.job.task, attempt.number, extra=measured)


def _why(error: Exception, job_id: int) -> str:
    """The sentence of a refusal; a fault of ours is logged whole."""
    sentence = sentence_for(error)
    if sentence is None:
        log.error("job %s failed", job_id, exc_info=error)
    return sentence or "处理时发生意外错误，已记入日志。可以再试一次；仍不成功请联系管理员。"


def retry(job: Job, *, by: User) -> Job:
    """Queue a job again that failed or was cancelled, as the same row; WrongState for any other."""
    now = database_now()
    with transaction.atomic():
        again = Job.objects.filter(pk=job.pk, state__in=STOPPED_JOB_STATES).update(
            state=JobState.QUEUED,
            attempt=0,
            error="",
            finished_at=None,
            done=0,
            queued_at=now,
            sent_at=now,
        )
        if not again:
            raise WrongState("这项任务没有失败，也没有取消，不需要重新运行。")
        job.refresh_from_db()
        record(Act.JOB_RETRY, job, by=by, plan=job.plan)
        transaction.on_commit(lambda: send(job))
    return job


def cancel(job: Job, *, by: User) -> Job:
    """取消: end a job that waits or is worked on; a worker that has it in hand leaves no result."""
    with transaction.atomic():
        ended = Job.objects.filter(pk=job.pk, state__in=OPEN_JOB_STATES).update(
            state=JobState.CANCELLED,
            error=f"由{by}取消。",
            finished_at=database_now(),
            lease_until=None,
        )
        if not ended:
            raise WrongState("这项任务已经结束，不能取消。")
        job.refresh_from_db()
        record(Act.JOB_CANCEL, job, by=by, plan=job.plan)
    return job


def resend_overdue() -> int:
    """Send again what no living worker holds; give up on what used all its attempts."""
    now = database_now()
    lost = Q(state=JobState.RUNNING, lease_until__lt=now) | Q(
        state=JobState.QUEUED, sent_at__lt=now - RESEND_AFTER
    )
    Job.objects.filter(lost, attempt__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        finished_at=now,
        lease_until=None,
        error="处理程序多次中断，任务没有完成。可以再试一次；仍不成功请联系管理员。",
    )
    jobs = list(Job.objects.filter(lost, state__in=OPEN_JOB_STATES))
    return sum(_send_again(job, now) for job in jobs)


def _send_again(job: Job, now: datetime) -> int:
    """Of two sweeps at once the one that marks the row sends it."""
    mine = Job.objects.filter(pk=job.pk, sent_at=job.sent_at).update(sent_at=now)
    if mine:
        send(job)
    return mine
