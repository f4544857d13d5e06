"""The portal by one command: it starts, answers, stops whole, and says what is in the way."""

from __future__ import annotations

import os
import re
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

from tests.harness.services import free_port

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
pytestmark = pytest.mark.embedded


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
        """Process ids by name: web, worker, beat."""
        names = {"config.serve": "web", "worker": "worker", "beat": "beat"}
        return {
            name: pid
            for pid, command in _processes(self.process.pid)
            for word, name in names.items()
            if word in command
        }


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
    assert sorted(children) == ["beat", "web", "worker"]
    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/login/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert (answer.status, "script-src 'self'" in policy) == (200, True)
    assert portal.end() == 0
    assert {name for name, pid in children.items() if _alive(pid)} == set()
    assert portal.output.splitlines()[-1] == "平台已停止。"
    assert "Traceback" not in portal.output


def test_when_one_process_dies_the_portal_ends_and_says_so(var: Path) -> None:
    portal = Running(var)
    portal.wait_for("平台已启动")
    children = portal.children()
    os.kill(children["worker"], signal.SIGKILL)
    assert portal.process.wait(60) == 1
    portal.reader.join()
    assert re.search(r"worker 进程意外退出（代码 -9），平台已全部停止。", portal.output)
    assert {name for name, pid in children.items() if _alive(pid)} == set()


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
