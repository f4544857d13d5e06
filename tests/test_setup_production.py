"""The production way of running: PostgreSQL, Redis, a proxy in front, static files by manifest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.harness.services import free_port
from tests.harness.worker import database_url

ROOT = Path(__file__).resolve().parents[1]
HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
pytestmark = pytest.mark.production


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_MODE": "production",
        "PORTAL_VAR": str(tmp_path),
        "PORTAL_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "PORTAL_ALLOWED_HOSTS": "portal.example",
        "PORTAL_PUBLIC_URL": "https://portal.example",
        "PORTAL_DATABASE_URL": database_url(),
        "PORT": str(free_port()),
    }


@pytest.fixture
def address(environment: dict[str, str]) -> Iterator[str]:
    """A web process as a proxy sees it."""
    web = subprocess.Popen([sys.executable, "-m", "config.serve"], cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{environment['PORT']}"
    deadline = time.monotonic() + 60
    while not _answers(url) and time.monotonic() < deadline and web.poll() is None:
        time.sleep(0.1)
    yield url
    web.terminate()
    assert web.wait(30) == 0


def _answers(url: str) -> bool:
    try:
        get(f"{url}/login/")
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def get(url: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    request = urllib.request.Request(url, headers={"Host": "portal.example", **(headers or {})})
    opener = urllib.request.build_opener(NoRedirect())
    return opener.open(request, timeout=20)


def status(url: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    try:
        answer = get(url, headers)
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location", "")
    return answer.status, ""


def test_the_portal_behind_a_proxy(address: str) -> None:
    login = f"{address}/login/"
    assert status(login) == (301, "https://portal.example/login/")
    assert status(login, {**HTTPS, "Host": "other.example"})[0] == 400
    answer = get(login, HTTPS)
    page = answer.read().decode()
    named = {"X-Request-ID": "from-the-proxy-1"}
    taken = [
        get(f"{address}/healthz", extra).headers["X-Request-ID"]
        for extra in ({**HTTPS, **named}, named)
    ]
    assert (taken[0], taken[1] == "from-the-proxy-1") == ("from-the-proxy-1", False)
    headers = {name: answer.headers[name] for name in ("Referrer-Policy", "X-Frame-Options")}
    assert headers == {"Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    cookie = answer.headers["Set-Cookie"]
    assert [word in cookie for word in ("__Host-csrftoken=", "Secure", "SameSite=Lax")] == [
        True
    ] * 3
    sheets = re.findall(r'href="(/static/css/[^"]+\.css)"', page)
    assert sheets
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", sheet) for sheet in sheets)
    sheet = get(address + sheets[0], HTTPS)
    assert "immutable" in sheet.headers["Cache-Control"]


def test_a_worker_takes_work_from_redis(environment: dict[str, str]) -> None:
    celery = [sys.executable, "-m", "celery", "-q", "-A", "config"]
    worker = subprocess.Popen([*celery, "worker", "--concurrency=1"], cwd=ROOT, env=environment)
    try:
        ping = [*celery, "inspect", "ping", "--timeout=3"]
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            done = subprocess.run(ping, cwd=ROOT, env=environment, capture_output=True, text=True)
            if "pong" in done.stdout:
                break
        assert "pong" in done.stdout
    finally:
        worker.terminate()
        worker.wait(30)
