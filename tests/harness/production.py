"""The production way of running as the README starts it: web, worker and beat as processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.harness.services import free_port
from tests.harness.worker import ROOT, database_url

COMMANDS = {
    "web": ["-m", "config.serve"],
    "worker": ["-m", "celery", "-q", "-A", "config", "worker", "--concurrency=1"],
    "beat": ["-m", "celery", "-q", "-A", "config", "beat"],
}


class Production:
    """Processes on the test database, with nothing in their environment but what they need."""

    def __init__(self, var: Path, *, redis: str, mail_port: int = 25, python: str = "") -> None:
        self._python = python or sys.executable
        self._var = var
        self.address = f"http://127.0.0.1:{(port := free_port())}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PORTAL_ENV_FILE": os.devnull,
            "PORTAL_MODE": "production",
            "PORTAL_VAR": str(var),
            "PORTAL_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "PORTAL_ALLOWED_HOSTS": "portal.example",
            "PORTAL_PUBLIC_URL": "https://portal.example",
            "PORTAL_DATABASE_URL": database_url(),
            "PORTAL_REDIS_URL": redis,
            "PORTAL_LOG_REQUESTS": "off",  # what is measured is how much is complained
            "PORTAL_EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "PORT": str(port),
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Collect the static files and start everything; each process writes a log of its own."""
        collect = ["manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run([self._python, *collect], cwd=ROOT, env=self.environment, check=True)
        for name, command in COMMANDS.items():
            with (self._var / f"{name}.log").open("wb") as log:
                self.processes[name] = subprocess.Popen(
                    ["setpriv", "--pdeathsig=TERM", self._python, *command],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(30)

    def log(self, name: str) -> str:
        return (self._var / f"{name}.log").read_text(errors="replace")

    def until(self, done: Callable[[], bool], seconds: float = 90) -> None:
        """Wait for it while all processes live."""
        deadline = time.monotonic() + seconds
        while not done():
            ended = {name for name, one in self.processes.items() if one.poll() is not None}
            assert ended == set(), [self.log(name)[-2000:] for name in ended]
            assert time.monotonic() < deadline, [self.log(name)[-2000:] for name in COMMANDS]
            time.sleep(0.2)

    def status(self, path: str, cookie: str = "") -> int:
        """What the address answers to a visitor behind the proxy; 0 while nothing answers."""
        return self.get(path, cookie)[0]

    def get(self, path: str, cookie: str = "") -> tuple[int, str]:
        """The same with the words of the answer."""
        headers = {"Host": "portal.example", "X-Forwarded-Proto": "https", "Cookie": cookie}
        request = urllib.request.Request(f"{self.address}{path}", headers=headers)
        opener = urllib.request.build_opener(_NoRedirect())
        try:
            with opener.open(request, timeout=20) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
