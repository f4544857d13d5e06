"""When a body has decided: the rule of each gate, judged from its opinions or its meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import QuerySet

from plans.system import clock
from taskforce.enums import APPROVING_VOTES, BodyKind, Outcome, Rule, Vote
from taskforce.models import Gate, MeetingRecord, Package, Seat
from taskforce.permissions import is_head

COUNTED_RULES = (Rule.HEAD, Rule.ALL, Rule.QUORUM)
"""Rules by which the members' own opinions decide."""


class Tally(Enum):
    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    DEFERRED = "deferred"


@dataclass(frozen=True)
class Result:
    """What the opinions of a package come to, with the reason or the items to carry."""

    outcome: Outcome
    reason: str = ""
    items: tuple[str, ...] = ()


def voters(gate: Gate, day: date | None = None) -> QuerySet[Seat]:
    """Seats whose opinions count on a day (default: today): somebody's, account or not."""
    return gate.body.seats.held_on(day or clock.today()).exclude(user=None, name="")


def votes_open_to(gate: Gate, seat: Seat) -> tuple[Vote, ...]:
    """What this seat may say at this gate, in the order of ``Vote``.

    弃权 where opinions are counted up to a number; 暂缓 for the head alone; at a meeting's gate
    an absent member's written opinion; nothing where the body sits outside the portal.
    """
    if gate.rule == Rule.OUTSIDE:
        return ()
    if gate.rule == Rule.MEETING:
        return (Vote.APPROVE, Vote.RETURN)
    allowed = [Vote.APPROVE]
    if Outcome.PASSED_WITH_OPINIONS in gate.allowed_outcomes:
        allowed.append(Vote.AMEND)
    allowed.append(Vote.RETURN)
    if is_head(seat) and Outcome.DEFERRED in gate.allowed_outcomes:
        allowed.append(Vote.DEFER)
    if gate.rule == Rule.QUORUM:
        allowed.append(Vote.ABSTAIN)
    return tuple(allowed)


def speaks_too_early(package: Package, gate: Gate, seat: Seat) -> str:
    """末位表态: why the head of a Party group cannot speak yet; empty when they can."""
    if gate.body.kind != BodyKind.PARTY_GROUP or gate.rule == Rule.HEAD or not is_head(seat):
        return ""
    given = set(package.opinions.in_force().values_list("seat", flat=True))
    silent = [other for other in voters(gate) if not is_head(other) and other.pk not in given]
    if not silent or gate.rule not in COUNTED_RULES:
        return ""
    return f"主要负责人应当末位表态：还有{len(silent)}位成员没有发表意见。"


def result_of(package: Package, gate: Gate, day: date | None = None) -> Result | None:
    """What the opinions in force decide; None while they decide nothing.

    ``day``: with the seats of that day, to reckon an earlier result anew.
    """
    found = tally(package, gate, day)
    if found == Tally.APPROVED:
        items = _texts(package, Vote.AMEND)
        outcome = Outcome.PASSED_WITH_OPINIONS if items else Outcome.PASSED
        return Result(outcome, items=items)
    if found == Tally.RETURNED:
        reason = "；".join(_texts(package, Vote.RETURN))
        return Result(Outcome.RETURNED, reason or "同意的人数没有达到规定人数。")
    if found == Tally.DEFERRED:
        return Result(Outcome.DEFERRED, "；".join(_texts(package, Vote.DEFER)))
    return None


def _texts(package: Package, vote: Vote) -> tuple[str, ...]:
    return tuple(package.opinions.in_force().filter(vote=vote).values_list("text", flat=True))


def tally(package: Package, gate: Gate, day: date | None = None) -> Tally:
    """Count the opinions in force by the gate's rule; a head's 不同意 or 暂缓 always stands.

    HEAD: the head's own vote. ALL: every seat in force approves, one 不同意 returns. QUORUM:
    ``gate.quorum`` approvals pass; it returns when so many can no longer be reached. A Party
    group is not done before its head has spoken.
    """
    if gate.rule not in COUNTED_RULES:
        return Tally.OPEN
    seats = list(voters(gate, day))
    given = {o.seat_id: Vote(o.vote) for o in package.opinions.in_force()}
    said = [given.get(seat.pk) for seat in seats if is_head(seat)]
    if Vote.RETURN in said:
        return Tally.RETURNED
    if Vote.DEFER in said:
        return Tally.DEFERRED
    if gate.rule == Rule.HEAD:
        return Tally.APPROVED if any(vote in APPROVING_VOTES for vote in said) else Tally.OPEN
    if gate.body.kind == BodyKind.PARTY_GROUP and None in said:
        return Tally.OPEN
    votes = [given.get(seat.pk) for seat in seats]
    if gate.rule == Rule.ALL:
        return _all(votes)
    return _quorum(votes, gate.quorum or len(votes))


def _all(votes: list[Vote | None]) -> Tally:
    if Vote.RETURN in votes:
        return Tally.RETURNED
    done = bool(votes) and all(vote in APPROVING_VOTES for vote in votes)
    return Tally.APPROVED if done else Tally.OPEN


def _quorum(votes: list[Vote | None], needed: int) -> Tally:
    approvals = sum(vote in APPROVING_VOTES for vote in votes)
    if approvals >= needed:
        return Tally.APPROVED
    silent = votes.count(None)
    over = approvals + silent < needed and (Vote.RETURN in votes or not silent)
    return Tally.RETURNED if over else Tally.OPEN


def meeting_carries(meeting: MeetingRecord, gate: Gate) -> str:
    """Empty when the vote carries; else the sentence that says why it does not.

    The rule of the Party group: attendance over half of 应到, 赞成 over half of 应到, the chair
    speaks last; written opinions of absent members are shown and not counted.
    """
    seated = voters(gate).count()
    if meeting.expected < seated:
        return f"应到人数少于本机构现有的{seated}位成员，请核对。"
    if meeting.present > meeting.expected:
        return "实到人数不能多于应到人数，请核对。"
    if meeting.in_favour + meeting.against + meeting.abstained > meeting.present:
        return "表决票数多于实到人数，请核对。"
    if meeting.present * 2 <= meeting.expected:
        return "实到人数没有超过应到人数的半数，会议不能表决通过。"
    if meeting.in_favour * 2 <= meeting.expected:
        return "赞成人数没有超过应到人数的半数，不能登记为通过。"
    if gate.body.kind == BodyKind.PARTY_GROUP and not meeting.chair_last:
        return "党组会议由主持人末位表态，请核实后勾选“主持人末位表态”。"
    return ""
