"""The documents that the DOCX tests measure: the real ones, and one of every other kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from plans.documents.builders import Draft, Office, Paper, draft_document, issued_plan
from plans.importing import import_plan
from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Blank,
    Blanks,
    Block,
    Box,
    Cell,
    Colophon,
    Document,
    Heading,
    Item,
    Label,
    Letterhead,
    Named,
    Note,
    PageBreak,
    Paragraph,
    Part,
    QrCode,
    Row,
    Run,
    Signature,
    Table,
    Title,
    text_runs,
)
from plans.rendering.docx import render_docx
from plans.text.numbering import numbered

DATA = Path(__file__).parents[2] / "data"
BODY = "重庆市科学技术协会"
OFFICE = Office((BODY,), (BODY,), f"{BODY}办公室", "市委办公厅，市政府办公厅")
LONG = (
    "按照市科协党组会议审议意见，《重庆市科学技术协会事业发展“十四五”规划（征求意见稿）》已经起草完成，"
    "现征求你单位意见，请于2020年12月10日前将书面意见反馈至市科协宣传部。"
)


@cache
def imported(name: str):
    """The import of the one file of the data whose name begins so."""
    path = next(iter(sorted(DATA.rglob(f"{name}*.txt"))))
    return import_plan(path.read_bytes(), path.name)


def issued(name: str, number: str, on: dt.date, *, toc: bool = False, times: int = 1) -> Document:
    """A real notice with its plan, its chapters repeated ``times`` times."""
    source = imported(name)
    tree = source.to_tree()
    plan = numbered(replace(tree, nodes=tree.nodes * times), source.formats)
    body = "\n".join(source.notice.body)
    paper = Paper(OFFICE, number, on, source.notice.title, source.notice.addressees, body)
    return issued_plan(paper, plan, toc=toc)


@cache
def document(name: str) -> Document:
    """A document by its name in DOCUMENTS."""
    return DOCUMENTS[name]()


@cache
def rendered(name: str) -> bytes:
    """The same as a DOCX file."""
    return render_docx(document(name))


def part(*blocks: Block, attachment: str = "", landscape: bool = False) -> Part:
    """Blocks as a part."""
    return Part(blocks, attachment, landscape)


def para(text: str) -> Paragraph:
    """A body paragraph."""
    return Paragraph(text_runs(text))


def row(*texts: str, header: bool = False) -> Row:
    """A row of plain cells."""
    return Row(tuple(Cell((text_runs(text),), header=header) for text in texts))


def _of(*parts: Part, **options: Any) -> Document:
    colophon = Colophon(f"{BODY}办公室", "2020年11月22日", "市委办公厅。")
    given: dict[str, Any] = {"title": "文稿", "author": BODY, "issued_on": "2020-11-22"}
    return Document(parts=parts, **(given | {"colophon": colophon} | options))


def _one_page() -> Document:
    blocks = (
        Title(("关于召开规划编制工作会议的通知",)),
        Addressee("各区县（自治县）科协"),
        para("定于2020年8月21日召开会议，请准时参加。"),
        Heading(1, "一、", "会议地点"),
        para("市科协机关三楼会议室。"),
        Signature((BODY,), "2020年8月19日"),
    )
    return _of(
        part(*blocks),
        letterhead=Letterhead((BODY,), "渝科协发〔2020〕87号"),
        colophon=Colophon(f"{BODY}办公室", "2020年8月19日"),
    )


def _letter() -> Document:
    form = Table((row("序号", "意见", header=True), row("1", LONG)), header_rows=1, widths=(1, 5))
    return _of(
        part(
            Title((BODY, "关于征求规划意见的函")),
            Addressee("各区县（自治县）科协"),
            para(LONG),
            para(LONG),
            AttachmentNote(("征求意见稿", "意见反馈表")),
            Signature((BODY,), "2020年11月22日"),
            Note("联系人：张三，电话：023-12345678"),
        ),
        part(
            Title(("意见反馈表",)),
            form,
            Blanks((Blank("负责人（签字）", 8), Blank("日期"))),
            attachment="附件2",
        ),
        letterhead=Letterhead((BODY,), "渝科协函〔2020〕12号", style="letter", urgency="特急"),
    )


def _codes() -> Document:
    address = "https://portal.example/come-in/3fJ8sKq0ZrT5uXyB1nQw9e7LmVhPdCaG2RkYtUi4oSs/"
    form = Table((row("序号", "意见", header=True), row("1", "")), header_rows=1, widths=(1, 5))
    return _of(
        part(
            Title(("意见反馈表",)),
            para(LONG),
            QrCode(address, "网上反馈二维码"),
            para(LONG),
            form,
            QrCode(address, "专用链接二维码", width=25, beside=("网上反馈：", address)),
        )
    )


def _minutes() -> Document:
    return _of(
        part(
            Title(("研究规划编制工作专题会议纪要",)),
            para(LONG),
            Named("出席", "王合清　肖猛　陈昌明　程伟　谭明星　牛杰　李彦　龙晖　冯纲　郭骏"),
            Named("列席", "吕科伟"),
        ),
        letterhead=Letterhead(
            (f"{BODY}办公会议纪要",),
            "第3期",
            style="minutes",
            issuer=f"{BODY}办公室",
            date="2020年11月22日",
        ),
    )


def _joint() -> Document:
    bodies = (BODY, "重庆市科学技术局", "重庆市教育委员会")
    return _of(
        part(
            Title(("关于联合开展规划编制工作的通知",)),
            Addressee("各区县科协"),
            para(LONG),
            Signature((*bodies, "重庆市卫生健康委员会"), "2020年11月22日"),
        ),
        letterhead=Letterhead(bodies, "渝科协发〔2020〕90号"),
    )


def _upward() -> Document:
    return _of(
        part(
            Title(("关于审定“十四五”规划的请示",)),
            Addressee("中共重庆市委"),
            para(LONG),
            para("妥否，请批示。"),
            Signature((BODY,), "2020年11月22日", seal=False),
            Note("联系人：张三，电话：023-12345678"),
        ),
        letterhead=Letterhead((BODY,), "渝科协文〔2020〕9号", signers=("王合清", "肖猛", "陈昌明")),
    )


def _wide_table() -> Table:
    head = (
        Row(
            (
                Cell((text_runs("序号"),), header=True, rows=2),
                Cell((text_runs("意见"),), header=True, columns=2),
                Cell((text_runs("处理"),), header=True, rows=2),
            )
        ),
        row("单位", "内容", header=True),
    )
    body = tuple(row(str(number), "渝中区科协", LONG, "采纳") for number in range(30))
    return Table((*head, *body), 2, (1, 3, 10, 2), "意见汇总处理表", landscape=True)


def _mixed() -> Document:
    bold = Item((Run("公民具备科学素质的比例达到"), Run("15%", bold=True)))
    box = Box(text_runs("专栏1 主要指标"), (para(LONG), bold, Table((row("指标", "值"),))))
    return _of(
        part(
            Title((BODY, "“十四五”规划")),
            Label("（送审稿）"),
            Label("（2021年1月15日）"),
            para(LONG),
            Heading(1, "一、", "总体要求"),
            Heading(2, "（一）", "指导思想", run_in=text_runs(LONG), stop="。"),
            Heading(3, "1.", "任务", run_in=text_runs(LONG), stop="。"),
            box,
            para(LONG),
            _wide_table(),
            para(LONG),
            PageBreak(),
            para("另起一页。"),
            Signature((BODY, "重庆市科学技术局"), "2020年11月2日", seal=False),
        ),
        part(Title(("附件标题",)), para(LONG), attachment="附件1"),
        part(Title(("横排附件",)), para(LONG), attachment="附件2", landscape=True),
        line_numbers=True,
    )


def _draft(**options: Any) -> Document:
    source = imported("guangyuan")
    tree = numbered(source.to_tree(), source.formats)
    return draft_document(Draft(tree, author="广元市科学技术协会", **options))


DOCUMENTS = {
    "chongqing": lambda: issued("chongqing-2021-60", "渝科协发〔2021〕60号", dt.date(2021, 9, 14)),
    "contents": lambda: issued(
        "chongqing-2021-60", "渝科协发〔2021〕60号", dt.date(2021, 9, 14), toc=True
    ),
    "work plan": lambda: issued("chongqing-2020-86", "渝科协发〔2020〕86号", dt.date(2020, 8, 19)),
    "ten times": lambda: issued(
        "chongqing-2021-60", "渝科协发〔2021〕60号", dt.date(2021, 9, 14), times=10
    ),
    "guangyuan": _draft,
    "for comment": lambda: _draft(
        label="征求意见稿", toc=True, wide_margin=True, line_numbers=True
    ),
    "one page": _one_page,
    "letter": _letter,
    "codes": _codes,
    "minutes": _minutes,
    "joint": _joint,
    "upward": _upward,
    "mixed": _mixed,
}
ISSUED = ("chongqing", "contents", "work plan", "ten times", "one page")
"""The notices in 文件格式, by one body."""
