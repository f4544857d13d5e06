"""Staff goes through a round's opinions by keyboard alone: from the list to the table."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from consultation.load.actions import make_load
from consultation.models import Assessment, Round
from plans.permissions import READ_DRAFT, grant
from tests.cast import make_cast, make_chongqing
from tests.harness.browser import Visitors

pytestmark = [pytest.mark.journey, pytest.mark.worker]
COUNT = 30


def keys(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def tab_to(page: Page, selector: str, limit: int = 200) -> None:
    """Press Tab until the focus is there, as a person without a mouse does."""
    for _ in range(limit):
        if page.evaluate("wanted => document.activeElement?.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def choose(page: Page, label: str) -> None:
    """Go down the options of the focused select to the one of this label."""
    chosen = "() => document.activeElement.selectedOptions[0].text"
    for _ in range(20):
        if page.evaluate(chosen) == label:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no option {label}")


def told(page: Page, words: str) -> None:
    expect(page.locator(".messages li").filter(has_text=words).first).to_be_visible()


def at(page: Page, number: int) -> None:
    expect(page.locator("h1")).to_have_text(f"意见{number:04d}")
    ready(page)


def ready(page: Page) -> None:
    """The script that listens to keys is there: it has shown its button."""
    expect(page.locator("[data-keys]")).to_be_visible()


def row(round_: Round, number: int) -> Assessment:
    return Assessment.objects.get(round=round_, number=number)


def test_staff_goes_through_thirty_opinions_by_keyboard(visitor: Visitors) -> None:
    cast = make_cast()
    plan = make_chongqing(cast.drafter)
    grant(READ_DRAFT, cast.writer, plan)
    round_ = make_load(plan, by=cast.drafter, comments=COUNT, units=6, label="征求意见稿")
    desk = visitor(cast.drafter)
    desk.goto(f"/rounds/{round_.pk}/comments/")
    see_the_keys(desk)
    assign_three(desk, round_)
    group_two(desk, round_)
    answer_three(desk, round_)
    be_stopped_in_bulk(desk, round_)
    answer_the_rest(desk, round_)
    find_and_take_out(desk, round_)


def see_the_keys(desk: Page) -> None:
    ready(desk)
    keys(desk, "?")
    expect(desk.get_by_role("dialog", name="快捷键")).to_be_visible()
    keys(desk, "Escape")
    expect(desk.get_by_role("dialog", name="快捷键")).to_be_hidden()


def assign_three(desk: Page, round_: Round) -> None:
    keys(desk, "j", "x", "j", "x", "j", "x")
    expect(desk.locator("[data-selected-count]")).to_have_text("3")
    tab_to(desk, "#bulk_handler")
    choose(desk, "协作人")
    tab_to(desk, "button[formaction*='/assign/']")
    keys(desk, "Enter")
    told(desk, "3条意见已分派。")
    ready(desk)
    assert [str(row(round_, n).handler) for n in (1, 2, 3)] == ["协作人"] * 3
    keys(desk, "j", "x")
    tab_to(desk, "#bulk_tag")
    desk.keyboard.type("体制机制")
    tab_to(desk, "button[formaction*='/tag/']")
    keys(desk, "Enter")
    told(desk, "1条意见已加标签。")
    ready(desk)


def group_two(desk: Page, round_: Round) -> None:
    keys(desk, *["j"] * 5, "x", "j", "x")
    tab_to(desk, "button[formaction*='/group/']")
    keys(desk, "Enter")
    told(desk, "2条意见已归为一组")
    ready(desk)
    assert row(round_, 5).group == row(round_, 6).group


def answer_three(desk: Page, round_: Round) -> None:
    keys(desk, "j", "Enter")
    at(desk, 1)
    keys(desk, "3")
    desk.keyboard.type("已有规定。")
    keys(desk, "Control+Enter")
    at(desk, 2)
    told(desk, "意见0001的处理意见已保存。")
    keys(desk, "k")
    at(desk, 1)
    keys(desk, "j")
    at(desk, 2)
    keys(desk, "4", "s")
    at(desk, 3)
    keys(desk, "e")
    expect(desk.locator("h1")).to_have_text("采纳意见0003")
    tab_to(desk, "#id_title")
    keys(desk, "End")
    desk.keyboard.type("（按意见修改）")
    tab_to(desk, ".form .actions button")
    keys(desk, "Enter")
    told(desk, "意见0003已采纳")
    at(desk, 3)
    proof = row(round_, 3).proof
    assert proof is not None
    assert proof.provision is not None
    assert proof.provision.title.endswith("（按意见修改）")
    assert [row(round_, n).disposition for n in (1, 2, 3)] == ["not_adopted", "noted", "adopted"]


def be_stopped_in_bulk(desk: Page, round_: Round) -> None:
    keys(desk, "u")
    expect(desk.locator("h1")).to_have_text("意见汇总")
    ready(desk)
    keys(desk, "j", "x", *["j"] * 3, "x")
    tab_to(desk, "#bulk_disposition")
    choose(desk, "留作参考")
    tab_to(desk, "#bulk button.button")
    keys(desk, "Enter")
    told(desk, "以下意见已经办结，整批没有处理：0001。")
    assert row(round_, 4).disposition == ""


def answer_the_rest(desk: Page, round_: Round) -> None:
    desk.goto(f"/rounds/{round_.pk}/comments/?state=open")
    ready(desk)
    keys(desk, "j", "Enter")
    for number in [*range(4, 6), *range(7, COUNT)]:
        at(desk, number)
        keys(desk, "4", "s")
    at(desk, COUNT)
    keys(desk, "4", "s")
    told(desk, "已是符合条件的最后一条")
    expect(desk).to_have_url(re.compile(r"/comments/\?state=open$"))
    assert not Assessment.objects.filter(round=round_, state="open").exists()


def find_and_take_out(desk: Page, round_: Round) -> None:
    desk.goto(f"/rounds/{round_.pk}/comments/")
    ready(desk)
    keys(desk, "/")
    desk.keyboard.type("0003")
    desk.wait_for_url(re.compile("q=0003"))
    desk.goto(f"/rounds/{round_.pk}/comments/")
    tab_to(desk, "form[action*='/export/?'] button")
    keys(desk, "Enter")
    desk.get_by_role("link", name=re.compile("下载")).first.wait_for(timeout=30_000)
    with desk.expect_download() as waiting:
        desk.get_by_role("link", name=re.compile("下载")).first.click()
    with open(waiting.value.path(), "rb") as file:
        sheet = load_workbook(io.BytesIO(file.read()))["意见汇总处理表"]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == COUNT + 1
    assert [line[7] for line in rows[1:4]] == ["不采纳", "留作参考", "采纳"]
