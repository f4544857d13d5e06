"""From SQLite into PostgreSQL and back, and what is told when that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.utils import ConnectionHandler

from plans.backup.actions.making import make_backup
from plans.backup.actions.moving import move_to
from plans.backup.actions.restoring import restore
from plans.errors import InvalidInput, WrongState
from plans.models import AuditEntry, Unit
from plans.system.actions.audit_chain import seal_entries
from tests.cast import make_unit, make_user
from tests.harness.services import start_postgres
from tests.plans.backup.test_restoring import fill
from tests.plans.backup.whole import all_files, all_rows, differing
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded]


def quiet(_sentence: str) -> None:
    """Progress is for people."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A private PostgreSQL; its first database is empty."""
    service = start_postgres()
    yield service.url
    service.stop()


@pytest.fixture
def second(server: str) -> str:
    """An empty database of the same server."""
    with closing(psycopg2.connect(server)) as first:
        first.autocommit = True
        first.cursor().execute("CREATE DATABASE second")
    return f"{server.rpartition('/')[0]}/second"


def there(url: str) -> ConnectionHandler:
    """The other database in place of ours, for this thread."""
    host, _, port = url.partition("@")[2].partition("/")[0].partition(":")
    return ConnectionHandler(
        {
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "postgres",
                "USER": "portal",
                "HOST": host,
                "PORT": port,
            }
        }
    )


def test_there_and_back_nothing_is_lost(world: World, server: str, tmp_path: Path) -> None:
    fill(world.cast.drafter)
    before, files = all_rows(), all_files()
    neutral = all_rows(of_json=True)
    moved = move_to(server, tmp_path / "files", quiet)
    assert (moved.restored.chain, moved.written_since, moved.files) == (None, 0, len(files))
    assert differing(before, all_rows()) == {}
    copied = {name: (tmp_path / "files" / name).read_bytes() for name in files}
    assert copied == files
    with pytest.raises(WrongState, match="数据库不是空的"):
        move_to(server, None, quiet)

    ours = connections["default"]
    connections["default"] = there(server)["default"]
    ContentType.objects.clear_cache()
    try:
        changed = differing(neutral, all_rows(of_json=True))
        assert {name: len(gone) for name, (gone, _) in changed.items()} == {"plans_auditentry": 0}
        seal_entries(settle=timedelta(0))
        assert make_unit("在新库中").pk == Unit.objects.order_by("-pk")[1].pk + 1
        back = make_backup(tmp_path / "back", quiet)
        new = all_rows(of_json=True)
    finally:
        connections["default"].close()
        connections["default"] = ours
        ContentType.objects.clear_cache()
    assert back.manifest.engine == "postgresql"
    restored = restore(back.folder, quiet, replace=True)
    assert restored.chain is None
    changed = differing(new, all_rows(of_json=True))
    assert {name: len(gone) for name, (gone, _) in changed.items()} == {"plans_auditentry": 0}


def test_what_does_not_fit_and_what_is_written_meanwhile_is_told(second: str) -> None:
    """SQLite keeps no limit of length; PostgreSQL does."""
    unit, by = make_unit("长"), make_user("某人")
    Unit.objects.filter(pk=unit.pk).update(name="长" * 400)
    with pytest.raises(InvalidInput, match="表 plans_unit 的记录装不进这个数据库，全部没有恢复"):
        move_to(second, None, quiet)
    Unit.objects.filter(pk=unit.pk).update(name="长")

    def writing(sentence: str) -> None:
        if sentence.startswith("正在逐个文件核对"):
            AuditEntry.objects.create(at="2026-11-28T00:00:00Z", actor=by, action="unit.save")

    moved = move_to(second, None, writing)
    assert (moved.restored.chain, moved.written_since) == (None, 1)


@pytest.mark.parametrize("url", ["sqlite:////tmp/x", "mysql://a@b/c", "portal", ""])
@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_only_postgresql_is_moved_to(url: str) -> None:
    with pytest.raises(InvalidInput, match="请给出 PostgreSQL 数据库的地址"):
        move_to(url, None, quiet)


def test_a_database_that_is_away_is_said() -> None:
    with pytest.raises(WrongState, match="连不上目标数据库"):
        move_to("postgres://portal@127.0.0.1:1/portal", None, quiet)
