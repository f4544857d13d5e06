"""What an open reply brings with it: attachments, the units it speaks for, earlier opinions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from consultation.enums import Act, ReplyStep
from consultation.models import Comment, Invitation, Reply
from consultation.passages.anchoring import Anchor, State, find_in_plan
from consultation.passages.quoting import body_of, standing
from consultation.permissions import may_answer
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import note_enclosed, reply_of
from consultation.replies.enclosures import own_earlier
from consultation.rounds.actions.invitations import lock_invitation, require_open, require_step
from plans.errors import InvalidInput, NotAllowed
from plans.models import Attachment, EditionProvision, Unit, User
from plans.system.audit import record

MOST_FILES = 10


def attach(invitation_id: int, files: Sequence[Attachment], *, by: User) -> Reply:
    """Put kept files beside the opinions; they go out with the reply."""
    with transaction.atomic():
        invitation, reply = _open_reply(invitation_id, by)
        if reply.attachments.count() + len(files) > MOST_FILES:
            raise InvalidInput(f"附件最多{MOST_FILES}个，请合并后再传。")
        reply.attachments.add(*files)
        note_enclosed(reply)
        new = {"files": [one.sha256 for one in files]}
        record(Act.REPLY_ATTACH, reply, by=by, plan=invitation.round.plan, new=new)
    return reply


def detach(invitation_id: int, attachment_id: int, *, by: User) -> None:
    """Take a file out of the open reply again; the file itself stays kept."""
    with transaction.atomic():
        invitation, reply = _open_reply(invitation_id, by)
        file = reply.attachments.filter(pk=attachment_id).first()
        if file is None:
            raise InvalidInput("这个附件已经不在反馈中。")
        reply.attachments.remove(file)
        note_enclosed(reply)
        old = {"file": file.sha256}
        record(Act.REPLY_DETACH, reply, by=by, plan=invitation.round.plan, old=old)


def speak_for(invitation_id: int, units: Sequence[Unit], *, by: User) -> Reply:
    """The reply speaks for these subordinate units too (一并代表所属单位反馈)."""
    with transaction.atomic():
        invitation, reply = _open_reply(invitation_id, by)
        strangers = [one for one in units if one.parent_id != invitation.unit_id]
        if invitation.unit_id is None or strangers:
            raise InvalidInput("只能代表本单位的所属单位反馈。")
        reply.speaks_for.set(units)
        note_enclosed(reply)
        new = {"units": [one.name for one in units]}
        record(Act.REPLY_SPEAK_FOR, reply, by=by, plan=invitation.round.plan, new=new)
    return reply


def take_up(invitation_id: int, comment_ids: Sequence[int], *, by: User) -> list[Comment]:
    """Draft earlier opinions of the same unit or person again, each where it stands now.

    The same ones again add nothing.
    """
    with transaction.atomic():
        invitation, reply = _open_reply(invitation_id, by)
        earlier = list(own_earlier(invitation).filter(pk__in=comment_ids))
        if len(earlier) != len(set(comment_ids)) or not earlier:
            raise InvalidInput("请选择本单位以前提出的意见。")
        places = list(invitation.round.edition.provisions.all())
        texts = {place.pk: body_of(place) for place in places}
        made = [
            draft_comment(
                invitation_id,
                _again(one, places, texts),
                by=by,
                key=uuid.uuid5(uuid.NAMESPACE_OID, f"{invitation_id}:again:{one.pk}"),
            )
            for one in earlier
        ]
        new = {"comments": [one.pk for one in earlier]}
        record(Act.REPLY_TAKE_UP, reply, by=by, plan=invitation.round.plan, new=new)
    return made


@dataclass(frozen=True)
class _Now:
    place: EditionProvision | None
    quote: str


def _again(old: Comment, places: Sequence[EditionProvision], texts: dict[int, str]) -> Opinion:
    now = _now(old, places, texts)
    found = standing(now.place, now.quote)
    return Opinion(
        kind=old.kind,
        proposal=old.proposal,
        reason=old.reason,
        place=now.place,
        quote=found.quote,
        prefix=found.prefix,
        suffix=found.suffix,
        start=found.start,
    )


def _now(old: Comment, places: Sequence[EditionProvision], texts: dict[int, str]) -> _Now:
    """Where the old opinion's passage stands in this edition; without it the whole plan."""
    if old.place is None:
        return _Now(None, old.quote)
    same = [one for one in places if one.provision_id == old.place.provision_id]
    home = same[0] if same else None
    if not old.quote:
        return _Now(home, "")
    anchor = Anchor(old.quote, old.prefix, old.suffix, old.start)
    found = find_in_plan(anchor, texts, home.pk if home else None)
    place = next((one for one in places if one.pk == found.place), home)
    match = found.match
    if match.state is State.GONE or match.start is None or match.end is None or place is None:
        return _Now(place, "")
    return _Now(place, texts[place.pk][match.start : match.end])


def _open_reply(invitation_id: int, by: User) -> tuple[Invitation, Reply]:
    invitation = lock_invitation(invitation_id)
    if not may_answer(by, invitation):
        raise NotAllowed("您不是该单位的经办人。")
    require_open(invitation)
    require_step(invitation, ReplyStep.WRITE)
    return invitation, reply_of(invitation)
