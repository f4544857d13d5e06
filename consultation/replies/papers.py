"""Papers of a released reply: its receipt and the 复函 to be stamped."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from consultation.enums import EntryKind
from consultation.models import Comment, Invitation, Reply
from consultation.rounds.papers import office_of
from plans.documents.builders import FeedbackForm, Office, Opinion, unit_reply
from plans.enums import UserKind
from plans.rendering.blocks import Cell, Document, Paragraph, Part, Row, Table, text_runs
from plans.rendering.titles import title_of
from plans.system.chinese_dates import chinese_second, local_day


def place_of(comment: Comment) -> str:
    """章条 as tables print it."""
    place = comment.place
    return f"{place.number}{place.title}" if place else "全文"


def said_of(comment: Comment) -> str:
    """意见内容 in one cell: the kind, and the wording proposed or else the reason."""
    quote = f"“{comment.quote}”" if comment.quote and comment.proposal else ""
    proposal = f"{quote}建议改为：{comment.proposal}" if quote else comment.proposal
    return f"{comment.get_kind_display()}：{proposal or comment.reason}"


def own_comments(invitation: Invitation) -> list[Comment]:
    comments = Comment.objects.filter(reply__invitation=invitation, submitted_at__isnull=False)
    return list(comments.select_related("place").prefetch_related("assessments").order_by("number"))


def reply_letter(invitation: Invitation, reply: Reply) -> Document:
    """复函 of the unit with room for its seal."""
    unit = invitation.unit
    opinions = tuple(
        Opinion(place_of(one), said_of(one), one.reason if one.proposal else "")
        for one in own_comments(invitation)
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
    assert reply.released_at is not None
    on = local_day(reply.released_at)
    return unit_reply(office, form, to=to, on=on, number="")


def receipt(invitation: Invitation, reply: Reply) -> Document:
    """回执: number, time and hash of what was released, and every opinion of it."""
    round_ = invitation.round
    when = timezone.localtime(reply.released_at)
    facts = (
        ("回执编号", reply.receipt_number),
        ("反馈单位或个人", str(invitation)),
        ("征求意见稿", f"{round_.edition.title}（{round_.edition.label}）"),
        *_released_by(reply),
        ("反馈时间", chinese_second(when)),
        ("反馈情况", "无意见" if reply.no_opinion else f"意见{len(own_comments(invitation))}条"),
        *((("一并代表的单位", spoken),) if (spoken := _spoken_for(reply)) else ()),
        *((("附件", files),) if (files := _files(reply)) else ()),
        *((("盖章件", str(reply.sealed_scan)),) if reply.sealed_scan else ()),
        ("校验值（SHA-256）", reply.sha256),
    )
    table = Table(tuple(_line(label, value) for label, value in facts), widths=(2.2, 6.0))
    rows = [
        _line(f"{one.number:04d}　{place_of(one)}", said_of(one))
        for one in own_comments(invitation)
    ]
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


def _released_by(reply: Reply) -> tuple[tuple[str, str], ...]:
    """Who stands for it: the head who released it, or who entered it and who confirmed it."""
    entry = reply.entries.in_force().filter(kind=EntryKind.REPLY).first()
    if entry is None:
        return (("审签人", str(reply.released_by)),)
    confirmed = entry.confirmed_by
    second = confirmed is not None and confirmed.kind == UserKind.PERSON
    return (
        ("录入", f"{entry.made_by or ''}（{entry.get_origin_display()}）"),
        ("录入时间", chinese_second(timezone.localtime(entry.entered_at))),
        *((("复核", str(confirmed)),) if second else ()),
    )


def _spoken_for(reply: Reply) -> str:
    return "、".join(reply.speaks_for.values_list("name", flat=True))


def _files(reply: Reply) -> str:
    return "、".join(reply.attachments.values_list("name", flat=True))


def _line(label: str, value: str) -> Row:
    return Row((Cell((text_runs(label),), header=True), Cell((text_runs(value),))))
