"""The ten lines of docs/operations.md, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests.cast import make_plan
from tests.harness.worker import ROOT, database_url
from tests.world import World

DRILL = re.compile(r"```sh drill\n(.*?)```", re.DOTALL)


@pytest.fixture
def spare(transactional_db: None) -> Iterator[str]:
    """An empty database beside the one under test; '' stands for a new file of SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    server = psycopg2.connect(os.environ["PORTAL_TEST_POSTGRES"])
    server.autocommit = True
    name = f"drill_{os.getpid()}"
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield f"{database_url().rpartition('/')[0]}/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


def drill() -> str:
    (lines,) = DRILL.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    assert lines.count("\n") == 10
    return str(lines)


def test_the_drill_of_the_documents(world: World, spare: str, tmp_path: Path) -> None:
    place = {"B": str(tmp_path / "backups"), "P": sys.executable, "SPARE": spare}
    environment = {**os.environ, **place, "TMPDIR": str(tmp_path)}
    environment |= {"PORTAL_DATABASE_URL": database_url()}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        ["bash", "-e", "-u", "-c", drill()],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stdout.splitlines() if not line.startswith("　")]
    patterns = (
        r"备份完成：.*",
        r"\d+张表\d+行，\d+个文件\d+字节，已逐个核对。",
        r"备份 .* 完整：\d+张表\d+行，\d+个文件，逐个相符（SHA-256、SM3）。",
        r"恢复完成，与.*的备份逐项比对相符：",
        r"已有数据，没有覆盖：应当如此。",
        r"恢复完成，与.*的备份逐项比对相符：",
        r"操作日志完整，散列链逐环相符。",
    )
    assert len(said) == len(patterns)
    assert [p for p, line in zip(patterns, said, strict=True) if not re.fullmatch(p, line)] == []
    assert done.stdout.count("逐行一致，时间精确到微秒") == 2
    assert "数据库不是空的" in done.stderr
    assert Path(settings.FILES_ROOT).is_dir()
    make_plan(world.cast.drafter, "dangrande")
