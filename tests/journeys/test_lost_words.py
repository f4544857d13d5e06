"""A login that is lost between opening a form and sending it costs nobody a word."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from plans.models import Explanation
from tests.cast import PASSWORD, Cast, make_cast, make_plan

pytestmark = pytest.mark.journey
WORDS = "一、编制背景\n写了很久的一段话。"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast()
    make_plan(cast.drafter)
    return cast


def test_what_was_sent_signed_out_is_sent_again_after_signing_in(visitor, cast, screenshot):
    page = visitor(cast.drafter)
    page.goto("/plans/ceshi/explanation/")
    page.wait_for_selector(".editor-text")
    box = page.locator("#id_text")
    box.evaluate("(one, words) => { one.value = words; }", WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有提交，您填写的内容在这里")
    expect(page.get_by_label("第1项")).to_have_value(WORDS)
    screenshot(page, "lost-words")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新标签页登录").click()
    login = opened.value
    login.get_by_label("用户名").fill(cast.drafter.username)
    login.get_by_label("密码").fill(PASSWORD)
    login.get_by_role("button", name="登录").click()
    login.wait_for_url(lambda url: "/login/" not in url)
    login.close()
    page.get_by_role("button", name="重新提交").click()
    expect(page.locator(".messages")).to_contain_text("编制说明已保存为第1版")
    assert Explanation.objects.get().text == WORDS


def test_without_scripts_the_words_are_there_to_be_copied(visitor, cast):
    page = visitor(cast.drafter, javascript=False)
    page.goto("/plans/ceshi/explanation/")
    page.get_by_label("编制说明").fill(WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label("第1项")).to_have_value(WORDS)
    expect(
        page.get_by_text("浏览器停用了脚本的，登录后请把下面的文字复制到原来的页面再提交。")
    ).to_be_visible()
