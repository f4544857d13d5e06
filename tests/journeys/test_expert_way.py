"""咨询论证 in the browser: by link on a phone from the declaration to the receipt, then opened."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultation.models import Assessment, ExpertReview, Round
from plans.editions.actions.freezing import freeze_edition
from tests.cast import Cast, make_cast, make_plan, make_user
from tests.harness.browser import Visitors
from tests.journeys.test_whole_way import follow, press, told

pytestmark = [pytest.mark.journey, pytest.mark.worker]
SECRET = "活动要有频次要求"


def test_the_way_of_the_experts(visitor: Visitors, live_portal: object) -> None:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿")
    chair = make_user("甲专家")
    desk = visitor(cast.drafter)
    url = open_a_round(desk)
    phone = visitor(width=360, touch=True)
    guest_answers(phone, url)
    staff_see_nothing(desk, cast)
    the_last_one_opens(visitor(chair), chair.full_name)
    staff_read_and_answer(desk)
    the_sheet_is_downloaded(desk)
    the_group_concludes(visitor(chair))


def open_a_round(desk: Page) -> str:
    """An expert round with 甲 by account as chair and 丙 by link; gives the link."""
    desk.goto("/plans/ceshi/rounds/new/")
    closes = timezone.localtime() + timedelta(days=5)
    desk.fill("#id_name", "规划专家论证")
    desk.select_option("#id_audience", "experts")
    desk.fill("#id_closes_at", f"{closes:%Y-%m-%dT17:00}")
    press(desk, "保存草稿，下一步")
    press(desk, "保存，下一步")
    press(desk, "发出")
    desk.select_option("#id_account", label="甲专家")
    desk.check("#id_chair")
    press(desk, "邀请")
    told(desk, "已邀请甲专家")
    follow(desk, "邀请专家")
    desk.fill("#id_name", "丙专家")
    desk.fill("#id_organisation", "某研究院")
    desk.fill("#id_position", "研究员")
    press(desk, "邀请")
    told(desk, "已邀请丙专家")
    press(desk, "制作链接")
    return desk.locator("main .hash").inner_text()


def guest_answers(phone: Page, url: str) -> None:
    phone.goto(url)
    press(phone, "打开论证文稿")
    press(phone, "开始：回避声明")
    phone.get_by_label("无利害关系").check()
    press(phone, "确认声明")
    told(phone, "声明已记录")
    follow(phone, "逐章阅看，提出意见")
    follow(phone, "对本章提意见")
    phone.fill("#id_text", "总体要求写得好。")
    expect(phone.locator("[data-save-state]")).to_contain_text("已自动保存")
    press(phone, "保存意见")
    told(phone, "意见已保存为草稿")
    follow(phone, "下一章")
    phone.locator("article .comment-link").nth(1).click()
    phone.wait_for_load_state()
    phone.fill("#id_text", SECRET)
    phone.fill("#id_quote", "深入开展活动。")
    phone.fill("#id_proposal", "每年开展活动不少于四次。")
    press(phone, "保存意见")
    follow(phone, "填写总体意见")
    phone.get_by_label("修改后同意").check()
    phone.locator("#id_text").fill("修改后可行。")
    press(phone, "保存，去核对")
    expect(phone.locator("main")).to_contain_text(SECRET)
    press(phone, "确认提交")
    told(phone, "意见已提交，不能再修改")
    review = ExpertReview.objects.get(name="丙专家")
    expect(phone.locator("main")).to_contain_text(f"回执编号{review.receipt_number}")
    assert (review.verdict, review.opinions.count()) == ("agree_changed", 2)
    press(phone, "回执（PDF）")
    expect(phone.get_by_role("link", name="下载")).to_be_visible()


def staff_see_nothing(desk: Page, cast: Cast) -> None:
    round_ = Round.objects.get()
    for page in (f"/rounds/{round_.pk}/", f"/rounds/{round_.pk}/comments/", "/desk/"):
        desk.goto(page)
        expect(desk.locator("main")).not_to_contain_text(SECRET)
        expect(desk.locator("main")).not_to_contain_text("修改后同意")
    desk.goto(f"/rounds/{round_.pk}/")
    expect(desk.locator("tr", has_text="丙专家")).to_contain_text("已提交")
    expect(desk.locator("tr", has_text="甲专家")).to_contain_text("未阅")


def the_last_one_opens(page: Page, name: str) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="提出论证意见").first.click()
    press(page, "开始：回避声明")
    page.get_by_label("无利害关系").check()
    press(page, "确认声明")
    follow(page, "逐章阅看，提出意见")
    press(page, "本章没有意见")
    press(page, "本章没有意见")
    follow(page, "填写总体意见")
    page.get_by_label("同意", exact=True).check()
    press(page, "保存，去核对")
    press(page, "确认提交")
    told(page, "意见已提交")
    follow(page, "查看全部意见，撰写综合论证意见")
    told(page, "自动启封")


def staff_read_and_answer(desk: Page) -> None:
    round_ = Round.objects.get()
    desk.goto(f"/rounds/{round_.pk}/comments/?source=expert")
    expect(desk.locator("tbody tr")).to_have_count(3)
    expect(desk.locator("tbody")).to_contain_text("丙专家（某研究院研究员）")
    row = Assessment.objects.get(comment__quote="深入开展活动。")
    desk.goto(f"/rounds/{round_.pk}/comments/{row.pk}/")
    follow(desk, "采纳并修改正文")
    press(desk, "保存修改并采纳")
    told(desk, f"意见{row.number:04d}已采纳")
    row.refresh_from_db()
    assert row.proof is not None


def the_sheet_is_downloaded(desk: Page) -> None:
    round_ = Round.objects.get()
    desk.goto(f"/rounds/{round_.pk}/")
    section = desk.locator("section.note", has_text="丙专家")
    section.get_by_role("button", name="专家意见表（Word）").click()
    with desk.expect_download() as waiting:
        desk.get_by_role("link", name="下载").click()
    path = Path(waiting.value.path())
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    told_there = "\n".join(cells)
    for words in ("丙专家", "某研究院", "☑修改后同意", SECRET, "修改后可行。"):
        assert words in told_there


def the_group_concludes(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="撰写").first.click()
    page.fill("#id_text", "专家组一致认为，规划总体可行，建议修改完善后报批。")
    press(page, "保存综合论证意见")
    told(page, "综合论证意见已保存")
    press(page, "论证意见和签名表（PDF）")
    expect(page.get_by_role("link", name="下载")).to_be_visible()
