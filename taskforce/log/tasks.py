"""Background work on the log."""

from __future__ import annotations

from celery import shared_task

from plans.system import jobs
from taskforce.log.actions import TASK as VERIFY_TASK
from taskforce.log.actions import verify_log


@shared_task(name=VERIFY_TASK)
def verify_audit(job_id: int) -> None:
    """Follow the audit log's chain."""
    jobs.run(job_id, verify_log)
