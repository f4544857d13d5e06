"""The portal by one command: it starts, answers, stops whole, and says what is in the way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor import Watchdog
from tests.harness.services import free_port

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
pytestmark = pytest.mark.embedded


STARTED: list[Running] = []


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> Iterator[None]:
    """A test that fails half-way leaves no portal behind."""
    yield
    while STARTED:
        portal = STARTED.pop()
        if portal.process.poll() is None:
            portal.end(signal.SIGKILL)


class Running:
    """``python -m config.run`` with a private folder; ``output`` grows while it runs."""

    def __init__(self, var: Path, *arguments: str, port: int | None = None) -> None:
        self.port = port or free_port()
        self.output = ""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        clean.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run", *arguments],
            cwd=ROOT,
            env={
                **clean,
                "PORTAL_ENV_FILE": os.devnull,
                "PORTAL_VAR": str(var),
                "PORT": str(self.port),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        STARTED.append(self)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while text not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Signal the command as Ctrl-C would; gives its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(60)
        self.reader.join()
        return code

    def children(self) -> dict[str, int]:
        """Process ids by name: web, worker 1, worker 2, clock, beat."""
        words = {
            "config.serve": "web",
            "jobs1@%h": "worker 1",
            "jobs2@%h": "worker 2",
            "clock@%h": "clock",
            "beat": "beat",
        }
        return {
            words[word]: pid
            for pid, command in _processes(self.process.pid)
            for word in command
            if word in words
        }

    def answers(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/login/") as answer:
            return int(answer.status)


def _processes(parent: int) -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
            command = (folder / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if int(stat.rpartition(")")[2].split()[1]) == parent:
            yield int(folder.name), command


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def test_it_answers_and_ctrl_c_stops_everything(var: Path) -> None:
    portal = Running(var)
    portal.wait_for("平台已启动")
    children = portal.children()
    assert sorted(children) == ["beat", "clock", "web", "worker 1", "worker 2"]
    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/login/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert (answer.status, "script-src 'self'" in policy) == (200, True)
    assert portal.end() == 0
    assert {name for name, pid in children.items() if _alive(pid)} == set()
    assert portal.output.splitlines()[-1] == "平台已停止。"
    assert "Traceback" not in portal.output


@pytest.mark.parametrize("name", ["worker 1", "clock", "beat"])
def test_a_process_that_dies_is_started_again_and_the_others_go_on(var: Path, name: str) -> None:
    portal = Running(var)
    portal.wait_for("平台已启动")
    before = portal.children()
    os.kill(before[name], signal.SIGKILL)
    portal.wait_for(f"{name} 进程意外退出（代码 -9），1秒后重新启动，其他不受影响。")
    assert portal.answers() == 200
    after = _until_there(portal, name)
    assert after[name] != before[name]
    assert {n: p for n, p in after.items() if n != name} == {
        n: p for n, p in before.items() if n != name
    }
    assert portal.end() == 0


def _until_there(portal: Running, name: str) -> dict[str, int]:
    deadline = time.monotonic() + 30
    while name not in (found := portal.children()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def test_a_broker_in_ruins_stops_nothing(var: Path) -> None:
    """Unreadable messages are set aside, folders made again; the next sweep runs all the same."""
    portal = Running(var)
    portal.wait_for("平台已启动")
    before = portal.children()
    queue, mark = var / "broker" / "queue", var / "last-sweep"
    _until_swept(mark)
    for number, content in enumerate([b"", b"\xff\xfe", b"[1, 2]", b'{"body": "x"}']):
        (queue / f"{number:020}_0.clock.msg").write_bytes(content)
    _until_swept(mark)
    assert len(list((queue / "unreadable").iterdir())) == 4
    shutil.rmtree(var / "broker")
    _until_swept(mark)
    assert (portal.answers(), portal.children()) == (200, before)
    assert portal.end() == 0


def _until_swept(mark: Path) -> None:
    """Wait for a sweep that begins from now on."""
    since, deadline = time.time(), time.monotonic() + 60
    while not mark.exists() or mark.stat().st_mtime <= since:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_silence_is_heard(tmp_path: Path) -> None:
    """Nothing swept since the start, a sweep, and none for too long after it."""
    mark = tmp_path / "last-sweep"
    watchdog = Watchdog(mark, silence=0.5)
    assert not watchdog.silent()
    time.sleep(0.6)
    assert watchdog.silent()
    mark.touch()
    assert not watchdog.silent()
    time.sleep(0.6)
    assert watchdog.silent()
    watchdog.heard()
    assert not watchdog.silent()


def test_killed_it_leaves_no_process_behind(var: Path) -> None:
    portal = Running(var)
    portal.wait_for("平台已启动")
    children = portal.children()
    portal.end(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while any(_alive(pid) for pid in children.values()) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert {name for name, pid in children.items() if _alive(pid)} == set()


def test_a_busy_port_gets_a_sentence_that_says_what_to_do(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        portal = Running(var, port=port)
        assert portal.process.wait(60) == 1
        portal.reader.join()
    assert portal.output == (
        f"端口 {port} 不能使用（Address already in use）：可能平台已在运行，或被其他程序占用。"
        f"请换一个端口：PORT={port + 1} make demo\n"
    )
    assert not var.exists()
