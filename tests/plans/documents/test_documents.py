"""Builders of the process's documents: what stands in each, and that each can be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from plans.documents.builders import (
    Argumentation,
    ComparisonRow,
    Draft,
    Expert,
    FeedbackForm,
    MeetingNotice,
    Minutes,
    Office,
    Opinion,
    Paper,
    Request,
    argumentation_opinion,
    collation_table,
    comparison_table,
    draft_document,
    issued_plan,
    meeting_minutes,
    meeting_notice,
    paper_document,
    prose,
    reply_to_opinions,
    request_for_comments,
    unit_reply,
    upward_document,
)
from plans.enums import UpwardKind
from plans.rendering.block_json import from_json, to_json
from plans.rendering.blocks import (
    AttachmentNote,
    Document,
    Heading,
    Label,
    Note,
    Paragraph,
    Part,
    QrCode,
    Run,
    Signature,
    Table,
    Toc,
    text_runs,
)
from plans.rendering.docx import render_docx
from plans.rendering.pdf import render_pdf
from plans.system.chinese_dates import chinese_date
from plans.text.tree import Node, PlanTree
from tests.plans.rendering.docx_cases import OFFICE
from tests.plans.rendering.pdf_pages import Pdf

DAY = date(2020, 11, 20)
COLUMNS = (("编号", 1), ("章条", 3), ("原文", 4), ("意见内容", 5))
SUBJECT = "重庆市科学技术协会事业发展“十四五”规划（征求意见稿）"
CONTACT = "联系人：张三（演示），电话：023-00000000"
PAPER = Paper(
    OFFICE, "渝科协发〔2020〕90号", DAY, "关于做好规划编制工作的通知", "各区县科协", "请认真落实。"
)
UPWARD = replace(PAPER, addressees="市政府", signers=("王某某",), note=CONTACT)
TREE = PlanTree(
    "规划纲要", "为了发展。", (Node(1, "chapter", "目标", text="实施。", number="一、"),)
)
OPINION = Opinion("一、目标", "建议补充指标。", "更准确", "采纳")
UNIT = Office(("渝中区科学技术协会",), ("渝中区科学技术协会",))
MINUTES = Minutes(
    OFFICE,
    "重庆市科学技术协会党组会议纪要",
    "第3期",
    DAY,
    "党组会议纪要",
    "一、通过规划\n会议同意。",
    "张某某",
)
JOINT = Office(("甲市科协", "甲市教委"), ("甲市科协", "甲市教委"), "甲市科协办公室")
CASES: dict[str, Callable[[], Document]] = {
    "印发通知": lambda: issued_plan(PAPER, TREE, toc=True),
    "征求意见函": lambda: request_for_comments(
        Request(
            replace(PAPER, number="渝科协函〔2020〕1号", note=CONTACT),
            SUBJECT,
            "2020年12月10日17时",
        )
    ),
    "复函": lambda: unit_reply(
        UNIT,
        FeedbackForm(SUBJECT, "渝中区科协", "李四", "1", (OPINION,)),
        to="市科协",
        on=DAY,
        number="渝中科协函〔2020〕3号",
    ),
    "复函：无意见": lambda: unit_reply(
        UNIT, FeedbackForm(SUBJECT), to="市科协", on=DAY, number="渝中科协函〔2020〕3号"
    ),
    "意见处理情况": lambda: reply_to_opinions(
        OFFICE, SUBJECT, (OPINION,), to="渝中区科协", on=DAY, number="渝科协函〔2020〕15号"
    ),
    "征求意见稿": lambda: draft_document(
        Draft(TREE, "征求意见稿", wide_margin=True, line_numbers=True)
    ),
    "送审稿": lambda: draft_document(
        Draft(TREE, "送审稿", toc=True, explanation="一、过程\n说明。")
    ),
    "意见汇总处理表": lambda: collation_table(
        SUBJECT, COLUMNS, (("0007", "一、目标", "实施。", "改。"),), on=DAY
    ),
    "修改对照表": lambda: comparison_table(
        SUBJECT,
        (ComparisonRow("一、目标", (Run("旧", change="deleted"),), text_runs("新")),),
        on=DAY,
    ),
    "论证意见": lambda: argumentation_opinion(
        Argumentation(SUBJECT, DAY, "同意通过论证。", (Expert("甲", "大学", "教授"),))
    ),
    "纪要": lambda: meeting_minutes(MINUTES),
    "会议通知": lambda: meeting_notice(MeetingNotice(PAPER)),
    "请示": lambda: upward_document(UPWARD, kind=UpwardKind.REQUEST),
    "报告": lambda: upward_document(replace(UPWARD, note=""), kind=UpwardKind.REPORT),
    "联合发文": lambda: paper_document(replace(PAPER, office=JOINT), kind="通知"),
}


@pytest.fixture
def opened() -> Iterator[list[Pdf]]:
    files: list[Pdf] = []
    yield files
    for file in files:
        file.close()


@pytest.mark.parametrize("name", CASES)
def test_each_can_be_kept_and_printed_both_ways(name: str, opened: list[Pdf]) -> None:
    whole = CASES[name]()
    assert from_json(to_json(whole)) == whole
    opened.append(Pdf(render_pdf(whole)))
    title = "".join(whole.title.split())
    assert title.removesuffix("（送审稿）").removesuffix("（征求意见稿）") in opened[0].text
    assert render_docx(whole)[:2] == b"PK"


@pytest.mark.parametrize(
    ("day", "text"), [(date(2021, 9, 14), "2021年9月14日"), (date(2020, 10, 1), "2020年10月1日")]
)
def test_dates_are_not_padded(day: date, text: str) -> None:
    assert chinese_date(day) == text


def test_one_attachment_has_no_number_and_several_have() -> None:
    letter = CASES["征求意见函"]()
    assert [part.attachment for part in letter.parts] == ["", "附件"]
    assert AttachmentNote(("意见反馈表",)) in letter.parts[0].blocks


def test_the_issued_plan_is_no_attachment() -> None:
    whole = CASES["印发通知"]()
    assert [part.attachment for part in whole.parts] == ["", "", ""]
    assert [type(part.blocks[0]).__name__ for part in whole.parts] == ["Title", "Toc", "Title"]


def test_a_draft_bears_its_label_under_the_title() -> None:
    whole = CASES["征求意见稿"]()
    assert whole.parts[0].blocks[1] == Label("（征求意见稿）")
    assert (whole.wide_margin, whole.line_numbers, whole.letterhead) == (True, True, None)


def test_the_explanation_follows_a_draft_for_review() -> None:
    first, text, explanation = CASES["送审稿"]().parts
    assert (first.blocks, len(text.blocks)) == ((Toc(),), 5)
    assert explanation.blocks[1:] == (Heading(1, "一、", "过程"), Paragraph(text_runs("说明。")))


def test_a_personal_link_stands_in_words_and_as_a_code_below_the_form(opened: list[Pdf]) -> None:
    link = "https://portal.example/come-in/3fJ8sKq0ZrT5uXyB1nQw9e7LmVhPdCaG2RkYtUi4oSs/"
    whole = request_for_comments(
        Request(replace(PAPER, number="渝科协函〔2020〕1号"), SUBJECT, "12月10日", CONTACT, link)
    )
    letter, form = whole.parts
    told = "反馈意见可通过网上办理，专用链接及二维码见意见反馈表，请勿转发。"
    assert Paragraph(text_runs(told)) in letter.blocks
    code = form.blocks[-1]
    assert isinstance(code, QrCode)
    assert (code.content, code.beside[-1], link in code.alternative) == (link, link, True)
    opened.append(Pdf(render_pdf(whole)))
    assert (len(opened[0].pages), link in opened[0].text) == (2, True)


def test_an_empty_form_leaves_room_to_write() -> None:
    who, opinions, reminder = CASES["征求意见函"]().parts[1].blocks[1:]
    assert reminder == Paragraph(text_runs("请于2020年12月10日17时前反馈。"))
    assert isinstance(who, Table)
    assert isinstance(opinions, Table)
    assert [row.height for row in opinions.rows] == [0, 14, 14, 14, 14, 14]


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        (replace(UPWARD, signers=()), UpwardKind.REQUEST),
        (replace(UPWARD, note=""), UpwardKind.REQUEST),
        (replace(UPWARD, addressees="市委，市政府"), UpwardKind.REPORT),
    ],
)
def test_an_upward_paper_without_what_it_needs_is_refused(paper: Paper, kind: UpwardKind) -> None:
    with pytest.raises(ValueError, match=r"upward|请示"):
        upward_document(paper, kind=kind)


def test_a_request_bears_its_contact_below_the_date() -> None:
    assert CASES["请示"]().parts[0].blocks[-1] == Note(CONTACT)


def test_bodies_of_a_joint_issue_sign_in_their_order() -> None:
    signed = CASES["联合发文"]().parts[0].blocks[-1]
    assert signed == Signature(("甲市科协", "甲市教委"), "2020年11月20日", seal=True)


def test_minutes_go_to_whom_they_concern() -> None:
    minutes = meeting_minutes(replace(MINUTES, sent_to="各部室"))
    assert minutes.colophon is not None
    assert (minutes.colophon.copies_label, minutes.colophon.copies_to) == ("分送", "各部室。")


@pytest.mark.parametrize("name", ["意见汇总处理表", "修改对照表"])
def test_tables_of_opinions_and_changes_lie_across(name: str) -> None:
    assert [part.landscape for part in CASES[name]().parts] == [True]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("一、会议时间", Heading(1, "一、", "会议时间")),
        ("（一）市领导。", Heading(2, "（一）", "市领导", stop="。")),
        (
            "（二）费用。自理。",
            Heading(2, "（二）", "费用", run_in=text_runs("自理。"), stop="。"),
        ),
        ("普通正文。", Paragraph(text_runs("普通正文。"))),
        ("一、全文是一句话；不是标题。", Paragraph(text_runs("一、全文是一句话；不是标题。"))),
    ],
)
def test_headings_are_read_from_prose(text: str, block: object) -> None:
    assert prose(text) == (block,)


def test_lines_of_an_opinion_are_paragraphs_of_its_cell() -> None:
    row = ("0007", "一、目标", "", "改为五场。\n更准确。")
    table = collation_table(SUBJECT, COLUMNS, (row,), on=DAY).parts[0].blocks[-1]
    assert isinstance(table, Table)
    assert table.rows[1].cells[3].paragraphs == (text_runs("改为五场。"), text_runs("更准确。"))


def test_every_part_holds_something() -> None:
    parts: list[Part] = [part for make in CASES.values() for part in make().parts]
    assert [part for part in parts if not part.blocks] == []
