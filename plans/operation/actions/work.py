"""Jobs that the system administrator runs again or cancels, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from plans.enums import OPEN_JOB_STATES, STOPPED_JOB_STATES
from plans.errors import InvalidInput, NotAllowed
from plans.models import Job, User
from plans.permissions import may_operate
from plans.system.jobs import cancel, retry
from plans.system.locking import locked


def run_again(job_ids: Iterable[int], *, by: User) -> int:
    """重新办理: queue what failed or was cancelled; gives how many."""
    return _each(job_ids, STOPPED_JOB_STATES, retry, by, "没有可以重新办理的任务，可能已经办完。")


def cancel_jobs(job_ids: Iterable[int], *, by: User) -> int:
    """取消: end what waits or is worked on; gives how many."""
    return _each(job_ids, OPEN_JOB_STATES, cancel, by, "没有可以取消的任务，可能已经办完。")


def _each(
    job_ids: Iterable[int],
    states: tuple[str, ...],
    act: Callable[..., Job],
    by: User,
    none: str,
) -> int:
    if not may_operate(by):
        raise NotAllowed("您没有管理后台任务的权限。")
    with transaction.atomic():
        chosen = Job.objects.filter(pk__in=list(job_ids), state__in=states).order_by("pk")
        rows = list(locked(chosen))
        for job in rows:
            act(job, by=by)
    if not rows:
        raise InvalidInput(none)
    return len(rows)
