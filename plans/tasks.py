"""Celery tasks: each takes a job's id and calls one function."""

from __future__ import annotations

from celery import shared_task

from plans import jobs
from plans.actions.redlines import REDLINE_TASK, make_redline
from plans.actions.renditions import RENDER_TASK, make_rendition


@shared_task(name=RENDER_TASK)
def render(job_id: int) -> None:
    """Render a document to its file."""
    jobs.run(job_id, make_rendition)


@shared_task(name=REDLINE_TASK)
def redline(job_id: int) -> None:
    """Make 花脸稿 and 清稿 of two editions."""
    jobs.run(job_id, make_redline)
