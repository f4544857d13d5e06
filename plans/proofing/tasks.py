"""校核 of a long text, by a worker."""

from __future__ import annotations

from celery import shared_task

from plans.proofing.actions.checking import make_check
from plans.proofing.findings import CHECK_TASK
from plans.system import jobs


@shared_task(name=CHECK_TASK)
def check(job_id: int) -> None:
    """Run all rules on the standing text of the job's plan."""
    jobs.run(job_id, make_check)
