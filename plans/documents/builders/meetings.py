"""Papers of meetings: 会议通知 with 回执, 纪要, experts' 论证意见 with signature sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plans.documents.builders.paper import (
    Attached,
    Office,
    Paper,
    colophon_of,
    paper_document,
    prose,
)
from plans.rendering.blocks import (
    Blank,
    Blanks,
    Block,
    Cell,
    Document,
    Letterhead,
    Named,
    Paragraph,
    Part,
    Row,
    Table,
    text_runs,
)
from plans.rendering.titles import title_of
from plans.system.chinese_dates import chinese_date

_SIGN_HEIGHT_MM = 14.0
_RECEIPT_ROWS = 4


@dataclass(frozen=True)
class MeetingNotice:
    """会议通知: the paper, and whether a 回执 is attached."""

    paper: Paper
    receipt: bool = True


@dataclass(frozen=True)
class Minutes:
    """纪要: ``mark`` is the whole red mark; people as printed, each group in one string."""

    office: Office
    mark: str
    issue: str
    on: date
    title: str
    body: str
    present: str
    absent: str = ""
    attending: str = ""
    sent_to: str = ""


@dataclass(frozen=True)
class Expert:
    """An expert of an argumentation meeting 论证会."""

    name: str
    unit: str
    post: str


@dataclass(frozen=True)
class Argumentation:
    """论证意见 on a draft: the text that the experts sign; ``author`` asked them."""

    subject: str
    on: date
    body: str
    experts: tuple[Expert, ...]
    author: str = ""


def meeting_notice(notice: MeetingNotice) -> Document:
    """会议通知, with the 回执 as its last 附件."""
    paper = notice.paper
    if notice.receipt:
        receipt = Attached("参会回执", (_receipt(),))
        paper = replace(paper, attached=(*paper.attached, receipt))
    return paper_document(paper, kind="会议通知")


def _receipt() -> Table:
    head = ("姓名", "单位", "职务", "联系电话", "备注")
    empty = Row(tuple(Cell(((),)) for _ in head), height=_SIGN_HEIGHT_MM)
    return Table((_head(*head), *(empty,) * _RECEIPT_ROWS), 1, (2, 4, 2.5, 3, 2))


def meeting_minutes(minutes: Minutes) -> Document:
    """纪要 in its own format: no 主送机关, no seal; after the text who was there; 分送 below."""
    people = (
        Named(label, names)
        for label, names in (
            ("出席", minutes.present),
            ("请假", minutes.absent),
            ("列席", minutes.attending),
        )
        if names
    )
    blocks = (title_of(minutes.title), *prose(minutes.body), *people)
    sent = replace(minutes.office, copies_to=minutes.sent_to or minutes.office.copies_to)
    return Document(
        title=minutes.title,
        kind="纪要",
        author="、".join(minutes.office.signatures),
        issued_on=minutes.on.isoformat(),
        letterhead=Letterhead(
            bodies=(minutes.mark,),
            number=minutes.issue,
            style="minutes",
            suffix="",
            issuer=minutes.office.printed_by,
            date=chinese_date(minutes.on),
        ),
        parts=(Part(blocks),),
        colophon=colophon_of(sent, minutes.on, label="分送"),
    )


def argumentation_opinion(argued: Argumentation) -> Document:
    """论证意见 with the head's signature, then the sheet that every expert signs."""
    title = f"《{argued.subject}》专家论证意见"
    signed: tuple[Block, ...] = (
        Blanks((Blank("专家组组长（签名）", 8),)),
        Paragraph(text_runs(chinese_date(argued.on)), indent=False, align="right"),
    )
    return Document(
        title=title,
        kind="论证意见",
        author=argued.author,
        issued_on=argued.on.isoformat(),
        parts=(
            Part((title_of(title), *prose(argued.body), *signed)),
            Part((title_of("论证专家签名表"), _signature_sheet(argued.experts))),
        ),
    )


def _signature_sheet(experts: tuple[Expert, ...]) -> Table:
    rows = (
        Row(
            (
                Cell((text_runs(str(number)),), align="center"),
                Cell((text_runs(one.name),), align="center"),
                *(Cell((text_runs(text),)) for text in (one.unit, one.post, "")),
            ),
            height=_SIGN_HEIGHT_MM,
        )
        for number, one in enumerate(experts, 1)
    )
    head = _head("序号", "姓名", "单位", "职称或职务", "签名")
    return Table((head, *rows), header_rows=1, widths=(1.4, 2, 5, 3, 3))


def _head(*names: str) -> Row:
    return Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in names))
