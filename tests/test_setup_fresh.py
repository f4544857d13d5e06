"""Production from nothing but requirements.txt, on Debian's own Python: web, worker and beat."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plans.documents.actions import request_rendition
from plans.enums import FileFormat, JobState, MailState
from plans.models import Job, OutgoingMail
from plans.rendering.blocks import Document, Paragraph, Part, text_runs
from plans.system.actions.outbox import post
from tests.cast import make_cast
from tests.harness.production import Production
from tests.harness.smtp import PostOffice, post_office
from tests.harness.worker import ROOT

pytestmark = pytest.mark.production
SYSTEM_PYTHON = Path("/usr/bin/python3")


@pytest.fixture
def python(tmp_path: Path) -> str:
    """Python of a virtual environment that holds what requirements.txt names and nothing else."""
    base = str(SYSTEM_PYTHON) if SYSTEM_PYTHON.exists() else sys.executable
    subprocess.run([base, "-m", "venv", str(tmp_path / "venv")], check=True)
    own = str(tmp_path / "venv" / "bin" / "python")
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check"]
    lists = ["-c", "constraints.txt", "-r", "requirements.txt"]
    subprocess.run([own, *install, *lists], cwd=ROOT, check=True)
    return own


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture
def portal(
    transactional_db: None, tmp_path: Path, python: str, office: PostOffice
) -> Iterator[Production]:
    redis = os.environ["PORTAL_REDIS_URL"]
    portal = Production(tmp_path, redis=redis, mail_port=office.port, python=python)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


def test_one_page_one_job_and_one_mail(portal: Production, office: PostOffice) -> None:
    page = Document("试验", (Part((Paragraph(text_runs("正文。")),)),))
    by = make_cast().drafter
    asked = request_rendition(page, FileFormat.PDF, by=by, label="生成：试验", plan=None)
    assert asked.job is not None
    job = asked.job.pk
    post("zhang@test.invalid", "请审议", "正文")
    portal.until(lambda: portal.status("/login/") == 200)
    portal.until(lambda: Job.objects.get(pk=job).state == JobState.DONE)
    portal.until(lambda: OutgoingMail.objects.get().state == MailState.SENT)
    assert len(office.taken) == 1
