"""核验 of the audit log by a job: whole, or the first entry that was touched."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from plans.errors import NotAllowed, WrongState
from plans.models import Job, User
from plans.permissions import may_read_audit
from plans.system.actions.audit_chain import verify
from plans.system.jobs import Attempt, enqueue, job_kind

TASK = job_kind("taskforce.verify_audit", "核验操作日志")
LABEL = "核验操作日志的散列链（办理完成即为完整，未被改动）"


def verify_later(*, by: User) -> Job:
    """Queue the verification; it ends as done where the chain holds, else says where it breaks."""
    if not may_read_audit(by):
        raise NotAllowed("您没有核验操作日志的权限。")
    with transaction.atomic():
        return enqueue(TASK, by=by, label=LABEL)


def verify_log(attempt: Attempt) -> dict[str, Any]:
    """The job's work; WrongState names the first entry touched."""
    attempt.progress(0, 1)
    broken = verify()
    if broken is not None:
        raise WrongState(f"操作日志第{broken.entry_id}条被改动过：{broken.reason}")
    return {"whole": True}
