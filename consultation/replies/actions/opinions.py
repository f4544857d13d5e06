"""Drafting opinions on an edition, before they are submitted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from consultation.enums import Act, Audience, CommentKind, CommentSource, ReplyState, ReplyStep
from consultation.models import Comment, Invitation, Round
from consultation.permissions import may_answer, may_run_round
from consultation.replies.actions.replies import reply_of
from consultation.replies.enclosures import entered_drafts
from consultation.rounds.actions.invitations import (
    lock_invitation,
    mark_opened,
    require_open,
    require_running,
    require_step,
    set_reply_state,
)
from plans.enums import ProvisionKind
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import EditionProvision, Provision, User
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret

TEXT_MAX = 5000


@dataclass(frozen=True)
class Opinion:
    """What a person writes: the place (null: the whole plan), the quote with its surroundings,
    the kind, the proposed wording and the reason."""

    kind: str
    proposal: str = ""
    reason: str = ""
    place: EditionProvision | None = None
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None


def draft_comment(
    invitation_id: int, opinion: Opinion, *, by: User, key: uuid.UUID, for_unit: bool = False
) -> Comment:
    """Write an opinion of an invited unit; its same ``key`` again gives the same comment.

    ``for_unit``: staff enter it from a form or letter, also after closing; the reply is then
    then put before a second person by ``enter_for_unit``.
    """
    check_opinion(opinion)
    with transaction.atomic():
        invitation = lock_invitation(invitation_id, with_round=for_unit)
        _require_drafting(invitation, by=by, for_unit=for_unit)
        own_key = key_of(key, f"invitation:{invitation.pk}")
        known = Comment.objects.filter(key=own_key).first()
        if known is not None:
            return known
        if not for_unit:
            mark_opened(invitation, by=by)
        reply = reply_of(invitation)
        comment = Comment(
            round=invitation.round,
            reply=reply,
            key=own_key,
            author=by,
            unit=invitation.unit,
            author_name=str(invitation),
            source=_source(invitation),
        )
        fill_comment(comment, opinion)
        comment.save()
        if invitation.state in (ReplyState.UNREAD, ReplyState.READ):
            set_reply_state(invitation, ReplyState.DRAFTING)
        record(Act.COMMENT_DRAFT, comment, by=by, plan=invitation.round.plan)
    return comment


def key_of(key: uuid.UUID, owner: str) -> uuid.UUID:
    """A page's key as its owner's: nobody meets another's opinion by sending the key of it."""
    return uuid.uuid5(key, owner)


def require_drafting(invitation_id: int, *, by: User, for_unit: bool) -> Invitation:
    """Raise what ``draft_comment`` would raise now, before a file for it is kept."""
    with transaction.atomic():
        invitation = lock_invitation(invitation_id)
        _require_drafting(invitation, by=by, for_unit=for_unit)
    return invitation


def change_draft(comment_id: int, opinion: Opinion, *, by: User, expected_version: int) -> Comment:
    """Change a drafted opinion; StaleVersion when a colleague saved in between."""
    check_opinion(opinion)
    with transaction.atomic():
        comment = _lock_draft(comment_id, by)
        if comment.version != expected_version:
            raise StaleVersion(
                "同事刚刚修改了这条意见，本次没有保存。请对照后再保存。",
                current_version=comment.version,
            )
        fill_comment(comment, opinion)
        comment.version += 1
        comment.save()
        record(Act.COMMENT_CHANGE, comment, by=by, plan=comment.round.plan)
    return comment


def delete_draft(comment_id: int, *, by: User) -> None:
    """Throw a drafted opinion away; submitted ones stay."""
    with transaction.atomic():
        comment = _lock_draft(comment_id, by)
        old = {"kind": comment.kind, "proposal": comment.proposal, "reason": comment.reason}
        record(Act.COMMENT_DELETE_DRAFT, comment, by=by, plan=comment.round.plan, old=old)
        comment.delete()


def chapter_of_place(place: EditionProvision | None) -> Provision | None:
    """The chapter that a frozen provision stands in."""
    while place is not None and place.kind != ProvisionKind.CHAPTER:
        place = place.parent
    return place.provision if place else None


def _source(invitation: Invitation) -> CommentSource:
    if invitation.round.audience == Audience.EXPERTS:
        return CommentSource.EXPERT
    return CommentSource.UNIT if invitation.unit_id else CommentSource.PERSON


def _require_drafting(invitation: Invitation, *, by: User, for_unit: bool) -> None:
    if for_unit:
        if not may_run_round(by, invitation.round):
            raise NotAllowed("您没有代为录入意见的权限。")
        require_running(invitation.round)
    elif not may_answer(by, invitation):
        raise NotAllowed("您不是该单位的经办人，不能填写意见。")
    else:
        require_open(invitation)
    require_step(invitation, ReplyStep.NOTE if for_unit else ReplyStep.WRITE)


def _lock_draft(comment_id: int, by: User) -> Comment:
    """The draft behind its invitation, where staff act also behind its round, all locked."""
    rows = Comment.objects.select_related("round__plan", "reply")
    found = rows.get(pk=comment_id)
    if found.reply is None:
        raise WrongState("意见已经提交，不能修改。")
    staff = may_run_round(by, found.round)
    invitation = lock_invitation(found.reply.invitation_id, with_round=staff)
    comment = locked(rows).get(pk=comment_id)
    if comment.submitted_at is not None:
        raise WrongState("意见已经提交，不能修改。")
    entered = staff and entered_drafts(invitation).filter(pk=comment.pk).exists()
    _require_drafting(invitation, by=by, for_unit=entered)
    return comment


def check_opinion(opinion: Opinion) -> None:
    refuse_secret(opinion.quote, opinion.proposal, opinion.reason)
    if opinion.kind not in CommentKind.values:
        raise InvalidInput("请选择意见类型。")
    if not opinion.proposal.strip() and not opinion.reason.strip():
        raise InvalidInput("请填写建议修改的文字或理由，至少填一项。")
    if max(len(opinion.proposal), len(opinion.reason), len(opinion.quote)) > TEXT_MAX:
        raise InvalidInput(f"每项不能超过{TEXT_MAX}字，请分成几条意见。")


def require_place(round_: Round, opinion: Opinion) -> None:
    """InvalidInput where the opinion is about a place of another edition."""
    if opinion.place is not None and opinion.place.edition_id != round_.edition_id:
        raise InvalidInput("意见所指的位置不在这一稿中。")


def fitted(opinion: Opinion) -> dict[str, str]:
    """The texts of an opinion as they are kept."""
    return {
        "proposal": opinion.proposal.strip(),
        "reason": opinion.reason.strip(),
        "prefix": opinion.prefix[-32:],
        "suffix": opinion.suffix[:32],
    }


def fill_comment(comment: Comment, opinion: Opinion) -> None:
    require_place(comment.round, opinion)
    for name, text in (vars(opinion) | fitted(opinion)).items():
        setattr(comment, name, text)
    comment.chapter = chapter_of_place(opinion.place)
