"""Drafting in the browser: two people at once, lost tabs, lost logins, nothing lost."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from plans.models import Autosave, Change, Plan, Provision
from plans.permissions import DRAFT_PLAN, READ_DRAFT, grant, revoke
from tests.cast import PASSWORD, Cast, make_cast, make_plan
from tests.harness.browser import Visitors, sign_in

pytestmark = pytest.mark.journey
STATE = "[data-save-state]"
SETTLED_MS = 60  # the editor and the browser tell each other of focus and cursor a moment later


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = make_plan(cast.drafter)
    grant(DRAFT_PLAN, cast.writer, plan)
    return plan


@pytest.fixture
def chapter(plan: Plan) -> Provision:
    return plan.provisions.get(title="总体要求")


def open_editor(page: Page, row: Provision) -> None:
    page.goto(f"/plans/{row.plan.slug}/text/{row.pk}/")
    page.wait_for_selector(".editor-text")


def replace_line(page: Page, line: int, text: str) -> None:
    for key in ("", "Home", "Shift+End"):
        if key:
            page.keyboard.press(key)
        else:
            page.locator(".editor-text > *").nth(line).click()
        page.wait_for_timeout(SETTLED_MS)
    page.keyboard.type(text)


def stored(page: Page) -> str:
    return str(page.evaluate("document.getElementById('id_text').value"))


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()


def test_two_people_write_at_once_and_nothing_is_lost(visitor: Visitors, cast, chapter, screenshot):
    first, second = visitor(cast.drafter), visitor(cast.writer)
    open_editor(first, chapter)
    open_editor(second, chapter)
    replace_line(first, 0, "起草人改写第一段。")
    expect(second.locator("#presence")).to_contain_text("起草人正在修改", timeout=12_000)
    replace_line(second, 1, "协作人改写条目")
    expect(first.locator("#presence")).to_contain_text("协作人正在修改", timeout=12_000)
    save(first)
    expect(first.locator(".messages")).to_contain_text("修改已保存")
    expect(second.locator("[data-news]")).to_have_text(
        "起草人保存了第2版，已并入您的编辑框。", timeout=12_000
    )
    assert stored(second) == "起草人改写第一段。\n——协作人改写条目"
    second.keyboard.type("，接着写")
    assert stored(second) == "起草人改写第一段。\n——协作人改写条目，接着写"
    screenshot(second, "drafting-taken-in")
    save(second)
    expect(second.locator(".messages")).to_contain_text("修改已保存")
    chapter.refresh_from_db()
    assert chapter.text == "起草人改写第一段。\n——协作人改写条目，接着写"
    users = [
        c.version.revision.user for c in Change.objects.filter(provision=chapter).order_by("pk")
    ]
    assert users == [cast.drafter, cast.drafter, cast.writer]


def test_two_versions_of_one_paragraph_are_decided(visitor, cast, chapter, screenshot):
    first, second = visitor(cast.drafter), visitor(cast.writer)
    open_editor(first, chapter)
    open_editor(second, chapter)
    replace_line(first, 0, "甲方案完全不同。")
    replace_line(second, 0, "乙的写法另起炉灶。")
    save(first)
    expect(second.locator("[data-news]")).to_contain_text(
        "改到了您正在写的地方，按“保存”时逐处选定", timeout=12_000
    )
    save(second)
    conflict = second.locator("[data-conflict]")
    expect(conflict).to_have_count(1)
    expect(conflict).to_contain_text("冲突1：起草人的")
    expect(conflict).to_contain_text("甲方案完全不同。")
    expect(conflict).to_contain_text("乙的写法另起炉灶。")
    screenshot(second, "drafting-conflict")
    second.get_by_role("button", name="按选定的合并").click()
    expect(conflict).to_have_count(1)
    assert Change.objects.filter(provision=chapter).count() == 2
    second.get_by_label("我的", exact=True).check()
    second.get_by_role("button", name="按选定的合并").click()
    second.wait_for_selector(".editor-text")
    assert stored(second) == "乙的写法另起炉灶。\n——坚持守正创新。"
    save(second)
    expect(second.locator(".messages")).to_contain_text("修改已保存")
    assert Change.objects.filter(provision=chapter).count() == 3


def test_a_closed_tab_loses_nothing(visitor, cast, chapter, screenshot):
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    expect(page.locator(STATE)).to_have_text("当前为第1版")
    replace_line(page, 0, "写了一半的话")
    expect(page.locator(STATE)).to_have_text("有未保存的修改")
    expect(page.locator(STATE)).to_contain_text("已自动保存")
    page.close()
    chapter.refresh_from_db()
    assert (chapter.version, Autosave.objects.get().text.split("\n")[0]) == (1, "写了一半的话")
    again = visitor(cast.drafter)
    open_editor(again, chapter)
    expect(again.locator("#kept")).to_contain_text("写的文字还没有保存，已放回编辑框")
    assert stored(again).split("\n")[0] == "写了一半的话"
    again.get_by_text("改了什么").click()
    screenshot(again, "drafting-recovered")
    save(again)
    expect(again.locator(".messages")).to_contain_text("修改已保存")
    chapter.refresh_from_db()
    waiting = Autosave.objects.filter(settled_at=None)
    assert (chapter.text.split("\n")[0], waiting.count()) == ("写了一半的话", 0)


def test_unsaved_text_is_refused_by_a_press_alone_and_can_be_taken_again(
    visitor, cast, chapter, screenshot
):
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    replace_line(page, 0, "不想要的话")
    expect(page.locator(STATE)).to_contain_text("已自动保存")
    page.reload()
    page.wait_for_selector(".editor-text")
    replace_line(page, 0, "又改了一遍")
    page.get_by_role("button", name="回到已保存的正文").click()
    expect(page.locator(".messages")).to_contain_text("刚才的文字还留一周")
    assert stored(page) == "坚持服务大局。\n——坚持守正创新。"
    page.get_by_role("link", name="我留存的文字").click()
    expect(page.get_by_role("button", name="放入编辑框")).to_have_count(2)
    screenshot(page, "drafting-kept")
    page.get_by_role("button", name="放入编辑框").nth(1).click()
    page.wait_for_selector(".editor-text")
    assert stored(page).split("\n")[0] == "不想要的话"


def test_recovered_text_is_merged_with_what_was_saved_meanwhile(visitor, cast, chapter):
    Autosave.objects.create(
        user=cast.drafter,
        provision=chapter,
        base_version=1,
        title=chapter.title,
        text="我没存的第一段。\n——坚持守正创新。",
    )
    other = visitor(cast.writer)
    open_editor(other, chapter)
    replace_line(other, 1, "别人存的条目。")
    save(other)
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    expect(page.locator("#kept")).to_contain_text("之后别人又保存了新的修改")
    save(page)
    expect(page.locator("#conflict")).to_contain_text("没有互相冲突的修改")
    assert stored(page) == "我没存的第一段。\n——别人存的条目。"


def let_idle() -> None:
    """Nobody who is signed in has done anything for an hour."""
    for row in Session.objects.all():
        store = SessionStore(row.session_key)
        store["seen"] -= 3600
        store.save()


def test_an_expired_login_loses_nothing(visitor, cast, chapter, live_server):
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    let_idle()
    replace_line(page, 0, "登录过期时写的话")
    expect(page.locator(STATE)).to_contain_text("登录已过期，文字暂存在本机")
    why = "您已30分钟没有操作，已退出登录。请重新登录。文字已保留在本页。"
    expect(page.locator(".refusal")).to_contain_text(why)
    sign_in(page.context, cast.drafter, live_server.url)
    expect(page.locator(STATE)).to_contain_text("已自动保存", timeout=25_000)
    assert Autosave.objects.get().text.split("\n")[0] == "登录过期时写的话"


def test_saving_with_an_expired_login_waits_on_the_page(visitor, cast, chapter, live_server):
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    replace_line(page, 0, "按保存时已过期")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save(page)
    expect(page.locator(".refusal")).to_contain_text("登录已过期")
    assert stored(page).split("\n")[0] == "按保存时已过期"
    sign_in(page.context, cast.drafter, live_server.url)
    expect(page.locator(".messages")).to_contain_text("修改已保存")
    chapter.refresh_from_db()
    assert chapter.text.split("\n")[0] == "按保存时已过期"


def test_saving_offline_waits_and_says_so(visitor, cast, chapter, screenshot):
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    replace_line(page, 0, "断网时写的话")
    page.context.set_offline(True)
    save(page)
    expect(page.locator(STATE)).to_contain_text("暂时连不上服务器，还没有保存。")
    screenshot(page, "drafting-offline")
    replace_line(page, 1, "等待时也在写")
    page.context.set_offline(False)
    expect(page.locator(".messages")).to_contain_text("修改已保存", timeout=15_000)
    chapter.refresh_from_db()
    assert chapter.text == "断网时写的话\n——等待时也在写"


def test_what_a_browser_keeps_is_for_the_person_who_wrote_it(visitor, cast, chapter, live_server):
    """Two people use one computer, one after the other; the server took nothing meanwhile."""
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    page.context.set_offline(True)
    replace_line(page, 0, "没有传到服务器的话")
    expect(page.locator(STATE)).to_contain_text("文字暂存在本机")
    page.close()
    page.context.set_offline(False)
    sign_in(page.context, cast.writer, live_server.url)
    page = page.context.new_page()
    open_editor(page, chapter)
    assert stored(page) == "坚持服务大局。\n——坚持守正创新。"
    assert page.get_by_text("本机留有").count() == 0
    sign_in(page.context, cast.drafter, live_server.url)
    open_editor(page, chapter)
    expect(page.get_by_text("本机留有一份没有传到服务器的文字")).to_be_visible()
    assert stored(page).split("\n")[0] == "没有传到服务器的话"
    assert page.evaluate("localStorage.length") == 1
    expect(page.locator(STATE)).to_contain_text("已自动保存", timeout=15_000)
    assert page.evaluate("localStorage.length") == 0
    assert Autosave.objects.get().user == cast.drafter


def test_a_right_that_ends_while_one_types_is_said_once(visitor, cast, plan, chapter, screenshot):
    page = visitor(cast.writer)
    grant(READ_DRAFT, cast.writer, plan)
    open_editor(page, chapter)
    revoke(DRAFT_PLAN, cast.writer, plan)
    replace_line(page, 0, "权限结束后写的话")
    expect(page.locator(STATE)).to_contain_text("现在不能修改这一部分了")
    page.get_by_role("button", name="复制我的文字").click()
    expect(page.get_by_label("您写的文字")).to_have_value("权限结束后写的话\n——坚持守正创新。")
    screenshot(page, "drafting-right-ended")
    save(page)
    expect(page.locator(STATE)).to_contain_text("现在不能修改这一部分了")
    assert stored(page).split("\n")[0] == "权限结束后写的话"


def test_the_outline_is_reordered_with_the_keyboard_and_by_dragging(visitor, cast, plan, chapter):
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    outline = page.locator("#outline")
    outline.get_by_role("link", name="1.强化引领").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(outline).to_contain_text("已移动，序号已重新计算。")
    expect(outline.get_by_role("link", name="2.强化引领")).to_be_focused()
    outline.get_by_role("link", name="1.服务创新").drag_to(
        outline.get_by_role("link", name="一、总体要求")
    )
    expect(outline.locator(f"[data-id='{chapter.pk}'] ol a")).to_have_text(["1.服务创新"])
    kinds = Change.objects.filter(plan=plan, kind="move").values_list("provision__title", flat=True)
    assert sorted(kinds) == ["强化引领", "服务创新"]


def test_a_login_lost_while_writing_keeps_text_and_focus_and_saving_goes_on(
    visitor, cast, chapter, screenshot
):
    """The presence poll once put the whole login page into the editor and took the focus."""
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    replace_line(page, 0, "登录丢失前写的话")
    Session.objects.all().delete()
    notice = page.locator(".refusal")
    ended = "这次登录已经结束，请重新登录。文字已保留在本页。"
    expect(notice).to_contain_text(ended, timeout=12_000)
    page.keyboard.type("，之后也在写")
    assert page.locator("input[name=password]").count() == 0
    assert stored(page).split("\n")[0] == "登录丢失前写的话，之后也在写"
    screenshot(page, "drafting-signed-out")
    page.get_by_role("button", name="知道了").click()
    save(page)
    expect(notice).to_contain_text("登录已过期")
    assert stored(page).split("\n")[0] == "登录丢失前写的话，之后也在写"
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新标签页登录").click()
    login = opened.value
    login.get_by_label("用户名").fill(cast.drafter.username)
    login.get_by_label("密码").fill(PASSWORD)
    login.get_by_role("button", name="登录").click()
    login.wait_for_url(lambda url: "/login/" not in url)
    login.close()
    expect(notice).to_be_empty(timeout=12_000)
    expect(page.locator(STATE)).to_contain_text("已自动保存", timeout=12_000)
    save(page)
    expect(page.locator(".messages")).to_contain_text("修改已保存")
    chapter.refresh_from_db()
    assert chapter.text.split("\n")[0] == "登录丢失前写的话，之后也在写"


def test_what_is_done_beside_the_text_drops_no_words(visitor, cast, plan, chapter, screenshot):
    page = visitor(cast.drafter)
    page.request.post(  # the page then says what is being carried out
        f"/plans/{plan.slug}/source/",
        form={
            "source": "review:7",
            "label": "补充保障措施",
            "csrfmiddlewaretoken": token_of(page, chapter),
        },
    )
    open_editor(page, chapter)
    replace_line(page, 0, "没有保存的话")
    notes = page.locator("#notes")
    page.get_by_label("写批注").fill("请核对")
    page.get_by_role("button", name="添加批注").click()
    expect(notes).to_contain_text("请核对")
    expect(page.get_by_label("写批注")).to_have_value("")
    page.get_by_label("写批注").fill("第二条，还没有写完")
    page.get_by_role("button", name="标为已处理").click()
    expect(notes).to_contain_text("已处理：起草人")
    page.get_by_text("回复", exact=True).first.click()
    page.locator("#notes textarea").fill("核对过了")
    page.get_by_role("button", name="回复").click()
    expect(notes).to_contain_text("核对过了")
    expect(page.get_by_label("写批注")).to_have_value("第二条，还没有写完")
    assert stored(page).split("\n")[0] == "没有保存的话"
    screenshot(page, "drafting-notes")
    replace_line(page, 0, "按下别的按钮之前的话")
    page.get_by_role("button", name="结束落实").click()
    expect(page.get_by_text("正在落实")).to_have_count(0)
    page.wait_for_selector(".editor-text")
    assert stored(page).split("\n")[0] == "按下别的按钮之前的话"


def token_of(page: Page, row: Provision) -> str:
    open_editor(page, row)
    return str(page.locator("[name=csrfmiddlewaretoken]").first.input_value())


def test_deleting_is_undone_from_its_message(visitor, cast, plan, chapter, screenshot):
    page = visitor(cast.drafter)
    open_editor(page, chapter)
    page.get_by_role("link", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    message = page.locator(".messages")
    expect(message).to_contain_text("已删除“总体要求”")
    screenshot(page, "drafting-deleted")
    message.get_by_role("button", name="撤销").click()
    expect(message).to_contain_text("“总体要求”已恢复。")
    chapter.refresh_from_db()
    assert chapter.deleted_at is None
