"""征求意见函: the letter that goes out, and who signs it."""

from __future__ import annotations

from consultation.models import Invitation, Round
from consultation.permissions import closing_time
from consultation.rounds.form_numbers import form_number
from plans.documents.builders import Office, Paper, Request, request_for_comments
from plans.models import Letterhead
from plans.rendering.blocks import Document
from plans.system.chinese_dates import chinese_hour, local_day

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
    return chinese_hour(closing_time(round_, invitation))


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
        on=local_day(round_.opens_at),
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
