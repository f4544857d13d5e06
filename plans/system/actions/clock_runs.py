"""When each of the clock's tasks last ended well, by the database's time."""

from __future__ import annotations

from plans.models import ClockRun
from plans.system.clock import database_now


def mark_run(task: str) -> None:
    """Note that the task has just ended well; of two machines the later one stands."""
    now = database_now()
    if not ClockRun.objects.filter(task=task).update(ran_at=now):
        ClockRun.objects.bulk_create([ClockRun(task=task, ran_at=now)], ignore_conflicts=True)
