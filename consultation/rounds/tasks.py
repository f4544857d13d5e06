"""The clock's front door: reminders before a round closes."""

from __future__ import annotations

from celery import shared_task

from consultation.rounds.actions.channels.texting import TASK as TEXTS_TASK
from consultation.rounds.actions.channels.texting import send_texts
from consultation.rounds.actions.chasing import remind_due
from consultation.rounds.actions.letters import TASK as LETTERS_TASK
from consultation.rounds.actions.letters import write_letters
from plans.system import jobs
from plans.system.system_user import system_user

DAYS = 3
"""At most so many days left and not yet reminded."""


@shared_task(name="consultation.remind")
def remind() -> None:
    """Remind whoever has not replied and was not reminded; a skipped day is made up for."""
    remind_due(DAYS, by=system_user())


@shared_task(name=LETTERS_TASK)
def letters(job_id: int) -> None:
    """Write the letters that ask, one to each invited."""
    jobs.run(job_id, write_letters)


@shared_task(name=TEXTS_TASK)
def texts(job_id: int) -> None:
    """Hand the texts of a sending to the gateway, one by one."""
    jobs.run(job_id, send_texts)
