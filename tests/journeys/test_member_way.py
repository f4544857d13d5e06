"""A member of the leading group decides on a phone: against, on paper, and asked again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.models import Plan, User
from taskforce import process_templates
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.enums import GateState
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import Body, Gate, Package
from taskforce.notices.actions import read_log
from taskforce.process.actions.starting import start_timeline
from tests.cast import PASSWORD, Cast, make_cast, make_plan, make_user, managed
from tests.harness.browser import Visitors, screenshot
from tests.scans import pdf
from tests.taskforce.seating import take_seat

pytestmark = [pytest.mark.journey, pytest.mark.main_journey]
PHONE = {"width": 360, "height": 780}
TEMPLATE = """
key: one-stage
title: 一阶段方案
bodies:
  - {key: group, kind: leading_group, name: 编制工作领导小组}
  - {key: party, kind: party_group, name: 党组}
stages:
  - key: only
    title: 审议阶段
    gates:
      - {key: by_group, title: 领导小组审定规划草案, body: group, rule: quorum, quorum: 2}
      - {key: by_party, title: 党组审议, body: party, rule: meeting}
"""
PAPERS = ("编制说明", "意见采纳情况", "论证意见及采纳情况", "审核意见")


@dataclass
class Scene:
    cast: Cast
    plan: Plan

    @property
    def gate(self) -> Gate:
        return Gate.objects.get(title="领导小组审定规划草案")

    def seal(self, label: str) -> Package:
        """Freeze the text and put it to the leading group."""
        self.plan.refresh_from_db()
        edition = freeze_edition(self.plan.pk, by=self.cast.drafter, label=label)
        papers = [Paper(f"规划草案（{label}）", edition=edition)]
        package = seal_package(
            self.gate.pk,
            by=self.cast.drafter,
            question="请审定《重庆市科学技术协会事业发展第十四个五年规划和二〇三五年远景目标纲要》草案",
            papers=[*papers, *(Paper(name, text=f"{name}全文") for name in PAPERS)],
            edition=edition,
        )
        read_log()
        return package

    def edit(self) -> None:
        """An edit that carries no review opinion."""
        task = self.plan.provisions.get(title="强化引领")
        save_provision(
            task.pk, by=self.cast.drafter, expected_version=task.version, title=task.title,
            text="深入开展活动，突出重庆特色。", origin=Origin("修改"),
        )  # fmt: skip


@pytest.fixture
def scene(live_portal: object) -> Scene:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    start_timeline(plan, process_templates.load(TEMPLATE, set()), by=cast.drafter)
    group = Body.objects.get(kind="leading_group")
    for user, role in ((cast.chief, "head"), (cast.member, "member"), (cast.writer, "member")):
        take_seat(group, SeatTerms(role, user=user), by=cast.drafter)
    return Scene(cast, plan)


def phone_of(visitor: Visitors, user: User) -> Page:
    """A phone on which this person has signed in by the form."""
    page = visitor(width=360, touch=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/login/")
    page.fill("#id_login", user.username)
    page.fill("#id_password", PASSWORD)
    page.locator("main").get_by_role("button", name="登录").tap()
    page.wait_for_url("**/")
    return page


def bottom(page: Page, name: str) -> float:
    """Where a button of the decision ends, from the top of the screen."""
    box = page.locator(".verdict").get_by_role("button", name=name, exact=True).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def told(page: Page, words: str) -> None:
    expect(page.locator(".messages")).to_contain_text(words)


def open_from_desk(page: Page) -> None:
    page.get_by_role("link", name="我的工作台").tap()
    page.get_by_role("link", name=re.compile("审议.*请审定")).tap()
    expect(page.locator(".question")).to_contain_text("请审定《重庆市")
    page.wait_for_load_state()


def is_one_screen(page: Page) -> None:
    """Question, change, papers, opinion box and both buttons without scrolling."""
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for name in ("同意", "不同意"):
        assert bottom(page, name) <= PHONE["height"]
    for part in (".question", ".since", ".papers li:last-child", "#id_text"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= bottom(page, "同意") - 52, part


def says_no(page: Page) -> None:
    open_from_desk(page)
    is_one_screen(page)
    expect(page.locator(".since")).to_have_text("您是第一次审议这份规划草案。")
    screenshot(page, "decision")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    press(page, "不同意")
    assert page.evaluate("document.querySelector('#id_text').validity.valueMissing")
    page.fill("#id_text", "目标偏高，依据不足。")
    press(page, "不同意")
    told(page, "您的意见已记录：不同意")
    expect(page.locator(".against")).to_contain_text("成员：目标偏高，依据不足。")


def enter_paper(desk: Page, package: Package, scan: dict[str, Any]) -> None:
    desk.goto(reverse("package", args=[package.pk]))
    desk.get_by_role("link", name="代录纸面意见").click()
    desk.select_option("#id_seat", label="成员 协作人")
    desk.select_option("#id_vote", label="同意")
    desk.set_input_files("#id_scan", scan)  # type: ignore[arg-type]
    desk.get_by_role("button", name="代录", exact=True).click()
    told(desk, "已代录，确认之后才算数")
    read_log()


def confirms(page: Page) -> None:
    page.get_by_role("link", name="通知").tap()
    page.get_by_role("link", name="起草人代录了您的纸面意见").tap()
    expect(page.locator("main")).to_contain_text("起草人按签批单代录了您的意见：同意")
    screenshot(page, "entered")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    with page.expect_download() as waiting:
        page.get_by_role("link", name="看签批单").tap()
    assert waiting.value.suggested_filename == "签批单.pdf"
    assert max(bottom(page, "确认无误"), bottom(page, "有异议")) <= PHONE["height"]
    press(page, "确认无误")
    told(page, "已确认")


def head_agrees(page: Page) -> None:
    open_from_desk(page)
    expect(page.locator(".against")).to_contain_text("成员：目标偏高，依据不足。")
    assert max(bottom(page, "同意"), bottom(page, "不同意")) <= PHONE["height"]
    ends_it(page, "同意", "您的同意将使本节点通过")
    told(page, "您的意见已记录：同意")


def ends_it(page: Page, button: str, headline: str) -> None:
    """An opinion that ends the matter is asked once; by keyboard, and one may go back."""
    press(page, button)
    expect(page.locator("h1")).to_have_text(headline)
    screenshot(page, "asked-first")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("link", name="返回，暂不办理").tap()
    press(page, button)
    page.get_by_role("button", name="确认，按此办理").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def head_agrees_plainly(page: Page) -> None:
    open_from_desk(page)
    ends_it(page, "同意", "您的同意将使本节点原则通过")
    told(page, "您的意见已记录：同意")


def asked_again(page: Page) -> None:
    page.goto("/")
    open_from_desk(page)
    is_one_screen(page)
    expect(page.locator(".since")).to_contain_text(
        "您上次的意见是“不同意”（送审稿）。这一稿有1处不同：改写1处。"
    )
    screenshot(page, "asked-again")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("link", name="看修改对照").tap()
    expect(page.locator("article ins")).to_contain_text("突出重庆特色")
    page.get_by_role("link", name="返回审议").tap()
    press(page, "同意")
    told(page, "您的意见已记录：同意")


def test_a_member_decides_on_the_phone(visitor: Visitors, scene: Scene) -> None:
    cast = scene.cast
    package = scene.seal("送审稿")
    member, writer, chief = (phone_of(visitor, u) for u in (cast.member, cast.writer, cast.chief))
    says_no(member)
    scan = {"name": "签批单.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    enter_paper(visitor(cast.drafter), package, scan)
    confirms(writer)
    head_agrees(chief)
    assert scene.gate.state == GateState.PASSED
    scene.edit()
    office = visitor(cast.drafter)
    office.goto(reverse("gate", args=[scene.gate.pk]))
    expect(office.get_by_role("link", name="重新提请")).to_be_visible()
    scene.seal("审议稿")
    asked_again(member)


def agrees_with_an_opinion(page: Page) -> None:
    open_from_desk(page)
    page.fill("#id_text", "突出重庆特色。")
    page.get_by_text("其他意见").tap()
    press(page, "原则同意，按意见修改")
    told(page, "您的意见已记录：原则同意")


def carries_it(office: Page, scene: Scene) -> None:
    office.goto(reverse("gate", args=[scene.gate.pk]))
    press_with_mouse(office, "到正文中修改")
    told(office, "正在落实“审议意见1：突出重庆特色。”")
    task = scene.plan.provisions.get(title="强化引领")
    office.goto(reverse("provision", args=[scene.plan.slug, task.pk]))
    office.wait_for_selector(".editor-text")
    office.locator(".editor-text > *").first.click()
    office.keyboard.press("End")
    office.keyboard.type("突出重庆特色。")
    press_with_mouse(office, "保存")
    told(office, "已保存")
    press_with_mouse(office, "结束落实")
    office.goto(reverse("gate", args=[scene.gate.pk]))


def press_with_mouse(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_what_was_passed_in_principle_is_carried_without_asking_again(
    visitor: Visitors, scene: Scene
) -> None:
    scene.seal("送审稿")
    agrees_with_an_opinion(phone_of(visitor, scene.cast.member))
    head_agrees_plainly(phone_of(visitor, scene.cast.chief))
    assert scene.gate.state == GateState.PASSED_WITH_OPINIONS
    office = visitor(scene.cast.drafter)
    carries_it(office, scene)
    expect(office.locator("td[data-label=正文修改]")).to_contain_text("1处")
    expect(office.get_by_text("原来的结果不再有效")).to_have_count(0)
    screenshot(office, "items")
    office.locator("input[name=answer]").fill("第二章已补充。")
    press_with_mouse(office, "确认落实")
    told(office, "已确认落实")
    assert scene.gate.state == GateState.PASSED
    scene.edit()
    office.reload()
    expect(office.get_by_text("原来的结果不再有效")).to_be_visible()


def checks_it(desk: Page) -> None:
    """The second officer looks at the scan beside what was entered, and says why not the member."""
    desk.goto("/desk/")
    desk.get_by_role("link", name=re.compile("起草人代录的协作人的意见")).click()
    picture = desk.locator("img.scan")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 200
    screenshot(desk, "check-entry")
    desk.fill("#id_text", "在外地住院，不能上网")
    press_with_mouse(desk, "与扫描件一致，复核确认")
    told(desk, "已确认，这条意见现在算数")


def disowns_it(page: Page) -> None:
    page.get_by_role("link", name="通知").tap()
    page.get_by_role("link", name=re.compile("已由复核人对照扫描件复核")).tap()
    page.get_by_text("这不是我的意见").tap()
    page.fill("#disown-text", "我没有签这张签批单。")
    press(page, "提出异议")
    told(page, "异议已提交")


def judges_it(desk: Page, package: Package) -> None:
    desk.goto(reverse("package", args=[package.pk]))
    desk.get_by_label("核实情况").fill("笔迹与本人不符。")
    press_with_mouse(desk, "异议成立")
    told(desk, "核实情况已登记")


def test_what_was_entered_is_checked_disowned_and_judged_by_three(
    visitor: Visitors, scene: Scene
) -> None:
    cast = scene.cast
    second, third = managed(cast.second, scene.plan), managed(make_user("第三人"), scene.plan)
    package = scene.seal("送审稿")
    scan = {"name": "签批单.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    office = visitor(cast.drafter)
    enter_paper(office, package, scan)
    expect(office.locator("main")).to_contain_text("等待协作人本人确认，或由另一位办理人员")
    checks_it(visitor(second))
    head_agrees_alone(phone_of(visitor, cast.chief))
    assert scene.gate.state == GateState.PASSED
    read_log()
    writer = phone_of(visitor, cast.writer)
    disowns_it(writer)
    assert scene.gate.state == GateState.OPEN
    judges_it(visitor(third), package)
    writer.reload()
    expect(writer.locator("main")).to_contain_text("核实：异议成立。笔迹与本人不符。")
    ends_it(writer, "同意", "您的同意将使本节点通过")
    told(writer, "您的意见已记录：同意")
    assert scene.gate.state == GateState.PASSED


def head_agrees_alone(page: Page) -> None:
    open_from_desk(page)
    ends_it(page, "同意", "您的同意将使本节点通过")
    told(page, "您的意见已记录：同意")
