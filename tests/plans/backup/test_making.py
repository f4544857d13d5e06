"""What a backup holds and says of itself; what is missing, changed or too much in it."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey
from django.utils import timezone

from plans.backup.actions.making import make_backup
from plans.backup.actions.restoring import restore
from plans.backup.checking import faults
from plans.backup.folders import find
from plans.backup.manifest import read_manifest
from plans.backup.tables import LEFT_OUT, kind_of, tables_now
from plans.enums import Act
from plans.errors import InvalidInput, WrongState
from plans.models import AuditEntry, User
from plans.system import storage
from plans.system.actions.attachments import keep_upload
from tests.cast import make_cast, make_user

TRANSACTION = pytest.mark.django_db(transaction=True)


def quiet(_sentence: str) -> None:
    """Progress is for people."""


@pytest.fixture
def kept(transactional_db: None, tmp_path: Path) -> Path:
    by = make_cast().officer
    keep_upload("甲.txt", "正文".encode(), by=by)
    storage.put("exports/表.xlsx", b"PK")
    return make_backup(tmp_path / "backups", quiet).folder


def found(folder: Path) -> list[str]:
    return list(faults(folder, read_manifest(folder), quiet))


def test_every_table_that_a_model_has_is_held(db: None) -> None:
    """By introspection: whatever an app brings is in it; left out is who is signed in."""
    there = set(connection.introspection.table_names()) - {"django_migrations"}
    assert {table.name for table in tables_now()} == there - LEFT_OUT


def test_every_kind_of_column_is_known() -> None:
    """A model with a new kind of field must say here how its values are written."""
    kinds = {
        kind_of(field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    assert kinds == {"bool", "date", "int", "json", "text", "time", "uuid"}


def test_nothing_that_is_held_refers_to_what_is_left_out() -> None:
    referring = [
        str(field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.related_model._meta.db_table in LEFT_OUT
        and model._meta.db_table not in LEFT_OUT
    ]
    assert referring == []


def test_files_are_named_in_columns_called_path() -> None:
    named = [
        model.__name__
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.column == "path"
    ]
    assert named == ["Attachment", "Rendition"]


def test_the_manifest_says_what_is_held(kept: Path) -> None:
    values = json.loads((kept / "manifest.json").read_text())
    counts = {one["table"]["name"]: one["rows"] for one in values["tables"]}
    assert (counts["plans_user"], counts["plans_attachment"]) == (User.objects.count(), 1)
    assert "django_session" not in counts
    assert (values["format"], values["files"], values["with_files"]) == (1, 2, True)
    assert values["migrations"]["plans"][:2] == ["0001_people", "0002_text_and_work"]
    assert values["version"].startswith("0.1.0")
    assert values["made_at"].endswith("+00:00")
    assert values["engine"] == connection.vendor


def test_each_file_has_the_hashes_that_other_programs_find(kept: Path) -> None:
    lines = [json.loads(line) for line in (kept / "files.jsonl").read_text().splitlines()]
    assert len(lines) == len(tables_now()) + 2
    for one in lines:
        content = (kept / one["path"]).read_bytes()
        assert one["size"] == len(content)
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
    (export,) = (one for one in lines if one["path"] == "files/exports/表.xlsx")
    told = subprocess.run(
        ["openssl", "dgst", "-sm3", "-r", kept / "files/exports/表.xlsx"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert export["sm3"] == told.stdout.split()[0]


def test_a_row_is_a_line_to_the_microsecond(kept: Path) -> None:
    entry = AuditEntry.objects.order_by("id")[0]
    with gzip.open(kept / "tables/plans_auditentry.jsonl.gz", "rt") as lines:
        first = json.loads(next(lines))
    assert first[0] == entry.pk
    assert entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00") in first


def test_a_backup_is_its_owners_alone(kept: Path) -> None:
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in kept.parent.rglob("*")}
    assert modes == {(True, 0o700), (False, 0o600)}
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_what_is_missing_changed_or_too_much_is_named(kept: Path) -> None:
    assert found(kept) == []
    table = kept / "tables/plans_unit.jsonl.gz"
    content = bytearray(table.read_bytes())
    content[-1] ^= 1
    table.write_bytes(content)
    (kept / "files/exports/表.xlsx").write_bytes(b"PK and more")
    (kept / "tables/plans_user.jsonl.gz").unlink()
    (kept / "files/stray.pdf").write_bytes(b"")
    assert sorted(found(kept)) == [
        "多出文件 files/stray.pdf：清单里没有。",
        "文件 files/exports/表.xlsx 的长度是11字节，应为2字节。",
        "文件 tables/plans_unit.jsonl.gz 的内容被改动过。",
        "缺少文件 tables/plans_user.jsonl.gz。",
    ]


def test_a_changed_list_or_manifest_is_named(kept: Path) -> None:
    listing, manifest = kept / "files.jsonl", kept / "manifest.json"
    lines = listing.read_text().splitlines(keepends=True)
    listing.write_text("".join(lines[:-1]))
    (sentence,) = found(kept)
    assert sentence.startswith("文件 files.jsonl 的长度是")
    manifest.write_text(manifest.read_text().replace('"files": 2', '"files": 1'))
    with pytest.raises(InvalidInput, match=r"清单 manifest\.json 被改动过"):
        read_manifest(kept)
    manifest.write_text("{")
    with pytest.raises(InvalidInput, match="读不出来"):
        read_manifest(kept)
    manifest.unlink()
    with pytest.raises(InvalidInput, match="不是一份完整的备份"):
        read_manifest(kept)


@TRANSACTION
def test_a_file_that_was_lost_before_is_said_and_keeps_nobody_from_a_backup(tmp_path: Path) -> None:
    lost = keep_upload("甲.txt", "正文".encode(), by=make_user("某人"))
    storage.remove(lost.path)
    assert make_backup(tmp_path, quiet).manifest.lost == (lost.path,)


@TRANSACTION
def test_a_backup_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def breaking(sentence: str) -> None:
        if "plans_unit" in sentence:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        make_backup(tmp_path, breaking)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
    assert make_backup(tmp_path, quiet).folder.is_dir()


@TRANSACTION
def test_a_backup_is_not_kept_among_the_portals_own_files() -> None:
    with pytest.raises(InvalidInput, match="另选一个文件夹"):
        make_backup(Path(settings.FILES_ROOT) / "backups", quiet)


@TRANSACTION
def test_a_database_of_a_newer_program_is_not_guessed_at(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('plans', '9999_x', %s)",
            [timezone.now()],
        )
    try:
        with pytest.raises(WrongState, match=r"另一个版本的程序（.*plans\.9999_x）"):
            make_backup(tmp_path, quiet)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_x'")
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


FEW, MANY = 1_000, 12_000
ROW = "字" * 700
BOUND = 8 * 1024 * 1024
"""Bytes: a quarter of what the added rows hold in the smaller of the two engines' ways."""


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def _peak_of(work: Callable[[], object]) -> int:
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    work()
    return tracemalloc.get_traced_memory()[1] - before


def _add_entries(number: int, by: User) -> None:
    for _ in range(number // 1000):
        AuditEntry.objects.bulk_create(
            AuditEntry(at=timezone.now(), actor=by, action=Act.UNIT_SAVE, new={"t": ROW})
            for _ in range(1000)
        )


@TRANSACTION
def test_a_large_table_is_never_in_memory_at_once(tmp_path: Path, traced: None) -> None:
    by = make_user("某人")
    peaks = []
    for number in (FEW, MANY):
        _add_entries(number, by)
        home = tmp_path / str(number)
        made = _peak_of(partial(make_backup, home, quiet))
        put = _peak_of(partial(restore, find(home), quiet, replace=True))
        peaks.append((made, put))
    (few_made, few_put), (many_made, many_put) = peaks
    assert AuditEntry.objects.count() == FEW + MANY + 2
    assert (many_made - few_made < BOUND, many_put - few_put < BOUND) == (True, True), peaks
