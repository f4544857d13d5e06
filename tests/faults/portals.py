"""The portal under fault: its processes are killed and come back, its servers are restarted."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.harness import migrated
from tests.harness.services import Service, free_port, start_postgres, start_redis
from tests.harness.worker import ROOT

KEY = "only-for-faults-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ"
DURABLE = {"synchronous_commit": "on"}
"""A killed server loses nothing that it has said it keeps; the machine itself does not fail."""


class Portal:
    """Processes by name; ``environment`` is theirs, and that of whoever looks at the database."""

    ports: list[int]

    def __init__(self, var: Path, mail_port: int) -> None:
        self.var = var
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        self.environment = {
            **clean,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORTAL_ENV_FILE": os.devnull,
            "PORTAL_VAR": str(var),
            "PORTAL_SECRET_KEY": KEY,
            "PORTAL_ALLOWED_HOSTS": "portal.example,127.0.0.1",
            "PORTAL_EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "PORTAL_LOG_LEVEL": "ERROR",
            "PORTAL_LIMIT_FILES_STAFF": "off",
        }
        self.kills: dict[str, int] = {}

    def run(self, *arguments: str) -> str:
        """What a program of ours prints, on this portal's database."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout

    def start(self) -> None:
        """Start everything."""
        raise NotImplementedError

    def processes(self) -> dict[str, int]:
        """What may be killed now: process ids by name."""
        raise NotImplementedError

    def servers(self) -> dict[str, Service]:
        """What may be restarted now."""
        return {}

    def keep(self) -> None:
        """Start again what has ended."""

    def strike(self, chance: random.Random) -> None:
        """Kill one process with -9, or one server and start it anew."""
        living, servers = self.processes(), self.servers()
        name = chance.choice(sorted([*living, *servers]))
        if name in servers:
            servers[name].restart(signal.SIGQUIT if name == "postgres" else signal.SIGKILL)
        else:
            with suppress(ProcessLookupError):
                os.kill(living[name], signal.SIGKILL)
        kind = name.rstrip("0123456789 ")
        self.kills[kind] = self.kills.get(kind, 0) + 1

    def stop(self) -> None:
        """End everything."""
        raise NotImplementedError


class Embedded(Portal):
    """``python -m config.run``, which starts again by itself what is killed."""

    def __init__(self, var: Path, mail_port: int) -> None:
        super().__init__(var, mail_port)
        self.ports = [free_port()]
        self.environment |= {"PORT": str(self.ports[0])}
        if (kept := migrated.kept_file()).exists():
            shutil.copyfile(kept, var / "portal.sqlite3")

    def start(self) -> None:
        with (self.var / "run.log").open("wb") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "config.run"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def processes(self) -> dict[str, int]:
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                words = (folder / "cmdline").read_text().split("\0")
                if int(stat[1]) == self._process.pid:
                    found |= {NAMES[one]: int(folder.name) for one in words if one in NAMES}
        return found

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)


NAMES = {
    "config.serve": "web",
    "jobs1@%h": "worker 1",
    "jobs2@%h": "worker 2",
    "clock@%h": "clock",
    "beat": "beat",
}


class Production(Portal):
    """Two web processes, two workers, clock and beat on a PostgreSQL and a Redis of their own."""

    def __init__(self, var: Path, mail_port: int) -> None:
        super().__init__(var, mail_port)
        self._servers = {"postgres": start_postgres(**DURABLE), "redis": start_redis()}
        self.ports = [free_port(), free_port()]
        self.environment |= {
            "PORTAL_MODE": "production",
            "PORTAL_PUBLIC_URL": "https://portal.example",
            "PORTAL_SECOND_FACTOR": "off",
            "PORTAL_DATABASE_URL": self._servers["postgres"].url,
            "PORTAL_REDIS_URL": self._servers["redis"].url,
            "PORTAL_LOG_REQUESTS": "off",
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity=0")
        self.keep()

    def keep(self) -> None:
        for name, command in self._commands().items():
            one = self._running.get(name)
            if one is None or one.poll() is not None:
                self._running[name] = self._launch(name, command)

    def _commands(self) -> dict[str, list[str]]:
        celery = ["-m", "celery", "-q", "-A", "config"]
        worker = [*celery, "worker", "--pool=solo", "--without-gossip", "--without-mingle"]
        return {
            "web 1": ["-m", "config.serve", "--checked"],
            "web 2": ["-m", "config.serve", "--checked"],
            "worker 1": [*worker, "-Q", "celery", "-n", "jobs1@%h"],
            "worker 2": [*worker, "-Q", "celery", "-n", "jobs2@%h"],
            "clock": [*worker, "-Q", "clock", "-n", "clock@%h"],
            "beat": [*celery, "beat", f"--schedule={self.var / 'beat'}"],
        }

    def _launch(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        port = self.ports[1 if name == "web 2" else 0]
        with (self.var / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig=TERM", sys.executable, *command],
                cwd=ROOT,
                env=self.environment | {"PORT": str(port)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def processes(self) -> dict[str, int]:
        return {name: one.pid for name, one in self._running.items() if one.poll() is None}

    def servers(self) -> dict[str, Service]:
        return self._servers

    def stop(self) -> None:
        for one in self._running.values():
            one.terminate()
        for one in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                one.wait(30)
            one.kill()
        for server in self._servers.values():
            server.stop()


def settle(portal: Portal, seconds: float) -> None:
    """Let the portal stand again for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        portal.keep()
        time.sleep(0.3)
