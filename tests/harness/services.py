"""Private PostgreSQL and Redis servers on free ports, from the installed binaries."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
import redis

START_SECONDS = 60
UNPRIVILEGED = ("postgres", "nobody")
POSTGRES_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
}


class ServiceError(RuntimeError):
    """A server that the tests need is not installed or did not start."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """A server process in a folder of its own; ``url`` once it answers, nothing left after stop."""

    url: str

    def __init__(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"portal-{name}-"))
        self.log = self.folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self, command: list[str], *, stop: signal.Signals, user: str | None) -> None:
        """Start the server; it ends with ``stop`` when this process does, however that dies."""
        self._stop_signal = stop
        self._launched = (command, user)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", f"--pdeathsig={stop.name.removeprefix('SIG')}", *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
                **_identity(user),  # type: ignore[call-overload]
            )

    def wait_for(self, answers: Callable[[], bool]) -> None:
        self._answers = answers
        deadline = time.monotonic() + START_SECONDS
        while not answers():
            if self.process is None or self.process.poll() is not None:
                raise ServiceError(f"the server did not start:\n{self.log.read_text()[-2000:]}")
            if time.monotonic() > deadline:
                self.stop()
                raise ServiceError(f"no answer within {START_SECONDS} s: {self.url}")
            time.sleep(0.05)

    def restart(self, how: signal.Signals) -> None:
        """End it by this signal and start it again with what it has on disk."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait()
        command, user = self._launched
        self.launch(command, stop=self._stop_signal, user=user)
        self.wait_for(self._answers)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self._stop_signal)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres(**more: str) -> Service:
    """A PostgreSQL server with an empty database ``postgres``; initdb refuses to run as root."""
    service = Service("postgres")
    user = _unprivileged()
    data = service.folder / "data"
    if user:
        account = pwd.getpwnam(user)
        os.chown(service.folder, account.pw_uid, account.pw_gid)
    _initialise(data, user)
    port = free_port()
    service.url = f"postgres://portal@127.0.0.1:{port}/postgres"
    options = [f"--{name}={value}" for name, value in (POSTGRES_OPTIONS | more).items()]
    command = [program("postgres"), "-D", str(data), f"--port={port}", *options]
    service.launch(command, stop=signal.SIGINT, user=user)
    service.wait_for(lambda: _postgres_answers(service.url))
    return service


def start_redis(port: int = 0) -> Service:
    """A Redis server that keeps nothing on disk; 64 numbered databases, one per test process."""
    service = Service("redis")
    port = port or free_port()
    service.url = f"redis://127.0.0.1:{port}"
    options = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "databases": 64}
    command = [program("redis-server")]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    service.launch(command, stop=signal.SIGTERM, user=None)
    service.wait_for(lambda: _redis_answers(service.url))
    return service


def _initialise(data: Path, user: str | None) -> None:
    options = ["--username=portal", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    result = subprocess.run(
        [program("initdb"), "-D", str(data), *options, "--no-sync", "--no-instructions"],
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
        **_identity(user),  # type: ignore[call-overload]
    )
    if result.returncode:
        raise ServiceError(f"initdb failed:\n{result.stdout}\n{result.stderr}")


def _identity(user: str | None) -> dict[str, object]:
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def _unprivileged() -> str | None:
    """The account to run PostgreSQL under; None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    known = {account.pw_name for account in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def program(name: str) -> str:
    """Path of an installed program; Debian keeps PostgreSQL's outside PATH, a folder a version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    search = [os.environ.get("PATH", os.defpath), *(str(folder) for folder in reversed(folders))]
    found = shutil.which(name, path=os.pathsep.join(search))
    if not found:
        raise ServiceError(f"{name} is not installed: run `.ci/setup.sh --tests`.")
    return found


def _postgres_answers(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def _redis_answers(url: str) -> bool:
    client = redis.Redis.from_url(url)
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
    finally:
        client.close()
