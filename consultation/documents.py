"""What a consultation sends and receives on paper: models in, block trees out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from consultation.collation import Criteria, collation
from consultation.enums import Audience, CommentSource
from consultation.models import Assessment, Comment, Invitation, Reply, Round
from consultation.permissions import closing_time
from consultation.queries import covering_figures
from consultation.reply_forms import form_number
from plans.models import Letterhead
from plans.rendering.blocks import Cell, Document, Paragraph, Part, Row, Table, text_runs
from plans.rendering.documents import (
    CollationRow,
    FeedbackForm,
    Office,
    Opinion,
    Paper,
    Request,
    collation_table,
    reply_to_opinions,
    request_for_comments,
    unit_reply,
)
from plans.rendering.documents.letters import feedback_blocks, numbered
from plans.rendering.titles import title_of

_LETTER = (
    "为科学编制规划，现将《{subject}》（{label}）送你们征求意见。"
    "请认真研究，于{closes}前反馈意见；没有意见的，也请反馈“无意见”。"
)


def office_of(round_: Round) -> Office:
    """Who asks: the owner's letterhead, or the owner by name."""
    head = Letterhead.objects.filter(unit=round_.plan.owner_id, is_active=True).first()
    if head is None:
        name = round_.plan.owner.name
        return Office((name,), (name,))
    return Office((head.body_name,), (head.signature,), printed_by=head.printed_by)


def moment(round_: Round, invitation: Invitation | None = None) -> str:
    """The closing time as a letter writes it."""
    local = timezone.localtime(closing_time(round_, invitation))
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def letter(round_: Round, invitation: Invitation | None = None, *, url: str = "") -> Document:
    """征求意见函 with the 反馈表; to one invited, or to 各有关单位. ``url``: the personal link."""
    subject, label = round_.edition.title, round_.edition.label
    closes = moment(round_, invitation)
    lines = [
        round_.letter_text.strip() or _LETTER.format(subject=subject, label=label, closes=closes)
    ]
    if round_.needs_seal:
        lines.append("反馈意见须加盖单位公章。")
    if round_.contact:
        lines.append(f"联系人及电话：{round_.contact}。")
    lines.append("本系统为非涉密系统，请勿在反馈意见中涉及国家秘密和工作秘密。")
    paper = Paper(
        office=office_of(round_),
        number="",
        on=timezone.localdate(round_.opens_at),
        title=f"关于征求《{subject}》（{label}）意见的函",
        addressees=str(invitation) if invitation else "各有关单位",
        body="\n".join(lines),
    )
    request = Request(
        paper,
        subject_of(round_),
        closes,
        round_.contact,
        link=url,
        unit=str(invitation or ""),
        form_number=form_number(round_.pk, invitation.pk if invitation else 0),
    )
    return request_for_comments(request)


def subject_of(round_: Round) -> str:
    """What is asked about: title and label of the edition."""
    return f"{round_.edition.title}（{round_.edition.label}）"


def reply_form(round_: Round, invitation: Invitation | None = None) -> Document:
    """The empty 反馈表 by itself; its number names round and unit when it comes back filled."""
    number = form_number(round_.pk, invitation.pk if invitation else 0)
    unit = invitation.unit if invitation else None
    form = FeedbackForm(
        subject_of(round_),
        unit=str(invitation or ""),
        contact=unit.officer if unit else "",
        phone=unit.phone if unit else "",
    )
    end = Paragraph(text_runs(reminder(round_, invitation)))
    blocks = (title_of("意见反馈表"), *numbered(number), *feedback_blocks(form), end)
    return Document(title="意见反馈表", kind="反馈表", subject=number, parts=(Part(blocks),))


def reminder(round_: Round, invitation: Invitation | None = None) -> str:
    """The sentence under a form: by when, to whom, and what must not be written."""
    contact = f"联系人及电话：{round_.contact}。" if round_.contact else ""
    seal = "反馈意见须加盖单位公章。" if round_.needs_seal else ""
    asked = f"请于{moment(round_, invitation)}前反馈，一行填写一条意见。"
    return f"{asked}{contact}{seal}请勿填写涉及国家秘密和工作秘密的内容。"


def place_of(comment: Comment) -> str:
    """章条 as tables print it."""
    place = comment.place
    return f"{place.number}{place.title}" if place else "全文"


def said_of(comment: Comment) -> str:
    """意见内容 in one cell: the kind, and the wording proposed or else the reason."""
    quote = f"“{comment.quote}”" if comment.quote and comment.proposal else ""
    proposal = f"{quote}建议改为：{comment.proposal}" if quote else comment.proposal
    return f"{comment.get_kind_display()}：{proposal or comment.reason}"


def _own(invitation: Invitation) -> list[Comment]:
    comments = Comment.objects.filter(reply__invitation=invitation, submitted_at__isnull=False)
    return list(comments.select_related("place", "assessment").order_by("number"))


def reply_letter(invitation: Invitation, reply: Reply) -> Document:
    """复函 of the unit with room for its seal."""
    unit = invitation.unit
    opinions = tuple(
        Opinion(place_of(one), said_of(one), one.reason if one.proposal else "")
        for one in _own(invitation)
    )
    form = FeedbackForm(
        subject=f"{invitation.round.edition.title}（{invitation.round.edition.label}）",
        unit=str(invitation),
        contact=unit.officer if unit else "",
        phone=unit.phone if unit else "",
        opinions=opinions,
    )
    if spoken := _spoken_for(reply):
        form = replace(form, unit=f"{form.unit}\n（并代表{spoken}）")
    office = Office((str(invitation),), (str(invitation),))
    to = "、".join(office_of(invitation.round).signatures)
    on = timezone.localdate(reply.released_at)
    return unit_reply(office, form, to=to, on=on, number="")


def receipt(invitation: Invitation, reply: Reply) -> Document:
    """回执: number, time and hash of what was released, and every opinion of it."""
    round_ = invitation.round
    when = timezone.localtime(reply.released_at)
    facts = (
        ("回执编号", reply.receipt_number),
        ("反馈单位或个人", str(invitation)),
        ("征求意见稿", f"{round_.edition.title}（{round_.edition.label}）"),
        ("审签人", str(reply.released_by)),
        ("反馈时间", f"{when.year}年{when.month}月{when.day}日 {when:%H:%M:%S}"),
        ("反馈情况", "无意见" if reply.no_opinion else f"意见{len(_own(invitation))}条"),
        *((("一并代表的单位", spoken),) if (spoken := _spoken_for(reply)) else ()),
        *((("附件", files),) if (files := _files(reply)) else ()),
        *((("盖章件", str(reply.sealed_scan)),) if reply.sealed_scan else ()),
        ("校验值（SHA-256）", reply.sha256),
    )
    table = Table(tuple(_line(label, value) for label, value in facts), widths=(2.2, 6.0))
    rows = [_line(f"{one.number:04d}　{place_of(one)}", said_of(one)) for one in _own(invitation)]
    opinions = (Table(tuple(rows), widths=(3.0, 5.2)),) if rows else ()
    note = Paragraph(text_runs("本回执由系统生成。内容正式反馈后不再改变，校验值可供核对。"))
    title = "意见反馈回执"
    return Document(
        title=title,
        kind="回执",
        subject=reply.receipt_number,
        issued_on=when.date().isoformat(),
        parts=(Part((title_of(title), table, *opinions, note)),),
    )


def _spoken_for(reply: Reply) -> str:
    return "、".join(reply.speaks_for.values_list("name", flat=True))


def _files(reply: Reply) -> str:
    return "、".join(reply.attachments.values_list("name", flat=True))


def _line(label: str, value: str) -> Row:
    return Row((Cell((text_runs(label),), header=True), Cell((text_runs(value),))))


def answers(invitation: Invitation, on: date) -> Document:
    """What became of each opinion of one invited."""
    opinions = tuple(
        Opinion(
            place_of(one),
            f"{one.number:04d}　{place_of(one)}　{said_of(one)}",
            one.assessment.reason,
            one.assessment.get_disposition_display(),
        )
        for one in _own(invitation)
    )
    round_ = invitation.round
    return reply_to_opinions(
        office_of(round_), round_.edition.title, opinions, to=str(invitation), on=on, number=""
    )


def table(round_: Round, criteria: Criteria, on: date) -> Document:
    """意见汇总处理表 of what the criteria leave, with the one query of the screen.

    Citizens stand in it as 社会公众, without name; the workbook alone may name them.
    """
    rows = collation(round_, criteria).select_related("comment__place", "unit")
    listed = tuple(map(_table_row, rows))
    return collation_table(round_.edition.title, listed, on=on, figures=_covering(round_))


def _covering(round_: Round) -> str:
    """The round's covering figures, as frozen once it is complete."""
    figures = round_.figures or covering_figures(round_)
    asked = (
        "发函{invited}家，回函{replied}家（有意见{with_opinion}家、无意见{no_opinion}家），"
        "未反馈{silent}家。"
    )
    said = (
        "共收到意见{comments}条，其中采纳{adopted}条、部分采纳{partly}条、"
        "不采纳{not_adopted}条、留作参考{noted}条。"
    )
    public = round_.audience == Audience.PUBLIC
    return (said if public else asked + said).format(**figures)


def _who(row: Assessment) -> str:
    if row.unit is not None:
        return row.unit.name
    return "社会公众" if row.source == CommentSource.PUBLIC else row.comment.author_name


def _table_row(row: Assessment) -> CollationRow:
    comment = row.comment
    return CollationRow(
        place=place_of(comment),
        quote=comment.quote,
        opinion="\n".join(filter(None, (comment.proposal, comment.reason))),
        who=_who(row) + ("（逾期）" if comment.late else ""),
        outcome=row.get_disposition_display(),
        reason=row.reason,
    )
