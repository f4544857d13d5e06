"""Opening an expert round: when the last is in, or by its chair with a reason.

The opinions become comments in the transaction that opens the round: there is no job and no
switch, and before it they stand in no table that anything else reads.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from consultation.enums import (
    OPEN_REPLY_STATES,
    Act,
    Audience,
    CommentKind,
    CommentSource,
    ReplyState,
)
from consultation.experts.seal import is_chair, missing
from consultation.models import (
    Comment,
    ExpertOpinion,
    ExpertPanel,
    ExpertReview,
    Invitation,
    Reply,
    Round,
)
from consultation.replies.actions.submission import submit_comments
from consultation.rounds.actions.invitations import set_reply_state
from consultation.rounds.actions.rounds import lock_round
from consultation.rounds.rules import require_in_force
from plans.enums import UserKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.locking import locked

CHAIR_ONLY = "只有专家组组长可以办理，而且须先提交本人的意见。"


def lock_review(invitation_id: int) -> ExpertReview:
    """The expert's review, with round and invitation locked, in this order as everywhere."""
    locked(Round.objects).get(invitations=invitation_id)
    invitation = (
        locked(Invitation.objects)
        .select_related("round__plan", "round__edition", "person")
        .get(pk=invitation_id)
    )
    if invitation.round.audience != Audience.EXPERTS:
        raise WrongState("这不是专家论证。")
    require_in_force(invitation.round)
    if invitation.round.completed_at is not None:
        raise WrongState("这一轮专家论证已经办结。")
    review = ExpertReview.objects.get(invitation=invitation)
    review.invitation = invitation
    return review


def lock_panel(round_id: int) -> ExpertPanel:
    """The panel with its round locked."""
    round_ = lock_round(round_id)
    if round_.audience != Audience.EXPERTS:
        raise WrongState("这不是专家论证。")
    if round_.completed_at is not None:
        raise WrongState("这一轮专家论证已经办结。")
    panel, _ = ExpertPanel.objects.select_related("chair__review").get_or_create(round=round_)
    panel.round = round_
    return panel


def take_in(review: ExpertReview, *, by: User, at: datetime) -> None:
    """After a release or recusal: open when all are in; once opened, take this one in too.

    Staff make the links, so a last word that came by one leaves the opening to the chair.
    The caller holds the round's row, so of two last ones the second sees the first.
    """
    round_ = review.invitation.round
    panel = ExpertPanel.objects.get(round=round_)
    panel.round = round_
    if panel.opened_at is not None:
        _become_comments([] if review.recused else [review], round_, by=by, at=at)
    elif by.kind != UserKind.LINK and not missing(round_).exists():
        _open(panel, by=by, at=at, chair=None, reason="")


def open_panel(round_id: int, *, by: User, reason: str) -> ExpertPanel:
    """The chair opens before all are in, or when the last came by a link; why is kept."""
    if not reason.strip():
        raise InvalidInput("请写明启封的理由。")
    with transaction.atomic():
        panel = lock_panel(round_id)
        require_chair(panel, by)
        if panel.opened_at is not None:
            raise WrongState("专家意见已经启封。")
        _open(panel, by=by, at=database_now(), chair=by, reason=reason.strip()[:200])
    return panel


def excuse_expert(invitation_id: int, *, by: User, reason: str) -> Invitation:
    """The chair lets a missing expert off, with a reason; staff cannot, it may open the round."""
    if not reason.strip():
        raise InvalidInput("请写明该专家不再参加的理由。")
    with transaction.atomic():
        review = lock_review(invitation_id)
        invitation = review.invitation
        panel = lock_panel(invitation.round_id)
        require_chair(panel, by)
        if invitation.state not in OPEN_REPLY_STATES:
            raise WrongState("该专家已经提交或已不再参加。")
        set_reply_state(invitation, ReplyState.NO_REPLY)
        review.excused_reason = reason.strip()[:200]
        review.save(update_fields=["excused_reason"])
        new = {"expert": review.name, "reason": review.excused_reason}
        record(Act.EXPERT_EXCUSE, review, by=by, plan=invitation.round.plan, new=new)
        if panel.opened_at is None and not missing(panel.round).exists():
            _open(panel, by=by, at=database_now(), chair=None, reason="")
    return invitation


def require_chair(panel: ExpertPanel, by: User) -> None:
    """NotAllowed for all but the chair who has released an opinion of their own."""
    chair = panel.chair
    released = chair is not None and chair.review.released_at is not None
    if chair is None or not released or chair.review.recused or not is_chair(by, panel):
        raise NotAllowed(CHAIR_ONLY)


def _open(panel: ExpertPanel, *, by: User, at: datetime, chair: User | None, reason: str) -> None:
    panel.opened_at, panel.opened_by, panel.opened_reason = at, chair, reason
    panel.save(update_fields=["opened_at", "opened_by", "opened_reason"])
    heard = ExpertReview.objects.filter(
        invitation__round=panel.round, released_at__isnull=False, recused=False
    )
    reviews = list(heard.select_related("invitation").order_by("invitation"))
    _become_comments(reviews, panel.round, by=by, at=at)
    new = {"all_in": chair is None, "reason": reason, "experts": [one.name for one in reviews]}
    record(Act.EXPERTS_OPEN, panel, by=by, plan=panel.round.plan, new=new)


def _become_comments(
    reviews: Iterable[ExpertReview], round_: Round, *, by: User, at: datetime
) -> None:
    """The released opinions stand in the collation, each expert's as one reply."""
    drafts: list[Comment] = []
    for review in reviews:
        said = [one for one in review.opinions.select_related("place") if not one.nothing]
        reply = Reply.objects.create(
            invitation=review.invitation,
            no_opinion=not said and not review.text,
            released_by=review.author,
            released_at=review.released_at,
            receipt_number=review.receipt_number,
            sha256=review.sha256,
            alone=True,
        )
        if review.text:
            overall = f"总体意见（{review.get_verdict_display()}）：{review.text}"
            drafts.append(_comment(review, reply, round_, reason=overall))
        drafts += [_of_opinion(review, reply, round_, one) for one in said]
        new = {"receipt": review.receipt_number, "sha256": review.sha256}
        record(Act.EXPERT_UNSEAL, review, by=by, plan=round_.plan, new=new)
    submit_comments(round_, Comment.objects.bulk_create(drafts), at=at)


def _comment(review: ExpertReview, reply: Reply, round_: Round, *, reason: str) -> Comment:
    return Comment(
        round=round_,
        reply=reply,
        source=CommentSource.EXPERT,
        author=review.author,
        author_name=review.described[:120],
        kind=CommentKind.OTHER,
        reason=reason,
        key=uuid.uuid4(),
    )


def _of_opinion(
    review: ExpertReview, reply: Reply, round_: Round, opinion: ExpertOpinion
) -> Comment:
    comment = _comment(review, reply, round_, reason=opinion.text)
    for name in ("place", "chapter", "quote", "prefix", "suffix", "start", "kind", "proposal"):
        setattr(comment, name, getattr(opinion, name))
    return comment
