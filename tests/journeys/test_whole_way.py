"""The whole way of the Chongqing plan in the browser: from the file to the citizen's download."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta

import pdfplumber
import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from plans.importing import import_plan
from plans.models import Plan
from taskforce.bodies.actions.seats import confirm_seat
from taskforce.models import Body, Gate, Seat, Step
from tests.cast import CHONGQING, Cast, make_cast, managed
from tests.harness.browser import Visitors
from tests.scans import pdf

SLUG = "chongqing-14-5"
HOME = f"/plans/{SLUG}/"
SCAN = FilePayload(name="扫描件.pdf", mimeType="application/pdf", buffer=pdf())
pytestmark = [pytest.mark.journey, pytest.mark.main_journey, pytest.mark.worker]


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).first.click()
    page.wait_for_load_state()


def told(page: Page, words: str) -> None:
    expect(page.locator(".messages, .notice").filter(has_text=words).first).to_be_visible()


def test_the_whole_way(visitor: Visitors) -> None:
    cast = make_cast()
    desk = visitor(cast.drafter)
    import_the_plan(desk)
    plan = Plan.objects.get(slug=SLUG)
    draft_a_task(desk)
    begin_the_process(desk, cast, plan)
    pass_stage_one(desk, visitor(cast.chief, width=360), plan)
    consult(desk, visitor, cast, plan)
    pass_stage_two(desk, visitor(cast.chief, width=360), plan)
    pass_stage_three(desk, visitor(managed(cast.second, plan)), plan)
    issue(desk)
    citizen_reads(visitor(), plan)


def import_the_plan(desk: Page) -> None:
    desk.goto("/plans/import/")
    desk.set_input_files("input[type=file]", CHONGQING)
    press(desk, "识别并预览")
    expect(desk.locator("p.lead")).to_contain_text("识别出12章、3节、40项任务")
    assert not Plan.objects.exists()
    desk.fill("#id_slug", SLUG)
    press(desk, "确认导入")
    told(desk, "规划文本已导入")


def draft_a_task(desk: Page) -> None:
    task = provision("4.")
    desk.goto(f"{HOME}text/{task}/")
    desk.fill("#id_title", "大力培育科技后备人才（试改）")
    desk.fill("#id_reason", "试改标题")
    press(desk, "保存")
    told(desk, "修改已保存")
    follow(desk, "第2版 修改")
    expect(desk.locator("article ins").first).to_contain_text("（试改）")
    press(desk, "恢复到第1版")
    told(desk, "已恢复到第1版")


def provision(number: str) -> int:
    plan = Plan.objects.get(slug=SLUG)
    titles = {"4.": "大力培育科技后备人才", "21.": "建设应急科普体系"}
    return plan.provisions.get(title=titles[number]).pk


def begin_the_process(desk: Page, cast: Cast, plan: Plan) -> None:
    desk.goto(f"{HOME}timeline/")
    desk.select_option("#id_template", "chongqing-2020")
    press(desk, "按模板建立")
    told(desk, "工作进度已建立")
    body = Body.objects.get(plan=plan, kind="leading_group")
    desk.goto(f"/bodies/{body.pk}/seat/")
    desk.select_option("#id_user", str(cast.chief.pk))
    desk.select_option("#id_role", "head")
    press(desk, "增加")
    told(desk, "成员已增加")
    confirm_seat(Seat.objects.get(user=cast.chief).pk, by=cast.chief)


def evidence(desk: Page, step: Step, note: str, key: str) -> None:
    desk.goto(f"/steps/{step.pk}/")
    desk.fill("#id_note", note)
    desk.select_option("#id_key", key)
    press(desk, "登记材料")
    press(desk, "确认完成")
    told(desk, "已改为“已完成”")


def seal(desk: Page, gate: Gate, label: str | None = None) -> None:
    desk.goto(f"/gates/{gate.pk}/")
    follow(desk, "提请审议")
    if label:
        desk.select_option("#gather-edition", label=label)
        press(desk, "汇集材料")
        expect(desk.get_by_role("link", name=f"规划草案（{label}）")).to_be_visible(timeout=60_000)
        desk.select_option("#id_edition", label=label)
    for box in desk.locator("input[name=evidence]").all():
        box.check()
    press(desk, "封存并提请审议")
    told(desk, "报审材料已封存")


def approve(phone: Page) -> None:
    phone.goto("/desk/")
    phone.get_by_role("link", name=re.compile("^审议")).first.click()
    press(phone, "同意")
    press(phone, "确认，按此办理")
    told(phone, "您的意见已记录：同意")


def gate_of(plan: Plan, stage: int, order: int = 1) -> Gate:
    return Gate.objects.get(stage__timeline__plan=plan, stage__number=stage, order=order)


def pass_stage_one(desk: Page, phone: Page, plan: Plan) -> None:
    keys = ("minutes", "research_results", "major_items")
    steps = Step.objects.filter(stage__timeline__plan=plan, stage__number=1)
    for step, key in zip(steps, keys, strict=True):
        evidence(desk, step, f"{step.title}的材料", key)
    seal(desk, gate_of(plan, 1))
    approve(phone)
    assert gate_of(plan, 1).stage.state == "ended"


def freeze(desk: Page, label: str) -> None:
    desk.goto(f"{HOME}editions/")
    desk.fill("#id_label", label)
    press(desk, "定版")
    told(desk, "已定版")


def consult(desk: Page, visitor: Visitors, cast: Cast, plan: Plan) -> None:
    freeze(desk, "征求意见稿")
    desk.goto(f"{HOME}rounds/new/")
    closes = timezone.localtime() + timedelta(days=5)
    desk.fill("#id_closes_at", f"{closes:%Y-%m-%dT17:00}")
    press(desk, "保存草稿，下一步")
    press(desk, "保存，下一步")
    for unit in (cast.district, cast.other_district):
        desk.get_by_label(unit.name, exact=True).check()
    press(desk, "保存本页的选择")
    follow(desk, "预览并发出")
    press(desk, "发出")
    told(desk, "已发出，共2个对象")
    officer_comments(visitor(cast.officer))
    head_releases(visitor(cast.head))
    silent_unit_answers_by_link(desk, visitor())
    collate(desk)


def officer_comments(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("^提意见")).first.click()
    page.locator(f"#p{provision('21.')} .comment-link").click()
    page.fill("#id_quote", "建设、应急科普宣教平台")
    page.fill("#id_proposal", "建设应急科普宣教平台")
    page.fill("#id_reason", "多一个顿号")
    press(page, "保存意见")
    told(page, "意见已保存为草稿")
    press(page, "提交负责人审签")
    told(page, "意见已提交")


def head_releases(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("^审签")).first.click()
    follow(page, "审签并反馈")
    page.locator("dialog").get_by_role("button", name="确认反馈").click()
    told(page, "意见已正式反馈")


def silent_unit_answers_by_link(desk: Page, phone: Page) -> None:
    desk.locator("tr", has_text="江北区科协").get_by_role("link").click()
    follow(desk, "制作专用链接和二维码")
    press(desk, "制作链接")
    url = desk.locator("main .hash").inner_text()
    phone.goto(url)
    press(phone, "打开征求意见稿")
    follow(phone, "反馈“无意见”")
    phone.locator("dialog").get_by_role("button", name="确认反馈").click()
    told(phone, "已反馈“无意见”")


def collate(desk: Page) -> None:
    desk.goto(f"{HOME}rounds/")
    follow(desk, "意见汇总")
    follow(desk, "0001")
    follow(desk, "采纳并修改正文")
    press(desk, "保存修改并采纳")
    told(desk, "意见0001已采纳")
    desk.goto(f"{HOME}rounds/")
    follow(desk, "采纳落实核对")
    press(desk, "办结本轮")
    told(desk, "本轮征求意见已办结")


def leave_findings(desk: Page) -> None:
    desk.goto(f"{HOME}checks/")
    while desk.locator(".status-bad").count():
        finding = desk.locator("section.note").filter(has=desk.locator(".status-bad")).first
        finding.locator("summary").click()
        finding.locator("input[name=reason]").fill("原文如此")
        finding.get_by_role("button", name="保留").click()
        told(desk, "已保留原文")


def pass_stage_two(desk: Page, phone: Page, plan: Plan) -> None:
    leave_findings(desk)
    freeze(desk, "送审稿")
    seal(desk, gate_of(plan, 2), "送审稿")
    approve(phone)
    assert gate_of(plan, 2).stage.state == "ended"


def hold_meeting(desk: Page, second: Page, gate: Gate, outcome: str, opinions: str = "") -> None:
    seal(desk, gate, "送审稿")
    follow(desk, "登记会议结果")
    desk.fill("#id_held_on", f"{timezone.localdate():%Y-%m-%d}")
    for name, value in {"expected": "9", "present": "8", "in_favour": "8"}.items():
        desk.fill(f"#id_{name}", value)
    for name, value in {"chair": "组长", "recorder": "起草人", "voting": "举手"}.items():
        desk.fill(f"#id_{name}", value)
    for box in desk.locator("#id_chair_last").all():
        box.check()
    desk.select_option("#id_outcome", outcome)
    desk.fill("#id_opinions", opinions)
    desk.set_input_files("#id_minutes_file", SCAN)
    press(desk, "登记")
    told(desk, "会议结果已登记")
    confirm(second, gate)


def confirm(second: Page, gate: Gate) -> None:
    """Another officer confirms what was recorded; only then it decides."""
    second.goto("/desk/")
    second.get_by_role("link", name=re.compile(f"^复核.*{gate}")).click()
    press(second, "与文件一致，复核确认")
    press(second, "确认，按此办理")
    told(second, "已复核，结果为")


def review(desk: Page, plan: Plan, kind: str, outcome: str) -> None:
    edition = plan.editions.get(label="送审稿")
    desk.goto(f"{HOME}editions/{edition.pk}/review/")
    desk.select_option("#id_kind", kind)
    desk.select_option("#id_outcome", outcome)
    desk.fill("#id_opinion", "经审查，符合要求。")
    desk.fill("#id_reviewer", "审查人")
    if outcome == "passed":
        opinion = FilePayload(name="意见书.txt", mimeType="text/plain", buffer=b"opinion")
        desk.set_input_files("#id_file", opinion)
    press(desk, "登记")
    told(desk, "已登记")


def pass_stage_three(desk: Page, second: Page, plan: Plan) -> None:
    hold_meeting(desk, second, gate_of(plan, 3, 1), "passed")
    argue = Step.objects.get(stage__timeline__plan=plan, key="argue")
    Step.objects.filter(pk=argue.pk).get().depends_on.clear()
    evidence(desk, argue, "论证意见", "argumentation_opinions")
    for kind in ("legality", "confidentiality"):
        review(desk, plan, kind, "passed")
    for kind in ("fair_competition", "social_risk"):
        review(desk, plan, kind, "not_concerned")
    gate = gate_of(plan, 3, 2)
    hold_meeting(desk, second, gate, "passed_with_opinions", "突出重庆特色。")
    desk.goto(f"/gates/{gate.pk}/")
    desk.fill("input[name=answer]", "正文已体现。")
    press(desk, "确认落实")
    told(desk, "已确认落实")
    hold_meeting(desk, second, gate_of(plan, 3, 3), "passed")
    seal(desk, gate_of(plan, 3, 4), "送审稿")
    follow(desk, "登记批示")
    desk.fill("#id_sent_on", f"{timezone.localdate():%Y-%m-%d}")
    desk.fill("#id_text", "同意。")
    desk.select_option("#id_outcome", "passed")
    desk.set_input_files("#id_scan", SCAN)
    press(desk, "登记")
    told(desk, "批示已登记")
    confirm(second, gate_of(plan, 3, 4))
    plan.refresh_from_db()
    assert (plan.phase, plan.approved_edition and plan.approved_edition.label) == (
        "approved",
        "送审稿",
    )


def issue(desk: Page) -> None:
    desk.goto(f"{HOME}issue/")
    desk.fill("#id_document_number", "渝科协发〔2021〕60号")
    desk.fill("#id_issued_on", "2021-09-14")
    desk.check("input[value=public]")
    desk.fill("#id_addressees", "各区县科协，各市级学会")
    press(desk, "印发")
    told(desk, "规划已以渝科协发〔2021〕60号印发")
    deadline = datetime.now() + timedelta(seconds=60)
    while desk.get_by_text("正在生成").count() and datetime.now() < deadline:
        desk.wait_for_timeout(500)
        desk.reload()
    expect(desk.get_by_role("link", name="下载PDF")).to_be_visible()


def citizen_reads(page: Page, plan: Plan) -> None:
    page.goto("/")
    follow(page, plan.title)
    expect(page.locator("h1")).to_have_text(plan.title)
    task = plan.provisions.get(title="建立完善科技智库体系")
    heading = page.locator(f"#p{task.pk}")
    expect(heading).to_contain_text("23.建立完善科技智库体系")
    heading.locator("a.anchor").click()
    expect(page.locator("article")).to_contain_text("23.建立完善科技智库体系")
    page.goto(f"/p/{SLUG}/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载PDF").click()
    with open(waiting.value.path(), "rb") as file:
        assert plan_text(file.read()) == source_text()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def plan_text(content: bytes) -> str:
    """The plan's characters in the PDF: without the notice, page numbers and 版记."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        pages = [page.extract_text() or "" for page in pdf.pages[1:]]
    text = squeezed("".join(re.sub(r"^\s*—\s*\d+\s*—\s*$", "", p, flags=re.M) for p in pages))
    start = text.index("以深入学习贯彻")
    return text[start : text.index("规划各项目标任务。") + len("规划各项目标任务。")]


def source_text() -> str:
    """The source's characters from the preamble on, with the one adopted change."""
    found = import_plan(CHONGQING.read_bytes(), CHONGQING.name)
    from_source = "".join(
        line for line in CHONGQING.read_text(encoding="utf-8").split(found.preamble[:20], 1)[1:]
    )
    text = squeezed(found.preamble[:20] + from_source).replace("**", "")
    return text.replace("建设、应急科普宣教平台", "建设应急科普宣教平台")
