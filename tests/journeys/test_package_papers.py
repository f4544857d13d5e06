"""The office makes the papers of a gate ready in the browser, looks at them, and seals."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from plans.models import OutgoingMail
from taskforce.models import Package
from tests.harness.browser import Visitors, screenshot
from tests.taskforce.running_process import Process, begin

pytestmark = [pytest.mark.journey, pytest.mark.worker]
GATE = "领导小组审定规划草案"


def ready() -> Process:
    """Chongqing's second stage with a 送审稿."""
    made = begin("chongqing-2020")
    for key, evidence in (("mobilise", "minutes"), ("study", "research_results")):
        made.do(key, evidence)
    made.do("propose_major_items", "major_items")
    made.approve("领导小组审定前期研究成果")
    made.consult()
    made.check()
    made.review(made.freeze("送审稿"))
    return made


def fits(page: Page) -> None:
    """No sideways scrolling at either width."""
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 800})


def test_papers_are_gathered_replaced_sealed_and_downloaded(visitor: Visitors) -> None:
    process = ready()
    desk, gate = visitor(process.office), process.gate(GATE)
    desk.goto(f"/gates/{gate.pk}/")
    screenshot(desk, "gate")
    desk.get_by_role("link", name="提请审议").click()
    desk.get_by_role("button", name="汇集材料").click()
    expect(desk.get_by_role("link", name="规划草案（送审稿）")).to_be_visible(timeout=60_000)
    desk.locator("tr", has_text="编制说明").get_by_role("link", name="换成上传的文件").click()
    own = FilePayload(name="编制说明.txt", mimeType="text/plain", buffer="自己写的".encode())
    desk.set_input_files("#id_file", own)
    desk.get_by_role("button", name="上传并替换").click()
    expect(desk.locator("tr", has_text="编制说明")).to_contain_text("起草人上传")
    fits(desk)
    screenshot(desk, "seal")
    desk.select_option("#id_edition", label="送审稿")
    desk.get_by_role("button", name="封存并提请审议").click()
    expect(desk.locator(".messages")).to_contain_text("已封存")
    fits(desk)
    screenshot(desk, "package")
    with desk.expect_download() as waiting:
        desk.locator(".papers").get_by_role("link", name="下载").first.click()
    draft = Package.objects.get(gate=gate).materials.all()[0]
    content = Path(waiting.value.path()).read_bytes()
    assert (content[:5], hashlib.sha256(content).hexdigest()) == (b"%PDF-", draft.sha256)


def test_the_offices_pages_fit_both_screens(visitor: Visitors) -> None:
    process = ready()
    mail = {"to": "nobody@test.invalid", "subject": "请审议", "error": "550 no such user"}
    OutgoingMail.objects.create(**mail, state="failed", attempts=6, not_before="2026-01-01T00:00Z")
    slug = process.plan.slug
    pages = {
        "timeline": f"/plans/{slug}/timeline/",
        "bodies": f"/plans/{slug}/bodies/",
        "calling": f"/gates/{process.gate('党组审议').pk}/notice/",
        "outward": f"/gates/{process.gate('报市领导同意').pk}/letter/",
        "audit": f"/plans/{slug}/audit/",
        "calendar": "/desk/calendar/",
    }
    desk = visitor(process.office)
    look_at(desk, pages)
    look_at(visitor(process.cast.system), {"mail": "/desk/mail/"})
    look_at(visitor(process.cast.auditor), {"audit-all": "/audit/"})


def look_at(desk: Page, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        answer = desk.goto(address)
        assert answer is not None
        assert (name, answer.status, desk.locator("h1").count()) == (name, 200, 1)
        fits(desk)
        screenshot(desk, name)
