"""Background work of the collation: each task takes a job's id and calls one function."""

from __future__ import annotations

from celery import shared_task

from consultation.collation.actions.answers import TASK as ANSWERS_TASK
from consultation.collation.actions.answers import write_answers
from consultation.collation.actions.exports import TASK, make_table
from consultation.collation.actions.groups import TASK as GROUP_TASK
from consultation.collation.actions.groups import find_groups
from plans.system import jobs


@shared_task(name=TASK)
def export_table(job_id: int) -> None:
    """Write the collation table."""
    jobs.run(job_id, make_table)


@shared_task(name=GROUP_TASK)
def group_opinions(job_id: int) -> None:
    """Propose groups of similar opinions."""
    jobs.run(job_id, find_groups)


@shared_task(name=ANSWERS_TASK)
def answer_letters(job_id: int) -> None:
    """Write the letters that say what became of the opinions."""
    jobs.run(job_id, write_answers)
