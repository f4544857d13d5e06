"""Papers of the process: what each says, as Word reads it, and who gets it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument

from plans.documents.actions import draw
from plans.enums import FileFormat
from plans.models import Letterhead, Rendition, User
from plans.rendering.blocks import Document
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.bodies.issuers import office_of, signer_of
from taskforce.bodies.papers import rights_table
from taskforce.bodies.rights import Right, rights_of
from taskforce.deciding.actions.decisions import confirm_item
from taskforce.deciding.papers.carrying import carrying_table
from taskforce.deciding.papers.meetings import minutes_of
from taskforce.models import Body, Decision, MeetingRecord, Package, Timeline
from taskforce.overview.papers import progress_report
from tests.taskforce.running_process import Process, begin
from tests.taskforce.seating import deputise, take_seat
from tests.taskforce.test_cities import carry

pytestmark = pytest.mark.django_db
DAY = date(2020, 12, 1)


@pytest.fixture
def process() -> Process:
    return begin("chongqing-2020")


def words(document: Document) -> str:
    """All text of the document as Word reads it, tables included."""
    file = WordDocument(io.BytesIO(draw(document, FileFormat.DOCX)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def lacking(document: Document, *parts: str) -> list[str]:
    text = words(document)
    return [part for part in parts if part not in text]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def decided(process: Process) -> Decision:
    """Chengdu's first meeting, 原则通过 with two opinions, one of them confirmed."""
    process.do("collect_topics")
    process.do("plan_research", "major_items")
    decision = process.meet("前期研究课题报党组审定", None, "突出特色。", "补充指标。")
    confirm_item(decision.items.get(number=2).pk, by=process.office, answer="已补充。")
    return decision


def test_the_report_tells_stages_chapters_consultation_and_what_comes_next(
    process: Process,
) -> None:
    process.do("mobilise", "minutes")
    report = progress_report(Timeline.objects.get(), signer="张三", on=DAY)
    assert (
        lacking(
            report,
            "关于《测试规划》编制工作进展情况的报告",
            "市科协党组：",
            "渝科协发〔2020〕86号",
            "编制工作共3个阶段、11个步骤。截至2020年12月1日，已完成0个阶段、1个步骤，逾期未完成3个步骤。",
            "第1阶段（前期研究阶段），应于2020年9月30日前完成，已逾期62天。",
            "规划文本共2章，其中未分工2章。还没有定稿。",
            "还没有征求意见。",
            "逾期：开展课题研究，应于2020年9月20日完成。",
            "提请审议：领导小组审定前期研究成果",
            "张三",
            "动员部署的材料",
            "2020年8月21日前完成",
            "特此报告。",
        )
        == []
    )
    assert report.letterhead is not None
    assert report.letterhead.bodies == ("《重庆科协“十四五”规划》编制工作领导小组办公室",)


def test_the_report_counts_a_consultation_and_a_decision() -> None:
    process = begin("chengdu-2015")
    decided(process)
    process.consult()
    report = progress_report(Timeline.objects.get(), signer="张三", on=date(2015, 7, 1))
    assert (
        lacking(
            report,
            "“征求意见”：发函1家，回函1家（有意见1家、无意见0家），未反馈0家；"
            "共收到意见1条，其中采纳1条、部分采纳0条、不采纳0条、留作参考0条。",
            "前期研究课题报党组审定：原则通过，按审议意见修改。审议意见2条，已落实1条。",
        )
        == []
    )


def test_minutes_hold_attendance_vote_and_opinions() -> None:
    process = begin("chengdu-2015")
    decided(process)
    minutes = minutes_of(MeetingRecord.objects.get())
    assert (
        lacking(
            minutes,
            "2021年1月20日，甲主持召开市科协党组会议",
            "应到9人，实到8人",
            "会议以举手方式表决：赞成8票，反对0票，弃权0票。",
            "会议决定：原则通过，按审议意见修改。",
            "1. 突出特色。",
            "2. 补充指标。",
            "记录人：乙。",
        )
        == []
    )


def test_the_carrying_table_shows_old_and_new_and_who_confirmed(process: Process) -> None:
    edition = process.freeze("送审稿")
    gate = process.gate("党组审议")
    gate.evidence, gate.order, gate.stage.state = [], 1, "active"
    process.cast.drafter.refresh_from_db()
    package = Package.objects.create(
        gate=gate, edition=edition, question="请审议", sha256="0" * 64,
        sealed_by=process.office, sealed_at=edition.frozen_at,
    )  # fmt: skip
    decision = Decision.objects.create(
        package=package, outcome="passed_with_opinions", reason="突出特色",
        decided_at=edition.frozen_at, by=process.office,
    )  # fmt: skip
    item = decision.items.create(number=1, text="突出重庆特色。")
    carry(process, item.pk)
    confirm_item(item.pk, by=process.office, answer="已充实第二章。")
    table = carrying_table(decision, on=DAY)
    assert (
        lacking(
            table,
            "审议意见1条，已落实1条",
            "突出重庆特色。",
            "强化引领",
            "深入开展活动。",
            "深入开展具有重庆特色的活动。",
            "已充实第二章。",
            "起草人",
        )
        == []
    )


def test_rights_follow_from_grants_seats_deputies_and_steps(process: Process) -> None:
    office = Body.objects.get(plan=process.plan, kind="office")
    seat = take_seat(office, SeatTerms("director", user=process.cast.member), by=process.office)
    deputise(
        seat, process.cast.writer, by=process.office, from_on=DAY, to_on=date(2020, 12, 31)
    )  # fmt: skip
    rights = rights_of(process.plan, DAY)
    work = "维护工作进度、封存报审材料、登记会议和批示"
    assert Right("成员", work, "领导小组办公室主任") in rights
    assert Right("协作人", work, "代理领导小组办公室主任，至2020-12-31") in rights
    assert not [r for r in rights_of(process.plan, date(2021, 1, 1)) if r.why.startswith("代理")]
    group = "《重庆科协“十四五”规划》编制工作领导小组组长"
    judging = "审议“领导小组审定规划草案”并发表意见（主要负责人审定）"
    assert Right("组长", judging, group) in rights
    assert [r.what for r in rights if r.who == "起草人" and r.why == "规划主持人授权"] == [
        "主持规划：设置、定版、组织征求意见、印发"
    ]
    table = rights_table(process.plan, rights, on=DAY)
    assert lacking(table, "编制工作权限表", work, group) == []


def test_the_signer_is_the_offices_director_else_who_leads(process: Process) -> None:
    assert signer_of(process.plan, process.office) == "组长"
    office = Body.objects.get(plan=process.plan, kind="office")
    take_seat(office, SeatTerms("director", name="周主任"), by=process.office)
    assert signer_of(process.plan, process.office) == "周主任"


def test_a_department_writes_under_the_associations_letterhead(process: Process) -> None:
    head = Letterhead.objects.get()
    head.unit = process.cast.other_district
    head.save()
    assert office_of(process.plan).bodies == ("重庆市科学技术协会",)
    process.plan.owner = process.cast.district
    assert office_of(process.plan).bodies == ("渝中区科协",)


def test_one_click_asks_for_the_report_and_a_second_asks_for_no_second_file(
    process: Process,
) -> None:
    client = signed_in(process.cast.chief)
    url = reverse("progress_paper", args=[process.plan.slug, "pdf"])
    assert (client.get(url).status_code, Rendition.objects.count()) == (200, 0)
    answers = [client.post(url).status_code for _ in range(2)]
    assert (answers, Rendition.objects.count()) == ([302, 302], 1)
    assert client.get(reverse("progress_paper", args=[process.plan.slug, "exe"])).status_code == 404
    assert url in client.get(reverse("timeline", args=[process.plan.slug])).content.decode()
    assert url in client.get(reverse("dashboard", args=[process.plan.slug])).content.decode()


def test_a_letter_is_filled_in_from_the_gate_and_goes_to_one_body(process: Process) -> None:
    client = signed_in(process.office)
    gate = process.gate("报市领导同意")
    page = client.get(reverse("outward", args=[gate.pk]))
    form = page.context["form"]
    assert (form["addressee"].value(), form["signer"].value()) == ("市领导", "组长")
    assert form["title"].value() == "关于报请审定《测试规划》的请示"
    data = {name: form[name].value() or "" for name in form.fields} | {
        "on": "2021-02-01", "enclosed": "规划草案\n编制说明",
    }  # fmt: skip
    refused = client.post(reverse("outward", args=[gate.pk]), data | {"addressee": "甲、乙"})
    assert "只能主送一个机关" in refused.content.decode()
    unsigned = client.post(reverse("outward", args=[gate.pk]), data | {"contact": ""})
    assert "须在附注中写明联系人" in unsigned.content.decode()
    secret = client.post(reverse("outward", args=[gate.pk]), data | {"body": "机密★"})
    assert ("密级标志" in secret.content.decode(), Rendition.objects.count()) == (True, 0)
    assert client.post(reverse("outward", args=[gate.pk]), data).status_code == 302
    tree = str(Rendition.objects.get().tree)
    assert [part in tree for part in ("妥否，请批示。", "编制说明", "组长")] == [True] * 3
    meeting = process.gate("党组审议")
    assert client.get(reverse("outward", args=[meeting.pk])).status_code == 404


def test_a_meeting_is_called_with_agenda_place_and_members(process: Process) -> None:
    client = signed_in(process.office)
    gate = process.gate("党组审议")
    form = client.get(reverse("calling", args=[gate.pk])).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {
        "on": "2021-01-20", "when": "2021年1月28日9:30", "place": "三楼会议室", "receipt": "on",
    }  # fmt: skip
    assert client.post(reverse("calling", args=[gate.pk]), data | {"place": ""}).status_code == 200
    assert client.post(reverse("calling", args=[gate.pk]), data).status_code == 302
    tree = str(Rendition.objects.get().tree)
    parts = ("三楼会议室", "2021年1月28日9:30", "讨论并表决", "参会回执", "市科协党组各成员")
    assert [part for part in parts if part not in tree] == []
    assert client.get(reverse("calling", args=[process.gate("报市领导同意").pk])).status_code == 404
    outsider = signed_in(process.cast.chief)
    assert outsider.get(reverse("calling", args=[gate.pk])).status_code == 404
