"""Celery tasks of the process: each takes a job's id and calls one function."""

from __future__ import annotations

from celery import shared_task

from plans import jobs
from taskforce.actions.assembling import TASK as ASSEMBLE_TASK
from taskforce.actions.assembling import make_papers
from taskforce.actions.verifying import TASK as VERIFY_TASK
from taskforce.actions.verifying import verify_log


@shared_task(name=ASSEMBLE_TASK)
def assemble(job_id: int) -> None:
    """Make the papers of a gate."""
    jobs.run(job_id, make_papers)


@shared_task(name=VERIFY_TASK)
def verify_audit(job_id: int) -> None:
    """Follow the audit log's chain."""
    jobs.run(job_id, verify_log)
