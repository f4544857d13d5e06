"""Background work of gates: each task takes a job's id and calls one function."""

from __future__ import annotations

from celery import shared_task

from plans.system import jobs
from taskforce.gates.actions.assembling import TASK as ASSEMBLE_TASK
from taskforce.gates.actions.assembling import make_papers


@shared_task(name=ASSEMBLE_TASK)
def assemble(job_id: int) -> None:
    """Make the papers of a gate."""
    jobs.run(job_id, make_papers)
