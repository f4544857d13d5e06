"""The harness itself: services, worker and browser work before anything builds on them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection
from playwright.sync_api import Page

from plans.models import User
from tests.conftest import Portal
from tests.harness.worker import Worker


def test_the_database_is_the_one_asked_for(db: None) -> None:
    asked = os.environ.get("PORTAL_TEST_DATABASE", "sqlite")
    assert {"sqlite": "sqlite", "postgresql": "postgres"}[connection.vendor] == asked


@pytest.mark.worker
def test_worker_takes_a_message(worker: Worker) -> None:
    current_app.send_task("celery.backend_cleanup")
    deadline = time.monotonic() + timedelta(seconds=20).total_seconds()
    while "succeeded" not in worker.read_log() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "celery.backend_cleanup" in worker.read_log()
    assert "succeeded" in worker.read_log()


@pytest.mark.journey
def test_browser_opens_the_portal(
    page: Page, live_portal: Portal, screenshot: Callable[[Page, str], None]
) -> None:
    User.objects.create(username="someone", full_name="某人")
    page.goto("/login/")
    assert page.title()
    screenshot(page, "login")
