"""Accounts, from the first administrator of an empty portal to the last leaver, in one chain."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from plans.enums import Duty
from plans.models import User
from plans.people.actions.activation import set_by_link
from plans.system.actions.outbox import send_waiting
from plans.team.actions import assign_chapter
from tests.cast import PASSWORD, make_plan, make_unit, make_user, stand
from tests.harness.browser import Visitors, screenshot
from tests.journeys.test_reply_way import no_sideways
from tests.journeys.test_whole_way import told

pytestmark = [pytest.mark.journey, pytest.mark.worker]
NEW = "jiangbei-xiawu-sidian"
THREE = ("xitong", "系统甲", "anquan", "安全乙", "shenji", "审计丙")


def links_of_the_first(patch: pytest.MonkeyPatch) -> list[str]:
    """The documented command, answered as it asks: the three links that it prints."""
    answers = iter(
        line
        for username, name in zip(THREE[::2], THREE[1::2], strict=True)
        for line in (username, name, f"{username}@test.invalid")
    )
    patch.setattr("builtins.input", lambda _: next(answers))
    out = StringIO()
    call_command("first_administrator", stdout=out)
    return re.findall(r"http\S+/activate/\w+/", out.getvalue())


def set_password(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("再输一次新密码").fill(NEW)
    no_sideways(page)
    page.get_by_role("button", name="设定密码并登录").click()


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_factor(page: Page) -> str:
    """The person is led there and gets nothing else before; the secret of the authenticator."""
    expect(page).to_have_url(re.compile(reverse("mfa_index") + "$"))
    told(page, "您承担的职责要求两步验证")
    no_sideways(page)
    page.get_by_role("link", name="启用验证器").click()
    if page.get_by_label("登录密码").is_visible():
        page.get_by_label("登录密码").fill(NEW)
        page.get_by_role("button", name="确认").click()
    expect(page.get_by_alt_text("验证器二维码")).to_be_visible()
    no_sideways(page)
    secret = page.locator("main .hash").inner_text()
    page.get_by_label("验证码").fill(code_of(secret))
    page.locator("main button[type=submit]").click()
    expect(page.get_by_text("每个只能用一次")).to_be_visible()
    no_sideways(page)
    page.get_by_role("button", name="已经保管好").click()
    return secret


def sign_in(page: Page, username: str, password: str = NEW) -> None:
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def open_account(page: Page, username: str, name: str, email: str = "") -> str:
    """An administrator opens an account; the address that the page shows once."""
    page.goto(reverse("new_account"))
    page.get_by_label("用户名").fill(username)
    page.get_by_label("姓名").fill(name)
    page.get_by_label(re.compile("^单位")).select_option(label="宣传部")
    page.get_by_label("电子邮箱").fill(email)
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_alt_text("打开开通链接的二维码")).to_be_visible()
    return page.locator("main .hash").inner_text()


def row_of(page: Page, words: str) -> Callable[[str], None]:
    """Press the button of the row of a table."""
    row = page.get_by_role("row").filter(has_text=words)
    return lambda button: row.get_by_role("button").filter(has_text=button).first.click()


def test_from_the_first_administrator_to_the_last_leaver(
    visitor: Visitors, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECOND_FACTOR = "offices"
    department = make_unit("宣传部")
    first, *others = links_of_the_first(monkeypatch)
    system = visitor()
    set_password(system, first)
    set_up_factor(system)
    security, auditor = (
        visitor(set_by_link(address.split("/")[-2], NEW), width=360, touch=True)
        for address in others
    )

    open_account(system, "li", "李四", "li@test.invalid")
    screenshot(system, "activation-sheet")
    with system.expect_download() as sheet:
        system.get_by_role("button", name="下载开通单").click()
    assert sheet.value.suggested_filename == "账号开通单（李四）.pdf"
    send_waiting()
    (mailed,) = [str(one.body) for one in mail.outbox if one.to == ["li@test.invalid"]]
    invited = visitor(width=360, touch=True)
    set_password(invited, re.findall(r"http\S+/activate/\w+/", mailed)[0])
    printed = open_account(system, "wang", "王五")
    colleague = visitor()
    set_password(colleague, printed)
    expect(colleague.get_by_role("button", name="退出")).to_be_visible()
    colleague.goto(printed)
    expect(colleague.get_by_text("这个链接已经用过")).to_be_visible()

    li, wang = (User.objects.get(username=name) for name in ("li", "wang"))
    security.goto(reverse("account", args=[li.pk]))
    row_of(security, "新建规划")("提名")
    told(security, "已提名李四，经另一人确认后生效")
    auditor.goto("/appointments/")
    no_sideways(auditor)
    auditor.get_by_role("button").filter(has_text="确认").first.click()
    told(auditor, "已确认，任职即时生效")
    sign_out(invited)
    sign_in(invited, "li")
    secret = set_up_factor(invited)
    sign_out(invited)
    sign_in(invited, "li")
    invited.get_by_label("验证码").fill(code_of(secret, steps=1))
    no_sideways(invited)
    invited.locator("main button[type=submit]").first.click()
    invited.get_by_role("button", name="不记住，直接登录").click()
    assert invited.goto("/plans/new/").status == 200  # type: ignore[union-attr]

    system.goto(reverse("lost_factor", args=[li.pk]))
    system.get_by_label("理由").fill("手机遗失，本人当面提出")
    system.get_by_role("button", name="提出").click()
    told(system, "经另一位管理员确认后解除")
    security.goto(reverse("vouching"))
    no_sideways(security)
    security.get_by_role("button", name="确认").click()
    told(security, "李四的两步验证已解除")
    sign_in(invited, "li")
    set_up_factor(invited)
    assert invited.goto("/plans/new/").status == 404  # type: ignore[union-attr]
    invited.goto(reverse("vouching"))
    expect(invited.get_by_role("main")).to_contain_text("审计丙（任一位）")
    no_sideways(invited)
    auditor.goto(reverse("vouching"))
    auditor.get_by_role("button", name="确认").click()
    told(auditor, "已确认李四的账号由本人使用")
    assert invited.goto("/plans/new/").status == 200  # type: ignore[union-attr]

    manager = make_user("主持人", department)
    stand(manager, Duty.CREATE_PLAN)
    plan = make_plan(manager)
    chapter = plan.provisions.filter(kind="chapter")[0]
    assign_chapter(chapter, by=manager, lead=li, writers=[], due_on=None)
    text = reverse("provision", args=[plan.slug, chapter.pk])
    assert colleague.goto(text).status == 404  # type: ignore[union-attr]
    system.set_viewport_size({"width": 360, "height": 740})
    system.goto(reverse("end_account", args=[li.pk]))
    no_sideways(system)
    system.get_by_role("link", name="先去移交").click()
    expect(system.get_by_role("main")).to_contain_text("“测试规划”一章：主笔")
    system.get_by_label(re.compile("^接手人")).select_option(label="王五")
    system.get_by_role("button", name="移交").click()
    told(system, "已移交起草的章1项")
    no_sideways(system)
    system.get_by_role("link", name="停用账号").click()
    system.get_by_label("原因").fill("调离")
    system.get_by_role("button").filter(has_text="停用账号").click()
    told(system, "李四的账号已停用")
    assert colleague.goto(text).status == 200  # type: ignore[union-attr]
    invited.goto("/desk/")
    expect(invited).to_have_url(re.compile("/login/"))
    sign_in(invited, "li")
    expect(invited.get_by_text("这个账号已停用")).to_be_visible()

    User.objects.filter(pk=wang.pk).update(last_login=timezone.now() - timedelta(days=120))
    system.goto("/accounts/?state=dormant")
    no_sideways(system)
    expect(system.get_by_role("status").first).to_contain_text("共1个账号")
    system.get_by_label("选择王五").check()
    system.get_by_label("原因").fill("长期未登录")
    system.get_by_role("button", name="停用").click()
    told(system, "已停用1个账号")
    assert not User.objects.get(pk=wang.pk).is_active


def test_a_passkey_is_added_and_signs_in(visitor: Visitors) -> None:
    """An authenticator of Chromium's own, inside the device and with its owner's consent."""
    user = make_user("wang")
    page = visitor(user)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.get_by_label("名称").fill("办公室电脑")
    page.get_by_role("button", name="添加").click()
    told(page, "安全密钥已添加")
    sign_out(page)
    sign_in(page, "wang", PASSWORD)
    expect(page).to_have_url(re.compile(reverse("mfa_authenticate")))
    page.goto("/desk/")
    expect(page).to_have_url(re.compile(reverse("mfa_authenticate")))
    page.get_by_role("button", name="使用安全密钥").click()
    page.get_by_role("button", name="不记住，直接登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
