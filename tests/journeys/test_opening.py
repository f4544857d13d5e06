"""An account: opened in the office, the sheet handed over, the password set on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from plans.models import User
from tests.cast import make_cast
from tests.harness.browser import Visitors, screenshot

pytestmark = pytest.mark.journey
NEW = "jiangbei-xiawu-sidian"


def test_a_colleague_opens_the_account_on_the_phone(visitor: Visitors) -> None:
    cast = make_cast()
    office = visitor(cast.drafter)
    office.goto(reverse("new_person", args=[cast.district.pk]))
    office.get_by_label("用户名").fill("zhao")
    office.get_by_label("姓名").fill("赵六")
    office.locator("main").get_by_role("button", name="保存").click()
    expect(office.get_by_alt_text("打开开通链接的二维码")).to_be_visible()
    screenshot(office, "activation-sheet")
    address = office.locator("main .hash").inner_text()
    with office.expect_download() as sheet:
        office.get_by_role("button", name="下载开通单").click()
    assert sheet.value.suggested_filename == "账号开通单（赵六）.pdf"
    phone = visitor(width=360, touch=True)
    phone.goto(address)
    expect(phone.get_by_text("赵六，请为账号“zhao”设定密码")).to_be_visible()
    screenshot(phone, "activation-phone")
    phone.get_by_label("新密码", exact=True).fill(NEW)
    phone.get_by_label("再输一次新密码").fill(NEW)
    phone.get_by_role("button", name="设定密码并登录").tap()
    expect(phone.get_by_role("button", name="退出")).to_be_visible()
    assert User.objects.get(username="zhao").has_usable_password()
    phone.goto(address)
    expect(phone.get_by_text("这个链接已经用过")).to_be_visible()
