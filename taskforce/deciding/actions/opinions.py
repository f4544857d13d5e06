"""Opinions that members give themselves in the portal."""

from __future__ import annotations

from django.db import transaction

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.secrecy import refuse_secret
from taskforce.deciding.actions.decisions import decide, lock_package
from taskforce.deciding.consequences import position_of, require_seen
from taskforce.deciding.rules import result_of, speaks_too_early, votes_open_to
from taskforce.enums import REASONED_VOTES, Act, Vote
from taskforce.models import Gate, MemberOpinion, Package, Seat
from taskforce.permissions import holds, voices_of
from taskforce.seconds import seat_name

SAID = {Vote.AMEND: "原则同意", Vote.DEFER: "意见"}
"""What a vote is called where its consequences are said, if not by its label."""


def give_opinion(
    package_id: int,
    *,
    by: User,
    vote: str,
    text: str = "",
    seat_id: int | None = None,
    seen: str | None = None,
) -> MemberOpinion:
    """A member's own opinion; with the rule satisfied the gate decides at once.

    ``seat_id``: for which seat, where a member is another's deputy as well or sits twice; every
    seat has a voice of its own. ``seen``: a page asks before an opinion that ends the matter
    (``AskFirst``); who has no page leaves it out.
    """
    check_words(vote, text)
    with transaction.atomic():
        package, gate = lock_package(package_id)
        seat = _voice(by, gate, seat_id)
        require_possible(package, gate, seat, vote)
        set_aside(package, seat)
        now = clock.now()
        opinion = MemberOpinion.objects.create(
            package=package,
            seat=seat,
            vote=vote,
            text=text.strip(),
            given_at=now,
            given_by=by,
            confirmed_at=now,
        )
        new = {"vote": vote, "package": package.sha256, "seat": str(seat)}
        record(Act.OPINION_GIVE, opinion, by=by, plan=gate.stage.timeline.plan, new=new)
        said = SAID.get(Vote(vote), Vote(vote).label)
        said = said if holds(by, seat) else f"代{seat_name(seat)}的{said}"
        decide_by_opinions(package, gate, by=by, said=said, seen=seen)
    return opinion


def _voice(by: User, gate: Gate, wanted: int | None) -> Seat:
    """The seat from which this person speaks, read under the gate's lock."""
    seats = voices_of(by, gate)
    if not seats:
        raise NotAllowed("您不是这一审议机构的成员。")
    if wanted is None and len(seats) > 1:
        raise InvalidInput("您在这一审议机构有不止一个席位，请选择以哪一个席位发表意见。")
    found = next((seat for seat in seats if wanted is None or seat.pk == wanted), None)
    if found is None:
        raise NotAllowed("您现在不能以这一席位发表意见，请刷新页面查看。")
    return found


def check_words(vote: str, text: str) -> None:
    """InvalidInput unless there is such a vote, with the reason that it needs."""
    refuse_secret(text)
    if vote not in Vote.values:
        raise InvalidInput("请选择同意或不同意。")
    if vote in REASONED_VOTES and not text.strip():
        raise InvalidInput(f"选择“{Vote(vote).label}”须写明意见。请在意见栏填写后再提交。")


def require_possible(package: Package, gate: Gate, seat: Seat, vote: str) -> None:
    """WrongState unless the seat may say this here and now."""
    if vote not in votes_open_to(gate, seat):
        raise WrongState(f"这一环节不能选择“{Vote(vote).label}”。")
    sentence = speaks_too_early(package, gate, seat)
    if sentence:
        raise WrongState(sentence)


def set_aside(package: Package, seat: Seat) -> None:
    """What the seat said or waits to say on this package counts no longer."""
    package.opinions.standing().filter(seat=seat).update(replaced_at=clock.now())


def decide_by_opinions(
    package: Package, gate: Gate, *, by: User, said: str = "意见", seen: str | None = None
) -> None:
    """Decide the locked, open gate where its opinions satisfy the rule."""
    result = result_of(package, gate)
    if result is None:
        return
    before = position_of(gate)
    decision = decide(
        package,
        gate,
        by=by,
        outcome=result.outcome,
        reason=result.reason,
        items=result.items,
    )
    require_seen(decision, before, said=said, seen=seen)
