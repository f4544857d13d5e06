"""Background work on editions."""

from __future__ import annotations

from celery import shared_task

from plans.editions.actions.redlines import REDLINE_TASK, make_redline
from plans.system import jobs


@shared_task(name=REDLINE_TASK)
def redline(job_id: int) -> None:
    """Make 花脸稿 and 清稿 of two editions."""
    jobs.run(job_id, make_redline)
