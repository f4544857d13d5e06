"""make upgrade: a newer version takes the place of the one that runs, or says the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.harness.services import free_port

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).resolve().parents[1]
PARTS = (".ci", "config", "consultation", "deploy", "plans", "static", "taskforce", "templates")
FILES = ("manage.py", "pyproject.toml", "constraints.txt", "requirements.txt")
LATER = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [{after!r}]
    operations = [migrations.RunSQL({sql!r})]
"""
SYSTEMD = """#!/usr/bin/env bash
# Stands in for systemd: portal-web@PORT, one process, as its unit runs it.
home={home}; pid=$home/pid
alive() {{ [ -s $pid ] && kill -0 $(cat $pid) 2>/dev/null; }}
case $1 in
list-units) if alive; then echo "portal-web@{port}.service loaded active running web"; fi ;;
stop) echo stop >>$home/done; ! alive || kill $(cat $pid); while alive; do sleep 0.1; done ;;
start)
    echo start >>$home/done
    cd $home/current && PORT={port} setsid .venv/bin/python -m config.serve >>$home/web.log 2>&1 &
    echo $! >$pid ;;
restart) $0 stop; $0 start ;;
esac
"""


class Machine:
    """A folder of versions, as /srv/portal is, with a database and one web process."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        (home / "var").mkdir()
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
            closing(sqlite3.connect(self.database)) as copy,
        ):
            source.backup(copy)
        (home / "portal.env").write_text(
            f"PORTAL_VAR={home}/var\nPORTAL_SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz\n"
        )
        self.systemctl = home / "systemctl"
        self.systemctl.write_text(SYSTEMD.format(home=home, port=self.port))
        self.systemctl.chmod(0o755)

    @property
    def database(self) -> Path:
        return self.home / "var" / "portal.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
        own = {"PORTAL_HOME": self.home, "BACKUPS": self.home / "backups"}
        own |= {"SYSTEMCTL": self.systemctl, "PORTAL_ENV_FILE": self.home / "portal.env"}
        return clean | {name: str(value) for name, value in own.items()}

    def version(self, name: str) -> Path:
        """A folder with this program, as a clone would be."""
        folder = self.home / name
        for part in PARTS:
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
        for file in FILES:
            shutil.copy(ROOT / file, folder / file)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        (folder / "var").mkdir()
        (folder / "var" / "fonts").symlink_to(ROOT / "var" / "fonts")
        return folder

    def upgrade(self, folder: Path) -> tuple[int, str]:
        done = subprocess.run(
            [folder / "deploy" / "upgrade.sh"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        return done.returncode, done.stdout

    def done(self) -> list[str]:
        """What was asked of systemd since this was last asked."""
        file = self.home / "done"
        said = file.read_text().split() if file.exists() else []
        file.unlink(missing_ok=True)
        return said

    def answers(self) -> bool:
        """Whether the web process serves, at once or soon."""
        address = f"http://127.0.0.1:{self.port}/healthz"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(address, timeout=10) as answer:
                    return bool(answer.status == 200)
            except OSError:
                time.sleep(0.1)
        return False

    def tables(self) -> set[str]:
        with closing(sqlite3.connect(self.database)) as database:
            return {str(name) for (name,) in database.execute("select name from sqlite_master")}


@pytest.fixture
def machine(transactional_db: None, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    if (tmp_path / "pid").exists():
        subprocess.run([machine.systemctl, "stop"], check=True)


def add_migration(folder: Path, name: str, sql: str) -> None:
    """What makes this version a later one."""
    there = sorted((folder / "plans" / "migrations").glob("[0-8]*.py"))
    later = LATER.format(after=("plans", there[-1].stem), sql=sql)
    (folder / "plans" / "migrations" / f"{name}.py").write_text(later)


def test_a_version_takes_the_place_of_another(machine: Machine) -> None:
    old, new = machine.version("old"), machine.version("new")
    current = machine.home / "current"

    current.symlink_to(old)
    subprocess.run([machine.systemctl, "start"], env=machine.environment, check=True)
    machine.done()

    add_migration(new, "8001_first", "create table first (id int)")
    add_migration(new, "9001_then", "select broken from nowhere")
    code, said = machine.upgrade(new)
    (backup,) = (machine.home / "backups" / "before-upgrade").glob("2*")
    assert (code, current.resolve(), machine.done()) == (1, old, ["stop"]), said
    reason, kept, advice, *back = said.split("升级没有完成：")[1].splitlines()
    assert (reason, kept) == ("数据表没有改成，原因见上面。", f"升级之前的备份：{backup}")
    assert advice.endswith("或者按下面几行退回原来的版本：")
    aside = machine.home / "var" / "failed"
    stopping = f"{machine.systemctl} stop portal.target portal.service; "
    assert back == [
        f"  ln -sfn {old} {current}",
        f"  {stopping}sleep 60",
        f"  mkdir -p {aside} && mv {machine.database}* {aside}/",
        f"  cd {old} && PORTAL_ENV_FILE={machine.home}/portal.env {account()}.venv/bin/python"
        f" manage.py restore --replace {backup}",
        f"  {machine.systemctl} start portal-web@{machine.port}.service",
    ]
    assert "first" in machine.tables()
    lines = "\n".join(back).replace("sleep 60", "true")
    subprocess.run(["bash", "-e", "-c", lines], env=machine.environment, check=True)
    assert (machine.answers(), "first" in machine.tables()) == (True, False)
    machine.done()

    add_migration(new, "9001_then", "create table later (id int)")
    code, said = machine.upgrade(new)
    assert (code, current.resolve(), machine.done()) == (0, new, ["stop", "start"]), said
    backups = list((machine.home / "backups" / "before-upgrade").glob("2*"))
    assert (backup in backups, len(backups)) == (True, 2)
    assert (machine.answers(), machine.tables() >= {"first", "later"}) == (True, True)


def account() -> str:
    known = subprocess.run(["getent", "passwd", "portal"], capture_output=True).returncode == 0
    return "runuser -u portal -- " if os.geteuid() == 0 and known else ""


def test_a_version_that_cannot_start_leaves_everything_as_it_was(machine: Machine) -> None:
    old, new = machine.version("old"), machine.version("new")
    (machine.home / "current").symlink_to(old)
    with (machine.home / "portal.env").open("a") as settings:
        settings.write("PORTAL_MODE=production\n")
    code, said = machine.upgrade(new)
    assert (code, (machine.home / "current").resolve(), machine.done()) == (1, old, []), said
    assert said.split("升级没有完成：")[1].splitlines() == [
        "新版本不能启动，原因见上面；多半是设置文件里缺了一项。",
        "原来的版本没有动过，仍在运行。处理好原因后，再执行一次 make upgrade。",
    ]
    assert "PORTAL_MODE=production needs PORTAL_ALLOWED_HOSTS in the environment." in said
    assert not (machine.home / "backups").exists()
