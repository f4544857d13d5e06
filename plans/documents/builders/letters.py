"""Letters of a consultation: 征求意见函 with 反馈表, a unit's 复函, replies to opinions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plans.documents.builders.paper import Attached, Office, Paper, paper_document
from plans.rendering.blocks import Block, Cell, Document, Paragraph, QrCode, Row, Table, text_runs
from plans.system.chinese_dates import chinese_date

_FORM_WIDTHS = (3.0, 3.2, 2.0, 3.0)
_OPINION_WIDTHS = (0.9, 2.2, 3.4, 2.6)
_BLANK_ROWS = 5
_BLANK_ROWS_BESIDE_CODE = 4
"""So that the form stays on one page."""
_BY_LINK = "反馈意见可通过网上办理，专用链接及二维码见意见反馈表，请勿转发。"
_BLANK_HEIGHT_MM = 14.0


@dataclass(frozen=True)
class Request:
    """What a 征求意见函 asks: the paper, what is asked about, by when and whom to answer.

    ``closes`` and ``contact`` stand once more under the form, which may be sent on alone, and
    so does ``link``, the personal address for answering online, with its 二维码. ``unit`` and
    ``form_number`` stand in the form, so that it is known when it comes back.
    """

    paper: Paper
    subject: str
    closes: str
    contact: str = ""
    link: str = ""
    unit: str = ""
    form_number: str = ""


@dataclass(frozen=True)
class Opinion:
    """One opinion as a letter shows it."""

    place: str
    text: str
    reason: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class FeedbackForm:
    """意见反馈表: empty, or filled with a unit's opinions."""

    subject: str
    unit: str = ""
    contact: str = ""
    phone: str = ""
    opinions: tuple[Opinion, ...] = ()


def request_for_comments(request: Request) -> Document:
    """征求意见函 in 信函格式; its first 附件 is the empty 反馈表."""
    contact = f"联系人及电话：{request.contact}。" if request.contact else ""
    reminder = f"请于{request.closes}前反馈。{contact}"
    rows = _BLANK_ROWS_BESIDE_CODE if request.link else _BLANK_ROWS
    blocks = feedback_blocks(FeedbackForm(request.subject, request.unit), rows)
    number = numbered(request.form_number)
    form = Attached("意见反馈表", (*number, *blocks, _below(reminder, request.link)))
    paper = replace(request.paper, attached=(*request.paper.attached, form))
    if request.link:
        paper = replace(paper, body=f"{paper.body}\n{_BY_LINK}")
    return paper_document(paper, kind="征求意见函", style="letter")


def numbered(form_number: str) -> tuple[Block, ...]:
    """The line that names a form, where it has a number."""
    line = Paragraph(text_runs(f"反馈表编号：{form_number}（请勿改动）"), indent=False)
    return (line,) if form_number else ()


def _below(reminder: str, link: str) -> Block:
    """By when and whom to answer; beside it the 二维码 for answering online, where there is one."""
    if not link:
        return Paragraph(text_runs(reminder))
    online = ("网上反馈（专用链接，仅限收文单位或个人使用，请勿转发）：", link)
    return QrCode(link, f"网上反馈专用链接二维码：{link}", beside=(reminder, *online))


def feedback_blocks(form: FeedbackForm, blank_rows: int = _BLANK_ROWS) -> tuple[Block, ...]:
    """The form: who answers, then one row per opinion (empty rows where there are none)."""
    who = Table(
        (
            Row((_head("征求意见稿"), _text(form.subject, columns=3))),
            Row((_head("反馈单位（盖章）"), _text(form.unit, columns=3))),
            Row((_head("联系人"), _text(form.contact), _head("联系电话"), _text(form.phone))),
        ),
        widths=_FORM_WIDTHS,
    )
    head = Row(tuple(_head(name) for name in ("序号", "章节或任务", "修改意见", "理由")))
    name = "修改意见" if form.opinions else "修改意见（没有意见的，请填写“无意见”）"
    rows = (head, *_opinion_rows(form, blank_rows))
    return (who, Table(rows, header_rows=1, widths=_OPINION_WIDTHS, caption=name))


def _opinion_rows(form: FeedbackForm, blank_rows: int) -> tuple[Row, ...]:
    if not form.opinions:
        empty = tuple(_text("") for _ in range(4))
        return (Row(empty, height=_BLANK_HEIGHT_MM),) * blank_rows
    return tuple(
        Row((_centred(str(number)), _text(one.place), _text(one.text), _text(one.reason)))
        for number, one in enumerate(form.opinions, 1)
    )


def unit_reply(office: Office, form: FeedbackForm, *, to: str, on: date, number: str) -> Document:
    """A unit's 复函: 无意见, or its opinions in the 反馈表 that is attached."""
    attached: tuple[Attached, ...] = ()
    opening = f"贵会征求《{form.subject}》意见的函收悉。"
    if form.opinions:
        text = f"{opening}经研究，提出意见建议{len(form.opinions)}条，详见附件。"
        attached = (Attached("意见反馈表", feedback_blocks(form)),)
    else:
        text = f"{opening}经研究，无修改意见。"
    paper = Paper(
        office=office,
        number=number,
        on=on,
        title=f"关于《{form.subject}》意见的复函",
        addressees=to,
        body=f"{text}\n特此函复。",
        attached=attached,
    )
    return paper_document(paper, kind="复函", style="letter")


def reply_to_opinions(
    office: Office, subject: str, opinions: tuple[Opinion, ...], *, to: str, on: date, number: str
) -> Document:
    """What became of a unit's opinions: one row each, with the outcome."""
    head = Row(tuple(_head(name) for name in ("序号", "意见", "处理情况", "说明")))
    rows = tuple(
        Row((_centred(str(n)), _text(one.text), _centred(one.outcome), _text(one.reason)))
        for n, one in enumerate(opinions, 1)
    )
    table = Table((head, *rows), header_rows=1, widths=(0.9, 4.2, 1.6, 3.2))
    paper = Paper(
        office=office,
        number=number,
        on=on,
        title=f"关于《{subject}》意见处理情况的函",
        addressees=to,
        body=(
            f"在《{subject}》征求意见过程中，贵单位共提出意见建议{len(opinions)}条。"
            f"截至{chinese_date(on)}，意见处理情况见附件。感谢贵单位对规划编制工作的支持。\n特此函告。"
        ),
        attached=(Attached("意见处理情况表", (table,)),),
    )
    return paper_document(paper, kind="意见处理情况告知函", style="letter")


def _head(text: str) -> Cell:
    return Cell((text_runs(text),), header=True, align="center")


def _text(text: str, *, columns: int = 1) -> Cell:
    return Cell(tuple(text_runs(line) for line in text.split("\n")), columns=columns)


def _centred(text: str) -> Cell:
    return Cell((text_runs(text),), align="center")
