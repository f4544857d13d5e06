"""An invitation and its state: locking it, asking whether its window is open, 未反馈."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultation.enums import (
    REPLY_STEPS,
    REPLY_TRANSITIONS,
    Act,
    Audience,
    Channel,
    ReplyState,
    ReplyStep,
)
from consultation.models import Invitation, Round
from consultation.permissions import closing_time, is_open, may_run_round
from consultation.rounds.rules import require_in_force
from plans.errors import NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.chinese_dates import chinese_hour
from plans.system.clock import database_now
from plans.system.locking import locked

_IN_THE_WAY = {
    ReplyState.TO_RELEASE: "意见正在待负责人审签",
    ReplyState.TO_CONFIRM: "代录的反馈正在等待复核，退回或撤回以前",
    ReplyState.TO_SEAL: "该单位的意见已经正式反馈，只差盖章件",
    ReplyState.RELEASED: "该单位的意见已经正式反馈",
}
"""Why a step cannot be done; of other states their name says it."""


def lock_invitation(invitation_id: int, *, with_round: bool = False) -> Invitation:
    """The invitation's row, locked, with its round and plan.

    ``with_round``: the round's row before it, for whoever submits, and for staff, who may act
    after closing and must see whether the round is completed 办结. WrongState for a void round,
    and for an expert round: its opinions are under seal and go by ``actions.experts``.
    """
    if with_round:
        locked(Round.objects).get(invitations=invitation_id)
    invitation = (
        locked(Invitation.objects)
        .select_related("round__plan", "round__edition", "unit", "person")
        .get(pk=invitation_id)
    )
    if invitation.round.audience == Audience.EXPERTS:
        raise WrongState("专家论证的意见由专家本人在论证页面填写和提交。")
    require_in_force(invitation.round)
    return invitation


def require_open(invitation: Invitation) -> datetime:
    """Now, on the database's clock; WrongState with the reason when the window is not open."""
    round_, now = invitation.round, database_now()
    if is_open(round_, now, invitation):
        return now
    require_running(round_)
    if now < round_.opens_at:
        raise WrongState(f"征求意见将于{chinese_hour(round_.opens_at)}开始，现在还不能提交。")
    closed = chinese_hour(closing_time(round_, invitation))
    raise WrongState(f"征求意见已于{closed}截止，不能再提交。确需补报的，请联系组织单位。")


def require_running(round_: Round) -> None:
    """WrongState once the round is completed 办结, and for a draft and a void one; to submit, under
    the round's lock."""
    require_in_force(round_)
    if round_.completed_at is not None:
        raise WrongState("这一轮征求意见已经办结，不能再增加意见。")


def take_back(invitation: Invitation) -> None:
    """The invitation goes, with its contacts, links and extensions; it and its round are locked.

    Whoever takes it back has asked whether anything was said; the log keeps what there was.
    """
    invitation.contacts.all().delete()
    invitation.deliveries.all().delete()
    invitation.links.all().delete()
    invitation.window_changes.all().delete()
    invitation.delete()


def require_step(invitation: Invitation, step: ReplyStep) -> None:
    """WrongState, with what stands in the way, where this cannot be done with the reply now."""
    state = ReplyState(invitation.state)
    if state not in REPLY_STEPS[step]:
        why = _IN_THE_WAY.get(state, f"意见现在是“{state.label}”")
        raise WrongState(f"{why}，不能{step.label}。")


def set_reply_state(invitation: Invitation, state: ReplyState) -> None:
    """The one writer of ``Invitation.state``; WrongState when there is no such transition."""
    old = ReplyState(invitation.state)
    if old == state:
        return
    if state not in REPLY_TRANSITIONS[old]:
        raise WrongState(f"意见现在是“{old.label}”，不能改为“{state.label}”。")
    invitation.state = state
    invitation.save(update_fields=["state"])


def mark_opened(invitation: Invitation, *, by: User) -> None:
    """Note the first time that the invited pressed to open the edition (已阅), under its lock.

    What they write says it too; looking at a page does not. Later times change nothing.
    """
    if invitation.read_at is not None:
        return
    invitation.read_at = clock.now()
    invitation.save(update_fields=["read_at"])
    told = invitation.deliveries.filter(channel=Channel.ACCOUNT, opened_at__isnull=True)
    told.update(opened_at=invitation.read_at)
    if invitation.state == ReplyState.UNREAD:
        set_reply_state(invitation, ReplyState.READ)
    expert = invitation.round.audience == Audience.EXPERTS
    action = Act.EXPERT_READ if expert else Act.REPLY_READ
    record(action, invitation, by=by, plan=invitation.round.plan)


def record_no_reply(invitation_id: int, *, by: User, reason: str) -> Invitation:
    """Staff record after closing that nothing came in (未反馈)."""
    with transaction.atomic():
        invitation = lock_invitation(invitation_id, with_round=True)
        require_right(may_run_round(by, invitation.round), "您没有登记反馈情况的权限。")
        if is_open(invitation.round, database_now(), invitation):
            raise WrongState("征求意见还没有截止，截止后才能登记为未反馈。")
        if invitation.round.completed_at is not None:
            raise WrongState("这一轮征求意见已经办结，不能再登记为未反馈。")
        require_step(invitation, ReplyStep.SILENT)
        set_reply_state(invitation, ReplyState.NO_REPLY)
        invitation.no_reply_reason = reason.strip()[:200]
        invitation.save(update_fields=["no_reply_reason"])
        record(
            Act.REPLY_NONE, invitation, by=by, plan=invitation.round.plan, new={"reason": reason}
        )
    return invitation


def require_right(allowed: bool, sentence: str) -> None:
    if not allowed:
        raise NotAllowed(sentence)
