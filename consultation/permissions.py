"""Who may do what in a consultation: membership (guardian) and window must agree."""

from __future__ import annotations

from datetime import datetime

from consultation.models import Assessment, Invitation, PersonalLink, Reply, ReplyEntry, Round
from plans.enums import UserKind
from plans.models import User
from plans.permissions import (
    Visitor,
    may_draft_reply,
    may_manage,
    may_read_draft,
    may_release_reply,
    speaks,
)
from plans.seconds import may_be_second
from plans.system import clock


def may_run_round(user: Visitor, round_: Round) -> bool:
    """Staff who invite, chase, collate and answer: the plan's managers."""
    return may_manage(user, round_.plan)


def may_see_collation(user: Visitor, round_: Round) -> bool:
    """Read all submitted opinions with their treatment."""
    return may_read_draft(user, round_.plan)


def may_treat(user: Visitor, row: Assessment) -> bool:
    """Answer an opinion and prove its adoption: who runs the round, or its handler 经办人."""
    if may_run_round(user, row.round):
        return True
    return (
        isinstance(user, User) and row.handler_id == user.pk and may_see_collation(user, row.round)
    )


def closing_time(round_: Round, invitation: Invitation | None = None) -> datetime:
    """The closing time that counts for this invitation: its own extension or the round's."""
    if invitation is not None and invitation.closes_at is not None:
        return max(invitation.closes_at, round_.closes_at)
    return round_.closes_at


def is_open(round_: Round, now: datetime, invitation: Invitation | None = None) -> bool:
    """Whether opinions are taken at ``now``; the closing second itself is closed.

    A completed round 办结 takes none, whatever its times say, and neither does a draft or a void
    one.
    """
    if round_.completed_at is not None or not round_.in_force:
        return False
    return round_.opens_at <= now < closing_time(round_, invitation)


def came_by_link(user: User, invitation: Invitation) -> bool:
    """Whether this browser's user came by a link to this very invitation that is in force.

    A link that was made earlier for a person with an account opens nothing.
    """
    if not takes_link(invitation):
        return False
    in_force = invitation.links.filter(revoked_at__isnull=True, expires_at__gt=clock.in_database())
    return user.is_active and in_force.filter(users=user).exists()


def takes_link(invitation: Invitation) -> bool:
    """Whether a personal link may stand for the one asked: not for a person with an account, who
    logs in, so that nobody else can speak in their name."""
    person = invitation.person
    return person is None or person.kind != UserKind.PERSON


def is_let_in(user: Visitor) -> bool:
    """Whether a visit may go on: who came by a link only while one of theirs is in force."""
    if not isinstance(user, User) or user.kind != UserKind.LINK:
        return True
    in_force = PersonalLink.objects.filter(
        revoked_at__isnull=True, expires_at__gt=clock.in_database()
    )
    return in_force.filter(users=user).exists()


def asks_itself(user: Visitor, invitation: Invitation) -> bool:
    """Whether an officer or head of the unit also manages the plan that asks it: they speak for
    neither opinion nor silence of the unit, whoever appointed them to what, and when."""
    unit = invitation.unit
    both = unit is not None and may_draft_reply(user, unit)
    return both and may_manage(user, invitation.round.plan)


def may_answer(user: Visitor, invitation: Invitation) -> bool:
    """Draft opinions in this invitation: an officer or head of the unit, or the person asked.

    Who came by a personal link may do so in that invitation alone; who manages the plan never
    speaks for a unit that it asks.
    """
    if isinstance(user, User) and user.kind == UserKind.LINK:
        return came_by_link(user, invitation)
    if invitation.unit is not None:
        return may_draft_reply(user, invitation.unit, invitation.round.plan)
    return isinstance(user, User) and user.is_active and invitation.person_id == user.pk


def may_release(user: Visitor, invitation: Invitation) -> bool:
    """审签: the unit's head, or the person asked, or by link."""
    if isinstance(user, User) and user.kind == UserKind.LINK:
        return came_by_link(user, invitation)
    if invitation.unit is not None:
        return may_release_reply(user, invitation.unit, invitation.round.plan)
    return speaks(user) and invitation.person_id == user.pk


def may_fetch_reply(user: Visitor, reply: Reply) -> bool:
    """Read a released reply with all its opinions: the unit's people or the person asked.

    A personal link may be forwarded: by link, only the one browser that released it.
    """
    if isinstance(user, User) and user.kind == UserKind.LINK and reply.released_by_id != user.pk:
        return False
    return may_answer(user, reply.invitation)


def may_confirm_entry(user: Visitor, entry: ReplyEntry) -> bool:
    """复核: who runs the round and is independent of who entered it, or the one it speaks for.

    Who came by a personal link is nobody's second person: who made the link may hold it too.
    """
    if not isinstance(user, User) or not entry.waits or not may_be_second(user, entry):
        return False
    invitation = entry.reply.invitation
    return may_run_round(user, invitation.round) or may_release(user, invitation)


def may_refuse_entry(user: Visitor, entry: ReplyEntry) -> bool:
    """Not let it count: who may confirm it, and always the one in whose name it was entered."""
    if may_confirm_entry(user, entry):
        return True
    own = isinstance(user, User) and user.kind == UserKind.PERSON
    return own and entry.waits and may_release(user, entry.reply.invitation)


def may_read_entry(user: Visitor, entry: ReplyEntry) -> bool:
    """See what was entered with its original: who runs the round, and the unit's own people."""
    invitation = entry.reply.invitation
    if may_run_round(user, invitation.round):
        return True
    return isinstance(user, User) and user.kind == UserKind.PERSON and may_answer(user, invitation)
