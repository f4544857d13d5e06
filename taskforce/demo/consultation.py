"""The demo's round of consultation: everyone invited, a few invented opinions."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from consultation.enums import Audience, CommentKind, ReplyOrigin
from consultation.experts.actions.panel import ExpertTerms, invite_expert
from consultation.experts.actions.reviews import Said, declare, save_opinion
from consultation.models import Round
from consultation.replies.actions.entering import confirm_entry, enter_for_unit
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import hand_in
from consultation.rounds.actions.drafts import RoundTerms, choose_addressees, draft_round
from consultation.rounds.actions.issuing import issue_round
from plans.documents.actions import draw
from plans.enums import FileFormat
from plans.models import Attachment, Edition, EditionProvision, Plan, Unit, User
from plans.rendering.blocks import Document, Paragraph, Part, text_runs
from plans.rendering.titles import title_of
from plans.system import clock
from plans.system.actions.attachments import keep_upload

ENTERED = (
    ("南岸区科协", 23, CommentKind.CHANGE, "（演示）建议写明责任单位。", "（演示）便于落实。"),
    (
        "重庆科技馆",
        21,
        CommentKind.CHANGE,
        "建设应急科普宣教平台",
        "（演示）“建设、应急科普宣教平台”多一个顿号。",
    ),
    (
        "重庆市计算机学会",
        17,
        CommentKind.CHANGE,
        "流动科技馆",
        "（演示）“流动科科技馆”多一个“科”字。",
    ),
)
QUOTES = {21: "建设、应急科普宣教平台", 17: "流动科科技馆"}


def put_out_for_comment(
    edition: Edition, cast: dict[str, User], closes_at: datetime, time: clock.SetClock
) -> Round:
    """Send the round out to all units, and let some answer in the days after."""
    office, second = cast["qicao"], cast["fuhe"]
    terms = RoundTerms(
        name="关于规划征求意见稿征求意见",
        audience=Audience.UNITS,
        opens_at=clock.now(),
        closes_at=closes_at,
        contact="宣传部（演示）",
    )
    round_ = draft_round(edition, terms, by=office)
    choose_addressees(round_, by=office, units=Unit.objects.active())
    round_ = issue_round(round_, by=office)
    for unit, task, kind, proposal, reason in ENTERED:
        time.put_forward(clock.now() + timedelta(days=2))
        target = round_.invitations.get(unit__name=unit)
        opinion = Opinion(
            kind, proposal, reason, place=_task(edition, task), quote=QUOTES.get(task, "")
        )
        draft_comment(target.pk, opinion, by=office, key=uuid.uuid4(), for_unit=True)
        entry = enter_for_unit(
            target.pk,
            by=office,
            origin=ReplyOrigin.LETTER,
            no_opinion=False,
            original=_letter(unit, proposal, reason, by=office, plan=edition.plan),
        )
        confirm_entry(entry.pk, by=second)
    _draft_of_district(round_, edition, cast)
    return round_


def ask_experts(edition: Edition, cast: dict[str, User], closes_at: datetime) -> Round:
    """An expert round under seal: the chair drafts, another has not come yet."""
    office, drafting = cast["qicao"], cast["zhuanjia"]
    terms = RoundTerms(
        name="规划专家论证",
        audience=Audience.EXPERTS,
        opens_at=clock.now(),
        closes_at=closes_at,
        contact="宣传部（演示）",
    )
    round_ = issue_round(draft_round(edition, terms, by=office), by=office)
    review = invite_expert(round_, ExpertTerms(account=drafting, chair=True), by=office)
    invite_expert(round_, ExpertTerms("孙专家（演示）", "某大学", "教授"), by=office)
    declare(review.invitation_id, by=drafting, conflict=False)
    said = Said(
        _task(edition, 21),
        CommentKind.CHANGE,
        text="（演示）“建设、应急科普宣教平台”多一个顿号。",
        proposal="建设应急科普宣教平台",
        quote=QUOTES[21],
    )
    save_opinion(review.invitation_id, uuid.uuid4(), said, by=drafting)
    return round_


def _letter(unit: str, proposal: str, reason: str, *, by: User, plan: Plan) -> Attachment:
    """The unit's letter as it came: what the second person compares with."""
    lines = (f"宣传部：来函收悉，提出意见如下：{proposal}", f"理由：{reason}", unit)
    said = [Paragraph(text_runs(one)) for one in lines]
    parts = (Part((title_of("反馈意见的函（演示）"), *said)),)
    document = Document(title="反馈意见的函", kind="来函", subject=unit, parts=parts)
    return keep_upload(f"{unit}来函.docx", draw(document, FileFormat.DOCX), by=by, plan=plan)


def _draft_of_district(round_: Round, edition: Edition, cast: dict[str, User]) -> None:
    target = round_.invitations.get(unit__name="渝中区科协")
    opinion = Opinion(
        CommentKind.ADD,
        "（演示）增加对区县科协的指导和经费支持。",
        "（演示）基层力量薄弱。",
        place=_task(edition, 39),
    )
    draft_comment(target.pk, opinion, by=cast["jingban"], key=uuid.uuid4())
    hand_in(target.pk, by=cast["jingban"])


def _task(edition: Edition, number: int) -> EditionProvision:
    return edition.provisions.get(kind="task", number=f"{number}.")
