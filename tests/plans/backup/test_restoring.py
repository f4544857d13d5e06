"""What is restored is what was backed up, to the microsecond; and nothing is, by halves."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from plans.backup.actions.making import make_backup
from plans.backup.actions.restoring import restore
from plans.enums import Act
from plans.errors import InvalidInput, WrongState
from plans.models import AuditEntry, Edition, Unit, User
from plans.system import storage
from plans.system.actions.audit_chain import seal_entries, verify
from plans.system.actions.outbox import post
from plans.system.audit import record
from taskforce.log.words import change_words
from tests.cast import make_unit, make_user
from tests.plans.backup.whole import all_files, all_rows, differing
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = datetime(2026, 11, 28, 9, 30, 15, 123457, tzinfo=UTC)
AWKWARD = "换行\n制表\t回车\r反斜杠\\N和\\.引号\"'，末尾空格 "


def quiet(_sentence: str) -> None:
    """Progress is for people."""


@pytest.fixture
def kept(world: World, tmp_path: Path) -> Path:
    """A backup of one of everything, its log sealed."""
    fill(world.cast.drafter)
    return make_backup(tmp_path / "backups", quiet).folder


def fill(by: User) -> None:
    """What loses something on other ways: odd texts, microseconds, nothing beside empty."""
    unit = make_unit(AWKWARD)
    record(Act.UNIT_SAVE, unit, by=by, new={"z": AWKWARD, "a": None, "b": 1.5, "c": [], "d": True})
    entry = record(Act.UNIT_SAVE, unit, by=by, old={})
    fields = {f.attname: getattr(entry, f.attname) for f in AuditEntry._meta.concrete_fields}
    AuditEntry.objects.create(**fields | {"id": None, "at": MOMENT, "address": "2001:db8::1"})
    AuditEntry.objects.create(**fields | {"id": None, "at": MOMENT.replace(microsecond=0)})
    make_user("最后一人").delete()
    post("a@test.invalid", "还没有发出的信", "正文")
    storage.put("uploads/深/处.pdf", b"%PDF-1.4 " + bytes(range(256)))
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=timezone.now())
    seal_entries(settle=timedelta(0))


def destroy() -> None:
    """Nothing is left but the empty tables."""
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.FILES_ROOT)


def test_what_was_destroyed_comes_back_as_it_was(kept: Path) -> None:
    before, files = all_rows(), all_files()
    destroy()
    assert Unit.objects.count() == 0
    restored = restore(kept, quiet, replace=False)
    changed = differing(before, all_rows())
    assert all_files() == files
    assert (restored.chain, restored.same_key, restored.waiting_mail) == (None, True, 2)
    assert {name: len(gone) for name, (gone, _) in changed.items()} == {"plans_auditentry": 0}
    assert AuditEntry.objects.filter(at=MOMENT, address="2001:db8::1").count() == 1
    assert Session.objects.count() == 0


def test_the_log_says_that_it_was_restored_and_its_chain_goes_on(kept: Path) -> None:
    restore(kept, quiet, replace=True)
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.action, entry.actor.username) == ("system.restore", "system")
    assert change_words(entry.action, entry.old, entry.new) == f"备份：{kept.name}"
    assert seal_entries(settle=timedelta(0)) == 1
    assert verify() is None


def test_numbers_are_never_given_out_twice(kept: Path) -> None:
    """The last person was deleted before the backup: the next one does not get that number."""
    highest = User.objects.order_by("-id")[0].pk
    restore(kept, quiet, replace=True)
    assert make_user("下一人").pk == highest + 2


def test_what_never_changes_is_guarded_again(kept: Path) -> None:
    restore(kept, quiet, replace=True)
    with pytest.raises(DatabaseError):
        Edition.objects.update(label="改过")


def test_what_is_there_is_not_overwritten_unasked(kept: Path) -> None:
    before = all_rows()
    with pytest.raises(WrongState, match=r"数据库不是空的.*--replace"):
        restore(kept, quiet, replace=False)
    assert differing(before, all_rows()) == {}
    call_command("flush", interactive=False, verbosity=0)
    with pytest.raises(WrongState, match=r"文件的文件夹不是空的.*--replace"):
        restore(kept, quiet, replace=False)


def test_with_replace_what_came_later_is_gone(kept: Path) -> None:
    files = all_files()
    make_unit("后来的单位")
    storage.put("uploads/later.pdf", b"%PDF-1.4 later")
    restored = restore(kept, quiet, replace=True)
    assert restored.removed == 1
    assert Unit.objects.filter(name="后来的单位").count() == 0
    assert all_files() == files


def test_a_damaged_backup_changes_nothing(kept: Path) -> None:
    before, files = all_rows(), all_files()
    (kept / "files/uploads/深/处.pdf").write_bytes(b"%PDF-1.4 " + bytes(range(255, -1, -1)))
    with pytest.raises(InvalidInput) as refused:
        restore(kept, quiet, replace=True)
    assert str(refused.value) == (
        "这份备份不完整，不能使用：\n文件 files/uploads/深/处.pdf 的内容被改动过。"
    )
    assert (differing(before, all_rows()), all_files()) == ({}, files)


def test_a_restore_that_is_broken_off_changes_no_row(kept: Path) -> None:
    """As when the disk is full or somebody presses Ctrl-C while the rows go in."""
    make_unit("后来的单位")
    before = all_rows()

    def breaking(sentence: str) -> None:
        if "plans_unit" in sentence:
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - ours, from a few lines above
        restore(kept, breaking, replace=True)
    assert differing(before, all_rows()) == {}
    with pytest.raises(DatabaseError):
        Edition.objects.update(label="改过")


def test_another_key_is_said(kept: Path, settings: object) -> None:
    """The key makes personal links out of the rows: with another they open nothing."""
    settings.SECRET_KEY = "another-" + "0123456789abcdef" * 3  # type: ignore[attr-defined]
    assert restore(kept, quiet, replace=True).same_key is False


def test_rows_alone_leave_the_files_alone(world: World, tmp_path: Path) -> None:
    folder = make_backup(tmp_path, quiet, with_files=False).folder
    storage.put("uploads/later.pdf", b"%PDF-1.4 later")
    files = all_files()
    restored = restore(folder, quiet, replace=True)
    assert (all_files(), restored.removed, restored.manifest.files) == (files, 0, 0)


def test_no_connection_is_left_without_its_keys(kept: Path) -> None:
    """SQLite lets foreign keys go before a load; afterwards they hold again."""
    restore(kept, quiet, replace=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
