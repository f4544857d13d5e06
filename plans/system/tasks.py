"""The clock's front door: what runs every so often, whatever anybody asks."""

from __future__ import annotations

from pathlib import Path

from celery import Task, shared_task
from celery.signals import task_success
from django.conf import settings

from plans.system import jobs
from plans.system.actions.audit_chain import seal_entries
from plans.system.actions.clock_runs import mark_run
from plans.system.actions.outbox import send_waiting


@task_success.connect
def note_run(sender: Task, **_: object) -> None:
    """Whatever the clock does, of any app, leaves its moment: the page 运行状况 reads it."""
    if sender.name in settings.EVERY_SECONDS:
        mark_run(sender.name)


@shared_task(name="plans.sweep_jobs")
def sweep_jobs() -> None:
    """Queue again what no living worker holds; the mark shows whoever watches that it ran."""
    jobs.resend_overdue()
    Path(settings.SWEEP_MARK).touch()


@shared_task(name="plans.send_mail")
def send_mail() -> None:
    """Send what waits in the outbox."""
    send_waiting()


@shared_task(name="plans.seal_audit")
def seal_audit() -> None:
    """Seal committed audit entries into the hash chain."""
    seal_entries()
