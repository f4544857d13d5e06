"""When a body has decided: the rule of each gate, judged from its opinions or its meeting."""

from __future__ import annotations

from enum import Enum

from django.utils import timezone

from taskforce.enums import Rule, Vote
from taskforce.models import Gate, MeetingRecord, Package
from taskforce.permissions import is_head


class Tally(Enum):
    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"


def tally(package: Package, gate: Gate) -> Tally:
    """Count the standing opinions by the gate's rule; a head's return always returns.

    HEAD: the head's own vote. ALL: every seat in force approves, one return returns. QUORUM:
    ``gate.quorum`` approvals pass; it returns when so many can no longer be reached.
    """
    seats = list(gate.body.seats.held_on(timezone.localdate()).exclude(user=None))
    given = {o.seat_id: Vote(o.vote) for o in package.opinions.filter(replaced_at__isnull=True)}
    heads = [seat for seat in seats if is_head(seat)]
    if any(given.get(seat.pk) == Vote.RETURN for seat in heads):
        return Tally.RETURNED
    if gate.rule == Rule.HEAD:
        approved = any(given.get(seat.pk) == Vote.APPROVE for seat in heads)
        return Tally.APPROVED if approved else Tally.OPEN
    votes = [given.get(seat.pk) for seat in seats]
    if gate.rule == Rule.ALL:
        return _all(votes)
    if gate.rule == Rule.QUORUM:
        return _quorum(votes, gate.quorum or len(votes))
    return Tally.OPEN


def _all(votes: list[Vote | None]) -> Tally:
    if Vote.RETURN in votes:
        return Tally.RETURNED
    done = bool(votes) and all(vote == Vote.APPROVE for vote in votes)
    return Tally.APPROVED if done else Tally.OPEN


def _quorum(votes: list[Vote | None], needed: int) -> Tally:
    approvals = votes.count(Vote.APPROVE)
    if approvals >= needed:
        return Tally.APPROVED
    reachable = approvals + votes.count(None)
    return Tally.RETURNED if reachable < needed and Vote.RETURN in votes else Tally.OPEN


def meeting_carries(meeting: MeetingRecord) -> str:
    """Empty when the vote carries; else the sentence that says why it does not.

    The rule of the Party group: attendance over half of 应到, 赞成 over half of 应到; written
    opinions of absent members are shown and not counted.
    """
    if meeting.present > meeting.expected:
        return "实到人数不能多于应到人数，请核对。"
    if meeting.in_favour + meeting.against + meeting.abstained > meeting.present:
        return "表决票数多于实到人数，请核对。"
    if meeting.present * 2 <= meeting.expected:
        return "实到人数没有超过应到人数的半数，会议不能表决通过。"
    if meeting.in_favour * 2 <= meeting.expected:
        return "赞成人数没有超过应到人数的半数，不能登记为通过。"
    return ""
