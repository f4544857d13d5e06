"""A right given by two, a leaver handed over and gone, a dormant account ended."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import User
from plans.team.actions import assign_chapter
from tests.cast import Cast, make_cast, make_plan
from tests.harness.browser import Visitors
from tests.journeys.test_reply_way import no_sideways
from tests.journeys.test_whole_way import told

pytestmark = [pytest.mark.journey, pytest.mark.worker]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def test_a_right_is_given_by_two_and_a_leaver_handed_over_and_gone(
    visitor: Visitors, cast: Cast
) -> None:
    plan = make_plan(cast.drafter)
    leaver, heir = cast.writer, cast.member
    leaving = visitor(leaver)
    assert leaving.goto("/plans/new/").status == 404  # type: ignore[union-attr]

    security = visitor(cast.security)
    security.goto("/accounts/?q=协作人")
    security.get_by_role("link", name="协作人", exact=True).click()
    right = security.get_by_role("row").filter(has_text="新建规划")
    right.get_by_role("button").filter(has_text="提名").click()
    told(security, "已提名协作人，经另一人确认后生效")
    expect(right).to_contain_text("待系统员或审计员确认")

    auditor = visitor(cast.auditor, width=360, touch=True)
    auditor.goto("/desk/")
    auditor.get_by_role("listitem").filter(has_text="协作人享有").get_by_role("link").first.tap()
    auditor.wait_for_url("**/appointments/")
    no_sideways(auditor)
    auditor.get_by_role("button").filter(has_text="确认").first.tap()
    told(auditor, "已确认，任职即时生效")
    assert leaving.goto("/plans/new/").status == 200  # type: ignore[union-attr]

    chapter = plan.provisions.filter(kind="chapter")[0]
    assign_chapter(chapter, by=cast.drafter, lead=leaver, writers=[], due_on=None)
    text = reverse("provision", args=[plan.slug, chapter.pk])
    taking_over = visitor(heir)
    assert taking_over.goto(text).status == 404  # type: ignore[union-attr]

    system = visitor(cast.system, width=360, touch=True)
    system.goto(f"/accounts/{leaver.pk}/end/")
    expect(system.get_by_role("main")).to_contain_text("起草的章1项")
    no_sideways(system)
    system.get_by_role("link", name="先去移交").tap()
    expect(system.get_by_role("main")).to_contain_text("“测试规划”一章：主笔")
    system.get_by_label(re.compile("^接手人")).select_option(label="成员")
    system.get_by_role("button", name="移交").tap()
    told(system, "已移交起草的章1项")
    no_sideways(system)
    system.get_by_role("link", name="停用账号").tap()
    system.get_by_label("原因").fill("调离")
    system.get_by_role("button").filter(has_text="停用账号").tap()
    told(system, "协作人的账号已停用")

    leaving.goto("/desk/")
    expect(leaving).to_have_url(re.compile("/login/"))
    assert taking_over.goto(text).status == 200  # type: ignore[union-attr]


def test_a_dormant_account_is_found_and_ended(visitor: Visitors, cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=120)
    User.objects.filter(pk=cast.outsider.pk).update(last_login=long_ago)
    system = visitor(cast.system)
    system.goto("/accounts/")
    system.get_by_label("状态").select_option(label="长期未登录")
    system.get_by_role("button", name="筛选").click()
    expect(system.get_by_role("status").first).to_contain_text("共1个账号")
    system.get_by_label("选择局外人").check()
    system.get_by_label("原因").fill("长期未登录")
    system.get_by_role("button", name="停用").click()
    told(system, "已停用1个账号")
    system.goto("/accounts/?state=ended")
    expect(system.get_by_role("row").filter(has_text="局外人")).to_contain_text("已停用")
