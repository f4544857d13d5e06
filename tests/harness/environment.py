"""The environment under test, set before the settings are read.

Every test process has a private folder (PORTAL_VAR) with its database file, broker and files.
``PORTAL_TEST_DATABASE=postgres`` starts a private PostgreSQL and Redis; xdist's workers share
the servers and have a database of their own on each. No ``.env`` of the developer is read.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.harness.services import start_postgres, start_redis

KINDS = ("sqlite", "postgres")


def prepare() -> None:
    """Set the environment of this process; subprocesses (workers, commands) inherit it."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    var = _root() / process
    var.mkdir(exist_ok=True)
    for name in [name for name in os.environ if name.startswith("PORTAL_") and not _ours(name)]:
        del os.environ[name]
    os.environ.update(
        PORTAL_ENV_FILE=os.devnull,
        PORTAL_VAR=str(var),
        PORTAL_SECRET_KEY="only-for-tests-" + "0123456789abcdef" * 3,
    )
    if kind() == "postgres":
        _use_servers(0 if process == "main" else 1 + int(process.removeprefix("gw")))


def kind() -> str:
    """Which database the tests run on: sqlite or postgres."""
    chosen = os.environ.get("PORTAL_TEST_DATABASE", "sqlite")
    if chosen not in KINDS:
        raise SystemExit(f"PORTAL_TEST_DATABASE={chosen!r}: say one of {', '.join(KINDS)}.")
    return chosen


def _ours(name: str) -> bool:
    return name.startswith("PORTAL_TEST_")


def _root() -> Path:
    """The folder of this run; the process that made it removes it."""
    if "PORTAL_TEST_ROOT" not in os.environ:
        root = tempfile.mkdtemp(prefix="portal-test-")
        os.environ["PORTAL_TEST_ROOT"] = root
        atexit.register(shutil.rmtree, root, ignore_errors=True)
    return Path(os.environ["PORTAL_TEST_ROOT"])


def _use_servers(number: int) -> None:
    if "PORTAL_TEST_POSTGRES" not in os.environ:
        for name, start in (
            ("PORTAL_TEST_POSTGRES", start_postgres),
            ("PORTAL_TEST_REDIS", start_redis),
        ):
            service = start()
            atexit.register(service.stop)
            os.environ[name] = service.url
    os.environ["PORTAL_DATABASE_URL"] = os.environ["PORTAL_TEST_POSTGRES"]
    os.environ["PORTAL_REDIS_URL"] = f"{os.environ['PORTAL_TEST_REDIS']}/{number}"
