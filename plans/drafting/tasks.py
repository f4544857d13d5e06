"""The clock's part of drafting."""

from __future__ import annotations

from celery import shared_task

from plans.drafting.actions.unsaved import forget_old_copies


@shared_task(name="plans.forget_copies")
def forget_copies() -> None:
    """Remove the past copies of unsaved text that are older than a week."""
    forget_old_copies()
