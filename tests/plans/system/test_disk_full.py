"""No room left: a sentence, nothing half kept, and who only looks meets nothing of it."""

from __future__ import annotations

import errno
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse
from pytest_django.fixtures import Settings
from redis import Redis

from config.cache import RedisOrOwnCache, _Absence
from plans.documents.actions import request_rendition
from plans.documents.tasks import render
from plans.enums import FileFormat
from plans.models import Attachment, AuditEntry, Autosave, Job, Plan, Provision
from plans.operation.figures import disks, read_figures
from plans.operation.troubles import HOST, troubles
from plans.rendering.blocks import Document, Paragraph, Part, text_runs
from plans.system import jobs
from plans.system.constraints import sentence_for
from tests.cast import make_cast, make_plan
from tests.harness.services import start_redis
from tests.world import client_of

SENTENCE = "磁盘空间不足，没有保存，也没有改动任何内容。请过几分钟再试；仍不成功请联系系统管理员。"
LONG = "甲乙丙丁" * 25_000
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small_disk(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The files' folder on a disk of 64 kB, which only root can make."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    settings.FILES_ROOT = tmp_path
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


@contextmanager
def full_database() -> Iterator[None]:
    """SQLite may take no further page; PostgreSQL says of each new row what it says then."""
    full, empty = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    _execute(full)
    try:
        yield
    finally:
        _execute(empty)


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


TABLES = (
    "plans_provision",
    "plans_autosave",
    "plans_attachment",
    "plans_auditentry",
    "django_session",
)
_REFUSE = """CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'
USING ERRCODE = 'disk_full'; END $$"""
_EACH = """CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON {}
FOR EACH ROW EXECUTE FUNCTION full_disk()"""
_POSTGRES = (
    (_REFUSE, *(_EACH.format(table) for table in TABLES)),
    tuple(f"DROP TRIGGER full_disk ON {table}" for table in TABLES),
)
_SQLITE = (("VACUUM", "PRAGMA max_page_count = 1"), ("PRAGMA max_page_count = 1073741823",))
"""SQLite takes a limit below what is there as what is there."""


def rows() -> dict[str, int]:
    kept = (Provision, Autosave, Attachment, AuditEntry, Job)
    return {model.__name__: model._default_manager.count() for model in kept}


def stored(files: Path) -> list[Path]:
    return [one for one in files.rglob("*") if one.is_file()]


@pytest.fixture
def plan() -> Plan:
    return make_plan(make_cast().drafter)


def chapter(plan: Plan) -> Provision:
    return Provision.objects.filter(plan=plan, kind="chapter").order_by("pk")[0]


def saving(plan: Plan, **more: object) -> tuple[str, dict[str, object]]:
    """The address of a chapter's page, and a form that brings a long text."""
    row = chapter(plan)
    sent = {"version": row.version, "title": row.title, "text": LONG, "run_in": "", **more}
    return reverse("save", args=[plan.slug, row.pk]), sent


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_want_of_room_has_a_sentence_whatever_it_is_called(number: int) -> None:
    assert sentence_for(OSError(number, "")) == SENTENCE
    above = OperationalError("no")
    above.__cause__ = OSError(number, "")
    assert sentence_for(above) == SENTENCE


def test_another_fault_of_disk_or_database_has_none() -> None:
    assert sentence_for(OSError(errno.EIO, "")) is None
    assert sentence_for(OperationalError("no such table")) is None


def test_a_text_that_does_not_fit_stays_with_its_writer(plan: Plan) -> None:
    client, before = client_of(plan.created_by), rows()
    address, sent = saving(plan)
    with full_database():
        answer = client.post(address, sent)
        assert (
            client.get(reverse("provision", args=[plan.slug, chapter(plan).pk])).status_code == 200
        )
    page = answer.content.decode()
    assert (SENTENCE in page, LONG in page) == (True, True)
    assert (rows(), chapter(plan).version) == (before, sent["version"])
    assert client.post(address, sent).status_code == 302


def test_an_autosave_says_so_to_its_script(plan: Plan) -> None:
    client, before = client_of(plan.created_by), rows()
    _, sent = saving(plan)
    address = reverse("keep_unsaved", args=[plan.slug, chapter(plan).pk])
    with full_database():
        answer = client.post(address, sent, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json()) == (507, {"message": SENTENCE})
    assert rows() == before


def test_an_upload_leaves_neither_file_nor_row(plan: Plan, small_disk: Path) -> None:
    assert SENTENCE in upload(plan, 200_000, nullcontext())
    assert stored(small_disk) == []


@pytest.mark.production
def test_an_upload_whose_row_is_refused_leaves_no_file(plan: Plan, files: Path) -> None:
    assert SENTENCE in upload(plan, 1_000, full_database())
    assert stored(files) == []


def upload(plan: Plan, length: int, full: AbstractContextManager[None]) -> str:
    """Save a chapter with a scan of so many bytes, which must leave no row; the page that comes."""
    before, client = rows(), client_of(plan.created_by)
    address, sent = saving(plan, reason="据来函", recorded_for="张三", text="新的一段。")
    scan = SimpleUploadedFile("来函.pdf", b"%PDF-1.4\n" + b"0" * length, "application/pdf")
    with full:
        answer = client.post(address, {**sent, "scan": scan})
    assert rows() == before
    return answer.content.decode()


def test_a_rendition_fails_with_the_sentence_and_is_made_later(
    plan: Plan, small_disk: Path
) -> None:
    document = Document("试验", (Part((Paragraph(text_runs("正文。")),)),))
    asked = request_rendition(document, FileFormat.DOCX, by=plan.created_by, label="试验")
    assert asked.job is not None
    fill = small_disk / "fill"
    fill.write_bytes(b"0" * 60_000)
    render(asked.job.pk)
    asked.job.refresh_from_db()
    assert (asked.job.state, asked.job.error) == ("failed", SENTENCE)
    assert stored(small_disk) == [fill]
    fill.unlink()
    jobs.retry(asked.job, by=plan.created_by)
    render(asked.job.pk)
    asked.rendition.refresh_from_db()
    assert stored(small_disk) == [small_disk / asked.rendition.path]


def test_who_runs_the_portal_is_told(plan: Plan, settings: Settings) -> None:
    settings.LOW_DISK = 0
    assert sentences() == []
    assert sentence_for(OSError(errno.ENOSPC, "")) == SENTENCE
    assert sentences() == [
        f"服务器{HOST}上有内容因为磁盘空间不足没有保存：请检查数据库和文件存储所在的磁盘。"
    ]


def sentences() -> list[str]:
    return [one.text for one in troubles(read_figures(), disks())]


@pytest.mark.production
def test_a_visit_that_cannot_be_ended_is_a_strangers(plan: Plan) -> None:
    """Its row would have to go, and the database refuses: the public page is shown."""
    client = client_of(plan.created_by)
    row = Session.objects.get()
    plan.created_by.set_password("another-one-2026")
    plan.created_by.save()
    with full_database():
        assert client.get(reverse("home")).status_code == 200
    assert Session.objects.get() == row


def test_a_redis_that_takes_nothing_is_as_one_that_is_away() -> None:
    service = start_redis()
    try:
        server = Redis.from_url(service.url)
        shared = RedisOrOwnCache(service.url, {})
        shared.set("a", 1)
        server.config_set("maxmemory", 1)
        shared.set("b", 2)
        assert (shared.get("a"), shared.get("b"), shared.incr("b")) == (None, 2, 3)
    finally:
        service.stop()
        _Absence.until = 0.0
