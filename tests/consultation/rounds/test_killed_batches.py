"""A worker killed amid a batch of letters leaves no half file; the job runs again to the end."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from consultation.models import PersonalLink
from consultation.rounds.actions.letters import request_letters
from consultation.rounds.actions.rounds import invite
from plans.enums import FileFormat, JobState
from plans.models import Job
from plans.system import jobs, storage
from plans.system.clock import database_now
from tests.cast import make_unit
from tests.consultation.replies.test_replies import make_scene
from tests.harness.worker import Worker
from tests.plans.system.test_jobs import wait_for

UNITS = 60


def written(files: Path) -> list[str]:
    return [str(one.relative_to(files)) for one in files.rglob("*") if one.is_file()]


@pytest.mark.worker
def test_a_killed_worker_leaves_nothing_and_the_batch_is_done_again(
    worker: Worker, files: Path
) -> None:
    scene = make_scene()
    units = [make_unit(f"{number}号单位") for number in range(UNITS)]
    invite(scene.round, by=scene.cast.drafter, units=units)
    job = request_letters(scene.round, FileFormat.DOCX, by=scene.cast.drafter)
    wait_for(lambda: Job.objects.get(pk=job.pk).done >= 3)
    worker.kill()
    job.refresh_from_db()
    assert (job.state, job.done < job.total, written(files)) == (JobState.RUNNING, True, [])
    Job.objects.filter(pk=job.pk).update(lease_until=database_now() - timedelta(seconds=1))
    worker.start()
    assert jobs.resend_overdue() == 1
    wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, 120)
    job.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(storage.read(job.result["path"]))) as archive:
        assert (archive.testzip(), len(archive.namelist())) == (None, UNITS + 1)
    assert (written(files), job.attempt) == ([f"exports/{job.pk}.zip"], 2)
    assert PersonalLink.objects.count() == UNITS + 1
