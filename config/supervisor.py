"""The portal's processes on one machine: each is kept running by itself, whatever the others do.

A process that ends is started again, later each time it ends soon. The clock's processes are
started anew as well when no sweep of jobs has been seen for ``SILENCE`` seconds: a worker can
live and yet take nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings

STOP_SECONDS = 20
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
SETTLED = 60.0
"""A process that ran so long has settled: its next end is the first again."""
SILENCE = 120.0
SUPERUSER_WARNING = "ignore:You're running the worker with superuser privileges"


def say(text: str) -> None:
    """One line of the console, at once."""
    print(text, flush=True)  # noqa: T201 - this program's output is the console


class Child:
    """A process of the portal in a session of its own; its lines are shown under its name."""

    def __init__(self, name: str, arguments: Iterable[str], *, clock: bool = False) -> None:
        self.name = name
        self.clock = clock
        self.wait = FIRST_WAIT
        self.again_at: float | None = None
        self._arguments = tuple(arguments)
        self.start()

    def start(self) -> None:
        """Start the process, or start it again."""
        self.again_at = None
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            [*_dies_with_us(), sys.executable, "-W", SUPERUSER_WARNING, *self._arguments],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        threading.Thread(target=self._show, args=(self.process.stdout,), daemon=True).start()

    def keep(self) -> None:
        """Start the process again when it has ended and its wait is over."""
        if self.process.poll() is None:
            return
        if self.again_at is None:
            self._plan_restart(self.process.returncode)
        elif time.monotonic() >= self.again_at:
            self.start()

    def _plan_restart(self, code: int) -> None:
        now = time.monotonic()
        if code == 0:
            self.again_at = now
            return
        if now - self.started >= SETTLED:
            self.wait = FIRST_WAIT
        self.again_at = now + self.wait
        say(f"{self.name} 进程意外退出（代码 {code}），{self.wait:.0f}秒后重新启动，其他不受影响。")
        self.wait = min(LONGEST_WAIT, self.wait * 2)

    def end(self) -> None:
        """Ask the process to finish what it has in hand and end."""
        self.process.terminate()

    def kill(self) -> None:
        """Kill the process and everything that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _show(self, lines: IO[bytes]) -> None:
        for line in lines:
            say(f"{self.name:8} | {line.decode(errors='replace').rstrip()}")


class Watchdog:
    """Sees from the age of a file when the jobs were last swept."""

    def __init__(self, mark: Path, silence: float = SILENCE) -> None:
        self._mark = mark
        self._silence = silence
        self.heard()

    def heard(self) -> None:
        """Count the silence from now on."""
        self._since = time.time()

    def silent(self) -> bool:
        """Whether nothing has swept for too long."""
        with suppress(FileNotFoundError):
            self._since = max(self._since, self._mark.stat().st_mtime)
        return time.time() - self._since > self._silence


def watch(children: Sequence[Child]) -> None:
    """Keep all of them running, until a signal ends it."""
    watchdog = Watchdog(settings.SWEEP_MARK)
    while True:
        for child in children:
            child.keep()
        if watchdog.silent():
            say(f"后台任务已有{SILENCE:.0f}秒没有巡检，现在重新启动后台进程。")
            for child in children:
                if child.clock:
                    child.kill()
                    child.start()
            watchdog.heard()
        time.sleep(0.5)


def stop(children: Sequence[Child]) -> None:
    """Ask every process to end, and kill what has not ended in time."""
    for child in children:
        child.end()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, deadline - time.monotonic()))
        child.kill()


def _dies_with_us() -> list[str]:
    """Wrapper by which the kernel ends a process when this one is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig=TERM"] if setpriv else []
