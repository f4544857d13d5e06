"""For whom one person speaks at a gate: themselves, and each seat that they deputise for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plans.models import User
from taskforce.deciding.forms.opinions import OpinionForm
from taskforce.deciding.rules import speaks_too_early, votes_open_to
from taskforce.enums import Vote
from taskforce.models import MemberOpinion, Package, Seat
from taskforce.permissions import holds, may_decide, voices_of
from taskforce.seconds import seat_name


@dataclass(frozen=True)
class Voice:
    """One seat of a person's as the decision page asks for its opinion.

    ``name`` is the id of its form in the page.
    """

    seat: Seat
    words: str
    own: bool
    mine: MemberOpinion | None
    more_votes: tuple[Vote, ...]
    too_early: str
    form: OpinionForm
    name: str


def voices(
    user: User, found: Package, opinions: Sequence[MemberOpinion], sent: OpinionForm | None
) -> list[Voice]:
    """The voices of a person on a package that is open to opinions; each with its own form.

    ``sent``: a form that was refused, shown at its seat again.
    """
    if not may_decide(user, found):
        return []
    seats = [seat for seat in voices_of(user, found.gate) if votes_open_to(found.gate, seat)]
    return [_voice(user, found, seat, opinions, _form(seat, seats, sent)) for seat in seats]


def _voice(
    user: User, found: Package, seat: Seat, opinions: Sequence[MemberOpinion], form: OpinionForm
) -> Voice:
    own = holds(user, seat)
    more = (Vote.APPROVE, Vote.RETURN)
    return Voice(
        seat=seat,
        words=f"{'本人' if own else f'代{seat_name(seat)}'}（{seat.get_role_display()}）",
        own=own,
        mine=next((one for one in opinions if one.seat_id == seat.pk), None),
        more_votes=tuple(vote for vote in votes_open_to(found.gate, seat) if vote not in more),
        too_early=speaks_too_early(found, found.gate, seat),
        form=form,
        name="opinion" if form.auto_id == "id_%s" else f"opinion-{seat.pk}",
    )


def _form(seat: Seat, seats: Sequence[Seat], sent: OpinionForm | None) -> OpinionForm:
    """Ids of fields are the usual ones where there is one voice only, else they bear the seat."""
    ids = "id_%s" if len(seats) == 1 else f"id_%s_{seat.pk}"
    if sent is not None and _place(sent, seats) == seat:
        sent.auto_id = ids
        return sent
    return OpinionForm(auto_id=ids)


def _place(sent: OpinionForm, seats: Sequence[Seat]) -> Seat:
    """Where a refused form stands: at its seat, else, with the reason, at the first."""
    return next((seat for seat in seats if str(seat.pk) == sent.data.get("seat")), seats[0])
