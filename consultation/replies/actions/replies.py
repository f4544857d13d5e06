"""A unit's reply: officers draft, the head releases; what was released never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse

from consultation.enums import Act, ReplyState, ReplyStep
from consultation.models import Comment, Invitation, Reply
from consultation.permissions import may_answer, may_release
from consultation.replies.actions.submission import submit_comments
from consultation.rounds.actions.invitations import (
    lock_invitation,
    mark_opened,
    require_open,
    require_right,
    require_step,
    set_reply_state,
)
from plans.enums import UserKind
from plans.errors import InvalidInput, WrongState
from plans.models import User
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.audit import record


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
        require_step(invitation, ReplyStep.HAND_IN)
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
        require_step(invitation, ReplyStep.SEND_BACK)
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
        prefetch_related_objects([reply], "comments")
        require_step(invitation, ReplyStep.RELEASE_NONE if no_opinion else ReplyStep.RELEASE)
        require_said(drafted=reply.comments.exists(), no_opinion=no_opinion)
        seal_reply(reply, invitation, by=by, at=now)
        if by.kind == UserKind.LINK and invitation.unit is not None and invitation.unit.email:
            _tell_unit(invitation, invitation.unit.email)
    return reply


def _tell_unit(invitation: Invitation, to: str) -> None:
    """Staff make the link and may hold it too: the unit hears what was said in its name."""
    round_ = invitation.round
    post(
        to,
        f"以贵单位名义作出的反馈：{round_.name}",
        f"{invitation}：\n\n有人用专用链接以贵单位名义对“{round_.name}”作了正式反馈。"
        f"不是贵单位作出的，请尽快联系{round_.contact or '组织单位'}的负责人。\n\n"
        f"{settings.PUBLIC_URL}{reverse('invitation', args=[invitation.pk])}\n",
        about=f"invitation:{invitation.pk}",
    )


def _require_own(reply: Reply, by: User) -> None:
    """Who came by a personal link hands in and releases only what this browser wrote."""
    if by.kind != UserKind.LINK:
        return
    others = reply.comments.exclude(author=by).exists()
    if others or reply.attachments.exclude(uploaded_by=by).exists():
        raise WrongState("本单位还有同事另行填写的意见，请由单位的人员登录后统一提交和审签。")


def require_said(*, drafted: bool, no_opinion: bool) -> None:
    """That there are opinions, or the word that there are none."""
    if no_opinion and drafted:
        raise InvalidInput("已填写了意见，不能同时反馈“无意见”。请先删除已填写的意见。")
    if not no_opinion and not drafted:
        raise InvalidInput("还没有填写意见。没有意见的，请选择“无意见”。")


def seal_reply(reply: Reply, invitation: Invitation, *, by: User, at: datetime) -> None:
    """Fix the reply as it stands; the round's row is locked, ``no_opinion`` is set.

    Only from here on are its opinions numbered, in the collation and in counts.
    """
    round_ = invitation.round
    comments = sorted(reply.comments.all(), key=lambda comment: comment.pk)
    submit_comments(round_, comments, at=at, late=reply.late)
    drafters = {comment.author_id for comment in comments} | {reply.handed_in_by_id or by.pk}
    reply.alone = drafters == {by.pk}
    reply.released_by, reply.released_at = by, at
    reply.receipt_number = f"{round_.pk:04d}-{invitation.pk:05d}"
    reply.sha256 = reply_sha256(reply, invitation, comments)
    reply.save()
    if (reply.enclosed or {}).get("files"):
        reply.attachments.filter(plan__isnull=True).update(plan=round_.plan)
    wait_for_seal = (
        round_.needs_seal and invitation.unit_id is not None and reply.sealed_scan_id is None
    )
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
