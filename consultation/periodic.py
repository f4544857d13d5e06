"""The clock's front door: reminders before a round closes."""

from __future__ import annotations

from celery import shared_task

from consultation.actions.chasing import remind_due
from plans.actions.people import system_user

DAYS = 3
"""At most so many days left and not yet reminded."""


@shared_task(name="consultation.remind")
def remind() -> None:
    """Remind whoever has not replied and was not reminded; a skipped day is made up for."""
    remind_due(DAYS, by=system_user())
