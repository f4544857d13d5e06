"""Redis goes and comes back: nobody is out, pages work, jobs wait in their rows and go on."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from plans.documents.actions import request_rendition
from plans.enums import FileFormat, JobState
from plans.models import Job
from plans.rendering.blocks import Document, Paragraph, Part, text_runs
from tests.cast import Cast, make_cast
from tests.harness.production import Production
from tests.harness.services import free_port, start_redis

pytestmark = pytest.mark.production


class Redis:
    """A server that can be taken away and brought back on the same port, empty."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        self._service = start_redis(self._port)

    def stop(self) -> None:
        self._service.stop()


@pytest.fixture
def redis() -> Iterator[Redis]:
    service = Redis()
    yield service
    service.stop()


@pytest.fixture
def portal(transactional_db: None, tmp_path: Path, redis: Redis) -> Iterator[Production]:
    portal = Production(tmp_path, redis=redis.url)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


def make_job(cast: Cast, text: str) -> int:
    page = Document("试验", (Part((Paragraph(text_runs(text)),)),))
    asked = request_rendition(page, FileFormat.PDF, by=cast.drafter, label="生成：试验", plan=None)
    assert asked.job is not None
    return asked.job.pk


def test_redis_goes_and_comes_back(portal: Production, redis: Redis, settings: Settings) -> None:
    cast = make_cast()
    settings.SECRET_KEY = portal.environment["PORTAL_SECRET_KEY"]
    client = Client()
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    session = f"__Host-sessionid={client.cookies['sessionid'].value}"
    portal.until(lambda: portal.status("/desk/", session) == 200)
    first = make_job(cast, "之前。")
    portal.until(lambda: Job.objects.get(pk=first).state == JobState.DONE)
    assert (portal.status("/healthz"), portal.status("/readyz")) == (200, 200)

    redis.stop()
    lengths = {name: len(portal.log(name)) for name in portal.processes}
    waiting = make_job(cast, "其间。")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert (portal.status("/desk/", session), portal.status("/login/")) == (200, 200)
        time.sleep(0.5)
    grown = {name: len(portal.log(name)) - length for name, length in lengths.items()}
    assert {name for name, size in grown.items() if size > 20_000} == set(), grown
    assert Job.objects.get(pk=waiting).state == JobState.QUEUED
    status, told = portal.get("/readyz")
    parts = {one["part"]: one["good"] for one in json.loads(told)["parts"]}
    whole = {"database": True, "migrations": True, "broker": False, "storage": True}
    assert (portal.status("/healthz"), status, parts) == (200, 503, whole)

    redis.start()
    portal.until(lambda: Job.objects.get(pk=waiting).state == JobState.DONE, seconds=180)
    assert portal.status("/readyz") == 200
    assert portal.status("/desk/", session) == 200
