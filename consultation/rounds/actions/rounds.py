"""A round that runs: inviting, and changing its window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from consultation.enums import Act, Audience, CommentSource, Purpose
from consultation.models import Comment, ExpertReview, Invitation, Reply, Round, WindowChange
from consultation.permissions import may_run_round
from consultation.rounds.actions.delivering import deliver
from consultation.rounds.actions.invitations import take_back
from consultation.rounds.quarantine import waiting
from consultation.rounds.rules import is_short, require_in_force
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Unit, User
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.locking import locked


def invite(
    round_: Round, *, by: User, units: Iterable[Unit] = (), persons: Iterable[User] = ()
) -> list[Invitation]:
    """Invite units and persons; who is invited already stays so. Gives the new invitations."""
    with transaction.atomic():
        round_ = lock_running(round_, by)
        _refuse_experts(round_)
        if round_.audience == Audience.PUBLIC:
            raise WrongState("这是面向社会公众的征求意见，人人可以提出，不逐个邀请单位和个人。")
        known_units = set(round_.invitations.values_list("unit", flat=True))
        known_people = set(round_.invitations.values_list("person", flat=True))
        asked = {unit.pk: unit for unit in units if unit.pk not in known_units}
        people = {person.pk: person for person in persons if person.pk not in known_people}
        new = [Invitation(round=round_, unit=unit) for unit in asked.values()]
        new += [Invitation(round=round_, person=person) for person in people.values()]
        made = Invitation.objects.bulk_create(new)
        names = [str(invitation) for invitation in made]
        if made:
            told = deliver(round_, made, Purpose.ASK, by=by)
            sent = {"invited": names, "by": told.by_channel, "unreached": len(told.nobody)}
            record(Act.ROUND_INVITE, round_, by=by, plan=round_.plan, new=sent)
    return made


def withdraw_invitation(invitation: Invitation, *, by: User, reason: str) -> None:
    """Take back an invitation that has not been answered at all."""
    if not reason.strip():
        raise InvalidInput("请写明取消征求意见的理由。")
    with transaction.atomic():
        round_ = lock_running(invitation.round, by)
        invitation = locked(Invitation.objects).get(pk=invitation.pk)
        _refuse_experts(round_)
        if Reply.objects.filter(invitation=invitation).exists():
            raise WrongState("该对象已开始填写意见，不能取消。")
        if invitation.letters.exists():
            raise WrongState("该对象的来函已经登记，不能取消。登记有误的，请先删除来函登记。")
        name = str(invitation)
        record(
            Act.ROUND_UNINVITE,
            round_,
            by=by,
            plan=round_.plan,
            old={"invited": name, "unit": invitation.unit_id, "person": invitation.person_id},
            new={"reason": reason},
        )
        take_back(invitation)


def change_window(
    round_: Round,
    *,
    by: User,
    closes_at: datetime,
    reason: str,
    invitation: Invitation | None = None,
) -> WindowChange:
    """Extend or close early, for all or for one invitation; who and why are kept."""
    if not reason.strip():
        raise InvalidInput("请写明调整截止时间的理由。")
    with transaction.atomic():
        round_ = lock_running(round_, by)
        if invitation is not None:
            invitation = locked(Invitation.objects).get(pk=invitation.pk, round=round_)
        old = round_.closes_at if invitation is None else invitation.closes_at or round_.closes_at
        if closes_at <= round_.opens_at:
            raise InvalidInput("截止时间应晚于开始时间。")
        if invitation is not None and closes_at < round_.closes_at:
            raise InvalidInput("对单个对象只能延期，不能早于本轮截止时间。")
        _require_after_what_came(round_, invitation, closes_at, old)
        target = round_ if invitation is None else invitation
        target.closes_at = closes_at
        target.save(update_fields=["closes_at"])
        _explain_short(round_, reason)
        change = WindowChange.objects.create(
            round=round_,
            invitation=invitation,
            old=old,
            new=closes_at,
            reason=reason.strip()[:200],
            by=by,
        )
        record(
            Act.ROUND_CHANGE_WINDOW,
            target,
            by=by,
            plan=round_.plan,
            old={"closes_at": old.isoformat()},
            new={"closes_at": closes_at.isoformat(), "reason": reason},
        )
    return change


def _require_after_what_came(
    round_: Round, invitation: Invitation | None, closes_at: datetime, before: datetime
) -> None:
    """Nothing that came in time becomes late by moving the end before it, be it 无意见."""
    at = (closes_at, before - timedelta.resolution)
    replies = Reply.objects.filter(released_at__range=at, late=False)
    if invitation is not None:
        came = replies.filter(invitation=invitation).exists()
    else:
        own = Q(invitation__closes_at__gt=F("released_at"))
        reviews = ExpertReview.objects.filter(released_at__range=at)
        of_round = Q(invitation__round=round_)
        came = (
            replies.filter(of_round).exclude(own).exists()
            or reviews.filter(of_round).exclude(own).exists()
            or Comment.objects.filter(
                round=round_, source=CommentSource.PUBLIC, submitted_at__range=at, late=False
            ).exists()
            or waiting(round_).filter(sent_at__range=at).exists()
        )
    if came:
        raise InvalidInput("在这个时间之后已经收到反馈，截止时间不能早于最后一份反馈的提交时间。")


def _explain_short(round_: Round, reason: str) -> None:
    """A public round that came to be short says why, as one that was opened short does."""
    short = is_short(round_.audience, round_.opens_at, round_.closes_at)
    if short and not round_.short_reason:
        round_.short_reason = reason.strip()[:300]
        round_.save(update_fields=["short_reason"])


def close_now(round_: Round, *, by: User, reason: str) -> WindowChange:
    """Close the round at this moment of the database's clock."""
    moment = max(database_now(), round_.opens_at + timedelta(seconds=1))
    return change_window(round_, by=by, closes_at=moment, reason=reason)


def _refuse_experts(round_: Round) -> None:
    """Whom an expert round asks decides when it opens: ``actions.inviting`` alone may."""
    if round_.audience == Audience.EXPERTS:
        raise WrongState("这是专家论证，请在专家组页面邀请专家。")


def lock_running(round_: Round, by: User) -> Round:
    """The round, locked, for who runs it; WrongState for one that does not run."""
    found = locked(Round.objects).select_related("plan").get(pk=round_.pk)
    if not may_run_round(by, found):
        raise NotAllowed("您没有组织这次征求意见的权限。")
    require_in_force(found)
    if found.completed_at is not None:
        raise WrongState("这一轮征求意见已经办结。")
    return found


def lock_round(round_id: int) -> Round:
    """The round's row, locked, with plan and edition; take it before ``submit_comments``.

    WrongState for a draft and for a void round.
    """
    found = locked(Round.objects).select_related("plan", "edition").get(pk=round_id)
    require_in_force(found)
    return found
