"""What the operator reads, and the exit status that a script goes by."""

from __future__ import annotations

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import ConnectionHandler

from plans.backup.running import require_stopped
from plans.errors import WrongState
from plans.system import storage
from tests.cast import make_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _alone(transactional_db: None) -> None:
    """No worker of an earlier test has swept here a moment ago, no thread of one is connected."""
    Path(settings.SWEEP_MARK).unlink(missing_ok=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit status, what was said, what was complained of or told on the way."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_from_a_backup_to_a_restored_portal(tmp_path: Path) -> None:
    make_unit("渝中区科协")
    storage.put("uploads/a.pdf", b"%PDF-1.4")
    home = str(tmp_path / "backups")
    code, said, told = run("backup", home)
    folder = said.splitlines()[0].removeprefix("备份完成：")
    assert (code, Path(folder).parent) == (0, tmp_path / "backups")
    assert said.splitlines()[1].endswith("行，1个文件8字节，已逐个核对。")
    assert "plans_unit：1行" in told
    code, said, _ = run("verify_backup", home)
    assert (code, said.startswith(f"备份 {folder} 完整：")) == (0, True)
    code, said, told = run("restore", home)
    assert (code, said) == (2, "")
    assert "数据库不是空的（表 " in told
    code, said, _ = run("restore", home, "--replace")
    assert code == 0
    assert [line for line in said.splitlines() if "注意" in line] == []
    assert "　操作日志完整，散列链逐环相符；已记下这次恢复。" in said.splitlines()


def test_what_is_wrong_with_a_backup_is_an_exit_status(tmp_path: Path) -> None:
    _, said, _ = run("backup", str(tmp_path))
    folder = Path(said.splitlines()[0].removeprefix("备份完成："))
    (folder / "tables/plans_unit.jsonl.gz").unlink()
    assert run("verify_backup", str(folder)) == (
        1,
        f"缺少文件 tables/plans_unit.jsonl.gz。\n备份 {folder} 有1处不符，不能用来恢复。\n",
        "",
    )
    code, _, told = run("restore", str(folder), "--replace")
    assert code == 2
    assert told.splitlines()[-1] == "缺少文件 tables/plans_unit.jsonl.gz。"


def test_where_there_is_no_backup_it_is_said(tmp_path: Path) -> None:
    for name in ("verify_backup", "restore"):
        code, _, told = run(name, str(tmp_path / "nowhere"))
        assert (code, "没有文件夹" in told) == (2, True)
        code, _, told = run(name, str(tmp_path))
        assert (code, "里没有完整的备份" in told) == (2, True)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said, told = run("backup", str(tmp_path / "file"))
    assert (code, said) == (2, "")
    assert told.endswith("没有办成。请检查磁盘空间和权限。\n")


def test_a_portal_at_work_is_not_replaced() -> None:
    mark = Path(settings.SWEEP_MARK)
    mark.touch()
    with pytest.raises(WrongState, match="平台似乎还在运行"):
        require_stopped()
    os.utime(mark, (time.time() - 60,) * 2)
    require_stopped()
    mark.unlink()
    require_stopped()


@pytest.mark.production
def test_nor_is_a_database_that_others_use() -> None:
    require_stopped()
    other = ConnectionHandler({"default": dict(connection.settings_dict)})["default"]
    other.ensure_connection()
    try:
        with pytest.raises(WrongState, match="数据库上还有1个连接"):
            require_stopped()
    finally:
        other.close()
    assert connections["default"] is not other
