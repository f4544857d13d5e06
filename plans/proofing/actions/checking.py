"""校核 of a long text by a worker."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from plans.drafting.actions.revising import lock_plan
from plans.drafting.queries import plan_tree
from plans.enums import OPEN_JOB_STATES, STOPPED_JOB_STATES
from plans.errors import NotAllowed
from plans.models import Job, Plan, User
from plans.permissions import may_read_draft
from plans.proofing.findings import CHECK_TASK, check_now, digest, last_check
from plans.system.jobs import Attempt, enqueue, retry


def request_check(plan: Plan, *, by: User) -> Job:
    """The check of the standing text: the one under way or done, or a new one; once for all."""
    with transaction.atomic():
        locked = lock_plan(plan.pk)
        if not may_read_draft(by, locked):
            raise NotAllowed("您没有查看这份规划的权限。")
        last = last_check(locked)
        if last is not None and last.state in OPEN_JOB_STATES:
            return last
        if last is not None and last.state in STOPPED_JOB_STATES:
            return retry(last, by=by)
        if last is not None and last.result["text"] == digest(locked, plan_tree(locked)):
            return last
        return enqueue(CHECK_TASK, by=by, label=f"校核：{locked.title}"[:200], plan=locked)


def make_check(attempt: Attempt) -> dict[str, Any]:
    """The job's work; what it has found belongs to the text that it has read."""
    assert attempt.job.plan is not None
    return check_now(attempt.job.plan, attempt.progress)
