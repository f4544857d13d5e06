"""Figures of the running portal: read by the page, by Prometheus and by the watch over troubles."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min, Q

from plans.enums import OPEN_JOB_STATES, JobState, MailState
from plans.models import AuditEntry, AuditSeal, ClockRun, Job, OutgoingMail
from plans.system import clock
from plans.system.disk_full import full_on

COUNTED_JOBS = (*OPEN_JOB_STATES, JobState.FAILED)
COUNTED_MAIL = (MailState.WAITING, MailState.FAILED)
CLOCK_WORDS = {
    "plans.sweep_jobs": "巡检后台任务",
    "plans.send_mail": "发送邮件",
    "plans.seal_audit": "封存操作日志",
    "plans.watch": "巡视运行状况",
}
"""The clock's tasks that people are told of."""


@dataclass(frozen=True)
class Disk:
    """Room on the disk under a folder of ours, in bytes."""

    name: str
    folder: Path
    free: int
    total: int


@dataclass(frozen=True)
class Figures:
    """What the database knows at ``now`` (its own time); ``skew`` is this machine's clock less it.

    ``oldest_…`` say since when the oldest has waited; ``ran`` when a task of the clock last ended,
    ``full_on`` on which machine something was lately not kept for want of room.
    """

    now: datetime
    skew: float
    ran: Mapping[str, datetime]
    jobs: Mapping[str, int]
    mail: Mapping[str, int]
    oldest_job: datetime | None
    oldest_mail: datetime | None
    oldest_unsealed: datetime | None
    mail_last_sent: datetime | None
    full_on: str

    def age(self, moment: datetime | None) -> float:
        """Seconds since then; 0 where nothing waits."""
        return 0.0 if moment is None else max(0.0, (self.now - moment).total_seconds())


def read_figures() -> Figures:
    """The figures now; a handful of queries on indexed rows."""
    now = clock.database_now()
    return Figures(
        now=now,
        skew=(clock.now() - now).total_seconds(),
        ran=dict(ClockRun.objects.values_list("task", "ran_at")),
        jobs=_by_state(Job, COUNTED_JOBS),
        mail=_by_state(OutgoingMail, COUNTED_MAIL),
        oldest_job=_oldest_job(now),
        oldest_mail=OutgoingMail.objects.filter(state=MailState.WAITING).aggregate(
            since=Min("created_at")
        )["since"],
        oldest_unsealed=_oldest_unsealed(),
        mail_last_sent=OutgoingMail.objects.filter(state=MailState.SENT)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
        .first(),
        full_on=full_on(),
    )


def disks() -> tuple[Disk, ...]:
    """Free room where the portal writes, on this machine."""
    folders = {"data": Path(settings.VAR_DIR), "files": Path(settings.FILES_ROOT)}
    return tuple(_disk(name, folder) for name, folder in folders.items())


def _disk(name: str, folder: Path) -> Disk:
    """A folder that is not there yet will be made on the disk of the one above it."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    usage = shutil.disk_usage(there)
    return Disk(name, folder, usage.free, usage.total)


def _by_state(model: type[Job] | type[OutgoingMail], states: tuple[str, ...]) -> dict[str, int]:
    rows = model._default_manager.filter(state__in=states).order_by()
    found = dict(rows.values_list("state").annotate(Count("pk")))
    return {str(state): found.get(state, 0) for state in states}


def _oldest_job(now: datetime) -> datetime | None:
    """Since when the oldest has waited: queued, or left by a worker that was lost."""
    waits = Job.objects.filter(state__in=OPEN_JOB_STATES).aggregate(
        queued=Min("queued_at", filter=Q(state=JobState.QUEUED)),
        lost=Min("lease_until", filter=Q(state=JobState.RUNNING, lease_until__lt=now)),
    )
    return min((one for one in waits.values() if one is not None), default=None)


def _oldest_unsealed() -> datetime | None:
    """The first entry behind the chain's last link."""
    sealed = AuditSeal.objects.order_by("-number").values_list("entry_id", flat=True).first()
    behind = AuditEntry.objects.filter(pk__gt=sealed or 0).order_by("pk")
    return behind.values_list("at", flat=True).first()
