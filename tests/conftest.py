"""Fixtures of every test: a clean place, a real worker, a live portal, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.harness import browser as harness
from tests.harness import migrated
from tests.harness.worker import Worker, empty_queue
from tests.world import World, make_world

SLOW = ("journey", "embedded", "worker")
FAILED = pytest.StashKey[bool]()


@dataclass(frozen=True)
class Portal:
    """The running portal: its address and its worker."""

    url: str
    worker: Worker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, so that two processes end at about the same time."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in SLOW))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The test database goes with its private server or folder; dropping it takes seconds."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database as the migrations made it in an earlier run, where they are the same."""
    migrated.lay_out()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Keep what the migrations made, for the next run."""
    migrated.keep()


@pytest.fixture
def world(db: None) -> World:
    """One of everything."""
    return make_world()


@pytest.fixture(autouse=True)
def _clean_place() -> Iterator[None]:
    """No test sees cache, sessions, messages or files of the one before."""
    cache.clear()
    yield
    shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)


@pytest.fixture
def files() -> Path:
    """Where the portal keeps its files; empty at the start of the test."""
    Path(settings.FILES_ROOT).mkdir(parents=True, exist_ok=True)
    return Path(settings.FILES_ROOT)


@pytest.fixture
def worker(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[Worker]:
    """A running Celery worker; it ends before the database is flushed."""
    empty_queue()
    live = "live_server" in request.fixturenames
    url = request.getfixturevalue("live_server").url if live else settings.PUBLIC_URL
    process = Worker(url)
    process.start()
    yield process
    process.kill()


@pytest.fixture
def live_portal(live_server: LiveServer, worker: Worker, settings: Settings) -> Portal:
    """Web server and worker on the test database."""
    settings.PUBLIC_URL = live_server.url
    return Portal(live_server.url, worker)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module."""
    with harness.chromium() as running:
        yield running


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest, browser: Browser, live_portal: Portal
) -> Iterator[harness.Visitors]:
    """``visitor(user)`` opens a page for one more person; scripts and CSP must not complain."""
    visitors = harness.Visitors(browser, live_portal.url)
    yield visitors
    if request.node.stash.get(FAILED, False):
        for number, page in enumerate(p for c in visitors.contexts for p in c.pages):
            harness.picture_of_failure(page, f"{request.node.nodeid}-{number}")
    visitors.close()
    assert visitors.complaints == []


@pytest.fixture
def page(visitor: harness.Visitors) -> Page:
    """The page of an anonymous visitor."""
    return visitor()


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """``screenshot(page, name)``: pictures at 1366 and 360 px in var/screenshots."""
    return harness.screenshot
