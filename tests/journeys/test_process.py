"""The process in the browser: the head's dashboard with its picture."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Visitors, screenshot
from tests.taskforce.running_process import begin

pytestmark = pytest.mark.journey


def test_the_head_sees_the_picture_and_its_table(visitor: Visitors) -> None:
    process = begin("chongqing-2020")
    for width in (1366, 360):
        page = visitor(process.cast.chief, width=width)
        page.goto(f"/plans/{process.plan.slug}/dashboard/")
        expect(page.locator(".gantt-frame .bar-wrapper")).to_have_count(12)
        expect(page.locator("#bars tbody tr")).to_have_count(12)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    screenshot(page, "dashboard")
