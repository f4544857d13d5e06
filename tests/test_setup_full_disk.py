"""A disk without a byte left under the whole portal: pages are shown, what is sent is not kept."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from plans.models import Plan, Provision
from tests.cast import make_cast, make_plan
from tests.harness.services import free_port
from tests.harness.worker import ROOT
from tests.world import client_of

pytestmark = pytest.mark.embedded
SENTENCE = "磁盘空间不足，没有保存，也没有改动任何内容。请过几分钟再试；仍不成功请联系系统管理员。"
TOKEN = "a" * 32
LONG = "甲乙丙丁" * 50_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 MB, which only root can make."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


class Web:
    """A web process whose database, files and queue lie on the disk, and a visitor of it."""

    def __init__(self, disk: Path, session: str) -> None:
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        self._port = free_port()
        environment = {"PORTAL_VAR": str(disk), "PORT": str(self._port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.serve"],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | environment,
        )

    def ask(self, path: str, sent: dict[str, object] | None = None) -> tuple[int, str]:
        """The status and the page; 0 where nothing answers."""
        body = urllib.parse.urlencode(sent).encode() if sent else None
        address = f"http://127.0.0.1:{self._port}{path}"
        request = urllib.request.Request(address, body, self._headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def wait(self) -> None:
        deadline = time.monotonic() + 180
        while self.ask("/healthz")[0] != 200:
            assert self.process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture
def plan(transactional_db: None) -> Plan:
    return make_plan(make_cast().drafter)


@pytest.fixture
def web(plan: Plan, disk: Path) -> Iterator[Web]:
    session = client_of(plan.created_by).cookies["sessionid"].value
    with (
        sqlite3.connect(str(connection.settings_dict["NAME"])) as here,
        sqlite3.connect(disk / "portal.sqlite3") as there,
    ):
        here.backup(there)
        there.execute("PRAGMA journal_mode = WAL")
    running = Web(disk, session)
    try:
        running.wait()
        yield running
    finally:
        running.process.terminate()
        assert running.process.wait(60) == 0


def fill(disk: Path) -> Path:
    """Take every byte that is left."""
    filling = disk / "filling"
    with filling.open("wb", buffering=0) as file:
        for size in (2**20, 2**12):
            try:
                while True:
                    file.write(b"0" * size)
            except OSError:
                pass
    return filling


def test_pages_go_on_and_what_is_sent_is_not_kept(web: Web, plan: Plan, disk: Path) -> None:
    row = Provision.objects.filter(plan=plan, kind="chapter").order_by("pk")[0]
    sent = {"version": row.version, "title": row.title, "text": LONG, "run_in": ""}
    save, page = (reverse(name, args=[plan.slug, row.pk]) for name in ("save", "provision"))
    filling = fill(disk)
    for _ in range(2):
        seen = [web.ask(path)[0] for path in ("/", reverse("home"), "/login/", page)]
        assert seen == [200, 200, 200, 200]
        status, told = web.ask(save, sent)
        assert (status, SENTENCE in told, LONG in told) == (507, True, True)
    assert LONG not in web.ask(page)[1]
    filling.unlink()
    assert web.ask(save, sent)[0] == 200
    assert LONG in web.ask(page)[1]
