"""A unit's reply: officers draft, the head releases; what was released never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultation.enums import OPEN_REPLY_STATES, Act, ReplyOrigin, ReplyState
from consultation.models import Comment, Invitation, Reply
from consultation.permissions import may_answer, may_release, may_run_round
from consultation.replies.actions.submission import submit_comments
from consultation.replies.enclosures import is_begun_by_unit
from consultation.rounds.actions.invitations import (
    lock_invitation,
    mark_opened,
    require_open,
    require_right,
    require_running,
    set_reply_state,
)
from plans.enums import UserKind
from plans.errors import InvalidInput, WrongState
from plans.models import Attachment, User
from plans.system import clock
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.secrecy import refuse_secret

SCAN_TYPES = ("application/pdf", "image/png", "image/jpeg")


@dataclass(frozen=True)
class Late:
    """Staff's word on why a reply is taken after the closing time."""

    reason: str


def mark_read(invitation_id: int, *, by: User) -> None:
    """The invited press to open the edition; staff and others who look change nothing."""
    with transaction.atomic():
        invitation = lock_invitation(invitation_id)
        if may_answer(by, invitation):
            mark_opened(invitation, by=by)


def reply_of(invitation: Invitation) -> Reply:
    """The invitation's reply, begun if there is none; call it under the invitation's lock."""
    reply, _ = Reply.objects.get_or_create(invitation=invitation)
    return reply


def note_enclosed(reply: Reply) -> None:
    """Write down what the reply's hash covers besides the opinions; under the invitation's lock."""
    files = sorted(reply.attachments.values_list("sha256", flat=True))
    units = sorted(reply.speaks_for.values_list("name", flat=True))
    reply.enclosed = {"files": files, "for": units}
    reply.save(update_fields=["enclosed"])


def hand_in(invitation_id: int, *, by: User) -> Reply:
    """An officer puts the drafted opinions before the head (待审签)."""
    with transaction.atomic():
        invitation = lock_invitation(invitation_id)
        require_right(may_answer(by, invitation), "您不是该单位的经办人。")
        require_open(invitation)
        reply = reply_of(invitation)
        if not reply.comments.exists():
            raise InvalidInput("还没有填写意见。没有意见的，请选择“无意见”。")
        _require_own(reply, by)
        set_reply_state(invitation, ReplyState.TO_RELEASE)
        reply.handed_in_by, reply.handed_in_at = by, clock.now()
        reply.sent_back_reason = ""
        reply.save()
        record(Act.REPLY_HAND_IN, reply, by=by, plan=invitation.round.plan)
    return reply


def send_back(invitation_id: int, *, by: User, reason: str) -> Reply:
    """The head sends the draft back to the officers with a reason."""
    if not reason.strip():
        raise InvalidInput("请写明退回的理由。")
    with transaction.atomic():
        invitation = lock_invitation(invitation_id)
        require_right(may_release(by, invitation), "只有单位负责人可以退回。")
        _require_own(reply_of(invitation), by)
        if invitation.state != ReplyState.TO_RELEASE:
            raise WrongState("意见不在待审签状态，不能退回。")
        set_reply_state(invitation, ReplyState.DRAFTING)
        reply = reply_of(invitation)
        reply.sent_back_reason = reason.strip()[:300]
        reply.save(update_fields=["sent_back_reason"])
        record(
            Act.REPLY_SEND_BACK, reply, by=by, plan=invitation.round.plan, new={"reason": reason}
        )
    return reply


def release(invitation_id: int, *, by: User, no_opinion: bool = False) -> Reply:
    """审签: the head releases the unit's opinions, or 无意见; they are immutable from then on.

    Where the round asks for the seal the reply waits as 待盖章 for the stamped scan.
    """
    with transaction.atomic():
        invitation = lock_invitation(invitation_id, with_round=True)
        require_right(may_release(by, invitation), "只有单位负责人可以审签。")
        now = require_open(invitation)
        reply = reply_of(invitation)
        _require_own(reply, by)
        mark_opened(invitation, by=by)
        reply.no_opinion = no_opinion
        _seal(reply, invitation, by=by, at=now)
    return reply


def enter_for_unit(
    invitation_id: int,
    *,
    by: User,
    origin: ReplyOrigin,
    no_opinion: bool,
    original: Attachment | None = None,
    late: Late | None = None,
) -> Reply:
    """Staff enter a reply that came as form or letter; after closing only with a reason (逾期)."""
    with transaction.atomic():
        invitation = lock_invitation(invitation_id, with_round=True)
        require_right(may_run_round(by, invitation.round), "您没有代为录入意见的权限。")
        require_running(invitation.round)
        _require_untouched(invitation)
        if late is not None and not late.reason.strip():
            raise InvalidInput("逾期接收须写明理由。")
        refuse_secret(late.reason if late else "")
        now = database_now() if late else require_open(invitation)
        reply = reply_of(invitation)
        reply.origin, reply.original = origin, original or reply.original
        reply.late, reply.late_reason = late is not None, late.reason.strip() if late else ""
        reply.no_opinion = no_opinion
        _seal(reply, invitation, by=by, at=now)
    return reply


def add_sealed_scan(invitation_id: int, *, by: User, scan: Attachment) -> Reply:
    """The stamped reply 复函 is in: the reply is complete."""
    with transaction.atomic():
        invitation = lock_invitation(invitation_id)
        allowed = may_release(by, invitation) or may_run_round(by, invitation.round)
        require_right(allowed or may_answer(by, invitation), "您不能为该单位上传盖章件。")
        if invitation.state != ReplyState.TO_SEAL:
            raise WrongState("意见不在待盖章状态，不需要上传盖章件。")
        if scan.content_type not in SCAN_TYPES:
            raise InvalidInput("盖章件应为PDF或图片（png、jpg）。")
        reply = reply_of(invitation)
        reply.sealed_scan = scan
        reply.save(update_fields=["sealed_scan"])
        set_reply_state(invitation, ReplyState.RELEASED)
        record(Act.REPLY_SEAL, reply, by=by, plan=invitation.round.plan, new={"scan": scan.sha256})
    return reply


def _require_untouched(invitation: Invitation) -> None:
    """Staff release for a unit what staff entered; what its own people began is theirs."""
    if is_begun_by_unit(invitation):
        raise WrongState(
            f"{invitation}已在网上填写意见或上传附件，还没有审签，不能代为正式反馈。请该单位自行审签，"
            "或由其删除草稿和附件后再录入；已截止的，可先为其延期。"
        )


def _require_own(reply: Reply, by: User) -> None:
    """Who came by a personal link hands in and releases only what this browser wrote."""
    if by.kind != UserKind.LINK:
        return
    others = reply.comments.exclude(author=by).exists()
    if others or reply.attachments.exclude(uploaded_by=by).exists():
        raise WrongState("本单位还有同事另行填写的意见，请由单位的人员登录后统一提交和审签。")


def _require_releasable(invitation: Invitation, reply: Reply, comments: list[Comment]) -> None:
    if invitation.state not in (*OPEN_REPLY_STATES, ReplyState.NO_REPLY):
        raise WrongState("该单位的意见已经正式反馈，不能重复提交。")
    if reply.no_opinion and comments:
        raise InvalidInput("已填写了意见，不能同时反馈“无意见”。请先删除已填写的意见。")
    if not reply.no_opinion and not comments:
        raise InvalidInput("还没有填写意见。没有意见的，请选择“无意见”。")


def _seal(reply: Reply, invitation: Invitation, *, by: User, at: datetime) -> None:
    """Fix the reply as it stands; the round's row is locked, ``no_opinion`` is set."""
    round_ = invitation.round
    comments = list(reply.comments.order_by("id"))
    _require_releasable(invitation, reply, comments)
    submit_comments(round_, comments, at=at, late=reply.late)
    drafters = {comment.author_id for comment in comments} | {reply.handed_in_by_id or by.pk}
    reply.alone = drafters == {by.pk}
    reply.released_by, reply.released_at = by, at
    reply.receipt_number = f"{round_.pk:04d}-{invitation.pk:05d}"
    reply.sha256 = reply_sha256(reply, invitation, comments)
    reply.save()
    if (reply.enclosed or {}).get("files"):
        reply.attachments.filter(plan__isnull=True).update(plan=round_.plan)
    wait_for_seal = round_.needs_seal and invitation.unit_id is not None
    set_reply_state(invitation, ReplyState.TO_SEAL if wait_for_seal else ReplyState.RELEASED)
    new = {"receipt": reply.receipt_number, "sha256": reply.sha256, "comments": len(comments)}
    record(Act.REPLY_RELEASE, reply, by=by, plan=round_.plan, new=new)


def reply_sha256(reply: Reply, invitation: Invitation, comments: Sequence[Comment]) -> str:
    """Hash of what was released: edition, unit, every opinion in order, files, units spoken for."""
    content = {
        "edition": invitation.round.edition.sha256,
        "from": str(invitation),
        "no_opinion": reply.no_opinion,
        "comments": [
            [c.number, c.place_id, c.quote, c.kind, c.proposal, c.reason] for c in comments
        ],
        "enclosed": reply.enclosed,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
