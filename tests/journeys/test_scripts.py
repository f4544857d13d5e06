"""The small scripts of the pages in a real browser: autosave, outline, dialogs, bulk selection."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.static_page import Site, static_site

pytestmark = pytest.mark.journey

Open = Callable[[str], Page]
WRITING = """<form method="post" action="/save" data-autosave="/keep" data-unsaved data-once>
<input type="hidden" name="csrfmiddlewaretoken" value="old"><textarea name="text">甲</textarea>
<button type="submit">保存</button><span class="save-state" data-save-state></span></form>"""
VERSIONED = WRITING.replace("<textarea", '<input type="hidden" name="version" value="1"><textarea')
"""Where a version tells what was written on what, the words go straight back into the form."""


@pytest.fixture
def site() -> Iterator[Site]:
    with static_site("page", "autosave", "unsaved", "outline", "table") as running:
        yield running


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Open]:
    """``opened(body)`` shows a page of this body; script errors fail the test."""
    context = browser.new_context()
    errors: list[str] = []

    def open_with(body: str) -> Page:
        site.pages["/"] = body
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{site.address}/")
        return page

    yield open_with
    context.close()
    assert errors == []


def test_unsaved_text_goes_to_the_server_and_the_page_says_so(site, opened):
    site.answers["/keep"] = (200, '{"saved_at": "10:32"}')
    page = opened(WRITING)
    page.context.add_cookies([{"name": "csrftoken", "value": "new", "url": site.address}])
    page.locator("textarea").press_sequentially("乙")
    expect(page.locator("[data-save-state]")).to_have_text("有未保存的修改")
    expect(page.locator("[data-save-state]")).to_have_text("已自动保存 10:32")
    assert [path for path, _ in site.posts] == ["/keep"]
    assert "乙" in site.posts[0][1]
    assert 'name="csrfmiddlewaretoken"\r\n\r\nnew' in site.posts[0][1]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((409, '{"message": "规划已批准，不能修改。"}'), "规划已批准，不能修改。"),
        (
            (401, '{"message": "登录已过期，请重新登录。"}'),
            "登录已过期，文字暂存在本机。重新登录后自动保存。",
        ),
        ((500, "<p>故障</p>"), "没有保存成功，文字暂存在本机，正在重试。"),
    ],
)
def test_text_that_the_server_did_not_take_stands_in_the_form_again(site, opened, answer, words):
    site.answers["/keep"] = answer
    page = opened(WRITING)
    page.locator("textarea").fill("甲乙")
    expect(page.locator("[data-save-state]")).to_have_text(words)
    again = page.context.new_page()
    again.goto(f"{site.address}/")
    again.get_by_role("button", name="放入编辑框").click()
    assert again.locator("textarea").input_value() == "甲乙"
    assert again.locator("form > .notice, body > .notice").count() == 0
    site.pages["/"] = VERSIONED
    straight = page.context.new_page()
    straight.goto(f"{site.address}/")
    expect(straight.locator(".notice").first).to_contain_text("已放回编辑框，还没有保存")
    assert straight.locator("textarea").input_value() == "甲乙"
    straight.get_by_role("button", name="回到原来的文字").click()
    assert straight.locator("textarea").input_value() == "甲"


@pytest.mark.parametrize(
    ("who", "words", "links"),
    [
        ('<a class="site-who" href="#">某人</a>', "请重新登录。文字已保留在本页。", 1),
        ("<span>某人</span>", "请在新标签页再打开一次您的专用链接。文字已保留在本页。", 0),
    ],
)
def test_a_lost_login_says_how_one_comes_in_again(site, opened, who, words, links):
    site.answers["/keep"] = (401, '{"message": "登录已过期，请重新登录。"}')
    page = opened(f'<div class="site-user">{who}</div>{WRITING}')
    page.locator("textarea").fill("甲乙")
    expect(page.locator(".refusal p")).to_have_text(f"登录已过期，{words}")
    assert page.get_by_role("link", name="在新标签页登录").count() == links
    site.answers["/keep"] = (200, '{"saved_at": "10:32"}')
    page.locator("textarea").press_sequentially("丙")
    expect(page.locator("[data-save-state]")).to_have_text("已自动保存 10:32", timeout=15_000)
    expect(page.locator(".refusal")).to_be_empty()


OUTLINE = """<nav class="outline" id="outline"><ol>
<li data-id="1" data-kind="chapter" data-move="/move/1"><a href="#1">一</a><ol>
<li data-id="2" data-kind="task" data-move="/move/2"><a href="#2">1.</a></li>
<li data-id="3" data-kind="task" data-move="/move/3"><a href="#3">2.</a></li></ol></li>
<li data-id="4" data-kind="chapter" data-move="/move/4"><a href="#4">二</a></li></ol></nav>
<input type="hidden" name="csrfmiddlewaretoken" value="t">"""


def sent_target(site: Site) -> tuple[str, str]:
    path, body = site.posts[-1]
    return path, body.split('name="target"\r\n\r\n')[1].split("\r\n")[0]


def test_the_outline_is_reordered_by_keyboard(site, opened):
    swapped = OUTLINE.replace('data-id="2"', 'data-id="x"').replace('data-id="3"', 'data-id="2"')
    site.answers["/move/2"] = (200, site.html(swapped))
    page = opened(OUTLINE)
    page.get_by_role("link", name="1.").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".outline-said")).to_have_text("已移动，序号已重新计算。")
    assert sent_target(site) == ("/move/2", "1-3")
    assert page.evaluate("document.activeElement.parentElement.dataset.id") == "2"


def test_the_outline_is_reordered_by_dragging(site, opened):
    site.answers["/move/3"] = (200, site.html(OUTLINE))
    page = opened(OUTLINE)
    page.get_by_role("link", name="2.").drag_to(page.get_by_role("link", name="二"))
    expect(page.locator(".outline-said")).to_have_text("已移动，序号已重新计算。")
    assert sent_target(site) == ("/move/3", "4-0")


def test_a_refused_move_says_why(site, opened):
    refused = '<div class="error-summary"><ul><li>这里不能放这一级。</li></ul></div>'
    site.answers["/move/4"] = (200, site.html(refused))
    page = opened(OUTLINE)
    page.get_by_role("link", name="二").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".outline-said")).to_have_text("没有移动：这里不能放这一级。")


def test_a_confirm_page_is_shown_as_a_dialog_that_keyboard_users_can_leave(site, opened):
    site.pages["/confirm"] = (
        "<h1>结束</h1><div data-dialog-content><p>将会结束。</p><form method='post'>"
        "<button type='submit'>结束本轮</button><a href='/' data-dialog-close>返回</a></form></div>"
    )
    site.answers["/confirm"] = (200, site.html("<p>已结束</p>"))
    page = opened('<a href="/confirm" data-dialog>结束</a>')
    page.get_by_role("link", name="结束").press("Enter")
    dialog = page.get_by_role("dialog", name="结束")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "结束"
    page.get_by_role("link", name="结束").click()
    page.get_by_role("button", name="结束本轮").click()
    expect(page.get_by_text("已结束")).to_be_visible()
    assert [path for path, _ in site.posts] == ["/confirm"]


def test_rows_are_selected_in_bulk_and_by_keyboard(opened):
    rows = "".join(
        f'<tr><th><input type="checkbox" name="selected" value="{n}" form="bulk"></th>'
        f'<td><a href="#{n}">第{n}条</a></td></tr>'
        for n in range(4)
    )
    page = opened(
        '<table class="table"><thead><tr><th><input type="checkbox" data-select-all></th></tr>'
        f'</thead><tbody>{rows}</tbody></table><form class="bulk" id="bulk" method="post">'
        '<strong data-selected-count></strong><button type="button" data-select-none>取消</button>'
        "</form>"
    )
    count = page.locator("[data-selected-count]")
    expect(page.locator(".bulk")).to_be_hidden()
    page.locator("[name=selected]").first.click()
    page.locator("[name=selected]").nth(2).click(modifiers=["Shift"])
    expect(count).to_have_text("3")
    page.get_by_text("第2条").focus()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(count).to_have_text("4")
    assert page.locator("[data-select-all]").is_checked()
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".bulk")).to_be_hidden()


def test_a_form_is_sent_once(opened):
    page = opened('<form method="post" action="/slow" data-once><button>提交</button></form>')
    sent = page.evaluate(
        """() => {
            let sent = 0;
            window.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) sent += 1;
                event.preventDefault();
            });
            for (let click = 0; click < 3; click += 1) document.querySelector("button").click();
            return sent;
        }"""
    )
    assert sent == 1


def test_filters_apply_themselves(opened):
    page = opened(
        '<form class="filters"><input type="search"><select><option>全部<option>修改</select>'
        "</form><output>0</output>"
    )
    page.evaluate(
        """() => {
            const output = document.querySelector("output");
            document.querySelector("form").addEventListener("filter", () => {
                output.textContent = String(Number(output.textContent) + 1);
            });
        }"""
    )
    page.locator("input").press_sequentially("科普")
    expect(page.locator("output")).to_have_text("1")
    page.locator("select").select_option("修改")
    expect(page.locator("output")).to_have_text("2")
