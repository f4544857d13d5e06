"""Papers in the browser: a job's page through failure and a killed worker, previews, options."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Response, expect

from plans.editions.actions.explanation import save_explanation
from plans.editions.actions.freezing import freeze_edition
from plans.enums import JobState
from plans.models import Edition, Job, Letterhead, Rendition
from plans.system import jobs
from plans.system.clock import database_now
from tests.cast import Cast, make_cast, make_chongqing
from tests.plans.issuing.steps import approve, review

pytestmark = pytest.mark.journey


@pytest.fixture
def cast(live_portal) -> Cast:
    return make_cast()


@pytest.fixture
def edition(cast: Cast) -> Edition:
    plan = make_chongqing(cast.drafter)
    text = "一、编制背景\n规划期届满。"
    save_explanation(plan.pk, by=cast.drafter, text=text, expected_number=0)
    return freeze_edition(plan.pk, by=cast.drafter, label="送审稿", explained=True)


def address(edition: Edition, page: str = "") -> str:
    return f"/plans/{edition.plan.slug}/{page}"


def test_a_failed_file_says_why_and_is_made_again(live_portal, visitor, cast, edition):
    live_portal.worker.stop()
    desk: Page = visitor(cast.drafter)
    desk.goto(address(edition, f"editions/{edition.pk}/"))
    desk.get_by_label("宽页边").check()
    desk.get_by_label("行号").check()
    desk.get_by_role("button", name="生成PDF", exact=True).click()
    expect(desk.get_by_text("排队中")).to_be_visible()
    rendition = Rendition.objects.get()
    tree = rendition.tree
    assert (tree["wide_margin"], tree["line_numbers"]) == (True, True)
    Rendition.objects.update(tree={"type": "Gone"})
    live_portal.worker.start()
    expect(desk.get_by_text("保存的文件内容不完整，不能排版")).to_be_visible(timeout=60_000)
    Rendition.objects.update(tree=tree)
    desk.get_by_role("button", name="重新生成").click()
    with desk.expect_download(timeout=60_000) as waiting:
        desk.get_by_role("link", name="下载").click(timeout=60_000)
    assert waiting.value.suggested_filename == f"{edition.title}（送审稿）.pdf"


def test_the_page_of_a_killed_workers_job_ends_with_the_file(live_portal, visitor, cast, edition):
    live_portal.worker.stop()
    desk: Page = visitor(cast.drafter)
    desk.goto(address(edition, f"editions/{edition.pk}/"))
    desk.get_by_role("button", name="生成归档PDF").click()
    job = Job.objects.get()
    assert jobs.claim(job.pk) is not None  # a worker that took it and was killed
    expect(desk.get_by_text("正在处理")).to_be_visible()
    Job.objects.update(lease_until=database_now() - timedelta(seconds=1))
    live_portal.worker.start()
    jobs.resend_overdue()
    expect(desk.get_by_text("已完成")).to_be_visible(timeout=60_000)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 2)


def test_previews_open_beside_the_form_that_stays_usable(visitor, cast, edition):
    approve(cast, edition.plan, edition)
    review(cast, edition)
    desk: Page = visitor(cast.drafter)
    shown: list[tuple[str, int]] = []

    def note(response: Response) -> None:
        if response.url.endswith("/preview/"):
            shown.append((response.request.method, response.status))

    desk.context.on("response", note)
    desk.goto(address(edition))
    with desk.expect_popup():
        desk.get_by_role("link", name=re.compile("预览.*强化规划实施保障")).click()
    desk.goto(address(edition, "issue/"))
    desk.get_by_text("与其他机关联合发文").click()
    desk.get_by_label("联合发文的其他机关").fill("重庆市教育委员会")
    with desk.expect_popup():
        desk.get_by_role("button", name="预览印发件").click()
    desk.wait_for_function("() => !document.querySelector('form[data-sent]')")
    expect(desk.get_by_label("联合发文的其他机关")).to_have_value("重庆市教育委员会")
    expect(desk.get_by_role("button", name="印发", exact=True)).not_to_have_attribute(
        "aria-disabled", "true"
    )
    desk.wait_for_timeout(3000)
    assert set(shown) == {("GET", 200), ("POST", 200)}


def test_a_letterhead_is_seen_while_it_is_written(visitor, cast, screenshot):
    desk: Page = visitor(cast.drafter)
    desk.goto(f"/letterheads/{Letterhead.objects.get().pk}/")
    picture = desk.locator(".sheet img")
    expect(picture).to_have_attribute("alt", "重庆市科学技术协会的文件首页样张")
    desk.get_by_label("发文机关全称").fill("重庆市科协")
    expect(picture).to_have_attribute("alt", "重庆市科协的文件首页样张")
    assert Letterhead.objects.get().body_name == "重庆市科学技术协会"
    screenshot(desk, "letterhead")
