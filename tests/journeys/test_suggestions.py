"""A citizen with scripts is taken at once; one without waits until staff let it in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, assess
from consultation.models import Assessment, Comment, HeldSuggestion, Round
from consultation.suggestions.actions.results import publish_results
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.suggestions.sending import public_round
from tests.harness.browser import PHONE, Visitors

pytestmark = pytest.mark.journey
Screenshot = Callable[[Page, str], None]


@pytest.fixture
def scene(live_portal: object) -> Scene:
    return make_scene()


@pytest.fixture
def round_(scene: Scene, settings: Settings) -> Round:
    settings.PROOF_BITS = 12
    settings.LIMITS = {"suggestions": (20, 600), "suggestions_unchecked": (5, 600)}
    return public_round(scene)


def write(page: Page, round_: Round, reason: str) -> None:
    page.goto(f"/consultation/{round_.pk}/suggest/")
    page.get_by_label("理由").fill(reason)
    expect(page.get_by_label("请不要填写这一栏")).not_to_be_in_viewport()


def test_from_the_passage_on_the_phone_to_the_answer_by_code(
    visitor: Visitors, round_: Round, scene: Scene, screenshot: Screenshot
) -> None:
    page = visitor(width=PHONE, touch=True)
    page.goto(f"/consultation/{round_.pk}/")
    for begin in ("对全文提建议", "对某一处提建议"):
        expect(page.get_by_role("link", name=begin).first).to_be_in_viewport(ratio=1)
    screenshot(page, "public-round")
    page.get_by_text("坚持服务大局。").tap()
    page.get_by_role("link", name="对这一段提建议").tap()
    expect(page.get_by_label("针对的原文")).to_contain_text("坚持服务大局。")
    expect(page.get_by_label("针对的原文")).to_be_in_viewport()
    expect(page.get_by_role("group", name="类型")).to_be_in_viewport()
    expect(page.get_by_text("也可以提交")).to_be_hidden()
    page.get_by_label("理由").fill("写清为谁服务")
    expect(page.get_by_label("请不要填写这一栏")).not_to_be_in_viewport()
    screenshot(page, "suggestion-form")
    page.get_by_role("button", name="提交建议").tap()
    expect(page.get_by_text("建议已收到，编号0001。")).to_be_visible()
    assert (Comment.objects.count(), HeldSuggestion.objects.count()) == (1, 0)
    code = page.locator("strong.hash").inner_text()
    answer(round_, scene)
    page.goto("/consultation/")
    page.get_by_role("link", name="凭查询码查询办理情况").tap()
    page.get_by_label("查询码").fill(f"{code[:5].lower()} {code[5:]}")
    page.get_by_role("button", name="查询").tap()
    expect(page.get_by_text("这条建议已经办结，处理意见：不采纳。已有规定")).to_be_visible()
    screenshot(page, "suggestion-answer")
    page.get_by_role("link", name="查看这次征求意见的全部办理情况").tap()
    expect(page.get_by_text("一、总体要求").first).to_be_visible()
    expect(page.get_by_text("写清为谁服务")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    screenshot(page, "suggestion-results")


def answer(round_: Round, scene: Scene) -> None:
    """Staff refuse it, end the round and publish what became of it."""
    by = scene.cast.drafter
    assess(Assessment.objects.get().pk, Answer("not_adopted", "已有规定"), by=by)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    complete_round(round_, by=by)
    publish_results(round_.pk, by=by)


def test_sent_before_it_is_solved_it_waits_and_is_sent_by_itself(
    visitor: Visitors, round_: Round, settings: Settings
) -> None:
    settings.PROOF_BITS = 19
    page = visitor()
    write(page, round_, "多办科普活动")
    page.get_by_role("button", name="提交建议").dblclick(no_wait_after=True)
    page.wait_for_url(re.compile("/suggestions/"))
    expect(page.get_by_text("建议已收到，编号0001。")).to_be_visible()
    assert (Comment.objects.count(), HeldSuggestion.objects.count()) == (1, 0)


def test_without_scripts_it_waits_and_the_code_shows_how_it_goes_on(
    visitor: Visitors, round_: Round, scene: Scene, screenshot: Screenshot
) -> None:
    citizen = visitor(javascript=False, width=PHONE)
    write(citizen, round_, "多办科普活动")
    expect(citizen.get_by_text("浏览器没有启用脚本或者没有完成验证的，也可以提交")).to_be_visible()
    citizen.get_by_role("button", name="提交建议").click()
    expect(citizen.get_by_text("建议已收到，还没有编号")).to_be_visible()
    screenshot(citizen, "suggestion-held")
    code = citizen.url
    staff = visitor(scene.cast.drafter)
    staff.goto("/desk/")
    line = staff.get_by_role("listitem").filter(has_text="待审的建言1条")
    line.get_by_role("link", name="查看").click()
    expect(staff.get_by_role("heading", name="待审的建言")).to_be_visible()
    screenshot(staff, "suggestions-held")
    staff.get_by_role("button", name="受理", exact=True).click()
    expect(staff.get_by_text("已受理，编号后列入意见汇总。")).to_be_visible()
    citizen.goto(code)
    expect(citizen.get_by_text("建议已收到，编号0001。")).to_be_visible()


def test_staff_throw_several_away_and_each_citizen_reads_why(
    visitor: Visitors, round_: Round, scene: Scene
) -> None:
    citizen = visitor(javascript=False)
    for number in range(2):
        write(citizen, round_, f"买我的东西{number}")
        citizen.get_by_role("button", name="提交建议").click()
    staff = visitor(scene.cast.drafter)
    staff.goto(f"/rounds/{round_.pk}/held/")
    staff.get_by_label("全选本页").check()
    staff.get_by_label("不受理的理由").fill("与规划无关")
    staff.get_by_role("button", name="不受理").click()
    expect(staff.get_by_text("2条建言不予受理。")).to_be_visible()
    citizen.reload()
    expect(citizen.get_by_text("没有受理，没有编号。理由：与规划无关")).to_be_visible()
