"""反馈表 to be filled in, and the letter that reminds of it."""

from __future__ import annotations

from consultation.models import Invitation, Round
from consultation.rounds.form_numbers import form_number
from consultation.rounds.papers import moment, subject_of
from plans.documents.builders import FeedbackForm
from plans.documents.builders.letters import feedback_blocks, numbered
from plans.rendering.blocks import Document, Paragraph, Part, text_runs
from plans.rendering.titles import title_of


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
