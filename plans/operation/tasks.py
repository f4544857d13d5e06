"""The clock's watch over the running of the portal."""

from __future__ import annotations

from celery import shared_task

from plans.operation.actions import troubles


@shared_task(name="plans.watch")
def watch() -> None:
    """Note troubles that begin or are over."""
    troubles.watch()
