"""A real Celery worker on the test database and the test broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

START_SECONDS = 60
STOP_SECONDS = 30
ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """``celery -A config worker`` in a process of its own, one job at a time."""

    def __init__(self, public_url: str) -> None:
        self.log = Path(settings.VAR_DIR) / "worker.log"
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORTAL_DATABASE_URL": database_url(),
            "PORTAL_PUBLIC_URL": public_url,
            "PORTAL_LOG_LEVEL": "INFO",
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and return when the worker takes messages."""
        with self.log.open("wb") as log:
            self._process = self._launch(log)
        deadline = time.monotonic() + START_SECONDS
        while " ready." not in self.read_log():
            if not self.running or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the worker did not start:\n{self.read_log()[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Let the worker finish its job and end; kill it when it does not."""
        if self._process is None or not self.running:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Kill the worker and its pool at once, whatever they are doing: kill -9."""
        if self._process is not None and self.running:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def read_log(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _launch(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        celery = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--concurrency=1",
            "-lINFO",
        ]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", *celery, *quiet],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def database_url() -> str:
    """URL of the test database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    parts = urlsplit(os.environ["PORTAL_DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def empty_queue() -> None:
    """Drop messages that earlier tests left on the filesystem broker (Redis is flushed).

    The control folder stays: kombu remembers in this process which queues it has declared there.
    """
    for message in Path(settings.BROKER_DIR, "queue").glob("*"):
        message.unlink()
