"""The clock's front door of the process: notices, reminders, digests."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from plans.system import clock
from taskforce.notices.actions import read_log, remind_due, remind_steps, send_digests


@shared_task(name="taskforce.read_log")
def read_audit_log() -> None:
    """Write notices of what has happened."""
    read_log()


@shared_task(name="taskforce.remind")
def remind() -> None:
    """Remind of what is due, and send the day's digests."""
    now = timezone.localtime(clock.now())
    remind_steps(now.date())
    remind_due(now.date())
    send_digests(now.date(), now.hour)
