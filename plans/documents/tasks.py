"""Making documents in the background: takes a job's id and calls one function."""

from __future__ import annotations

from celery import shared_task

from plans.documents.actions import RENDER_TASK, make_rendition
from plans.system import jobs


@shared_task(name=RENDER_TASK)
def render(job_id: int) -> None:
    """Render a document to its file."""
    jobs.run(job_id, make_rendition)
