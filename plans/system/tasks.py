"""The clock's front door: what runs every so often, whatever anybody asks."""

from __future__ import annotations

from pathlib import Path

from celery import shared_task
from django.conf import settings

from plans.system import jobs
from plans.system.actions.audit_chain import seal_entries
from plans.system.actions.outbox import send_waiting


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
