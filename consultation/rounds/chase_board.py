"""催办台账: everyone invited by state, kind and words, 50 a page, by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from consultation.enums import OPEN_REPLY_STATES, ReplyState
from consultation.models import Delivery, Invitation, Round
from consultation.permissions import closing_time, is_open

PAGE = 50
LATE, NO_OPINION, SILENT = "late", "no_opinion", "silent"
"""What the board shows beside the states of a reply; silent: not replied, late or not."""


@dataclass(frozen=True)
class Wanted:
    """What the board is narrowed to; empty fields do not narrow."""

    state: str = ""
    kind: str = ""
    q: str = ""


@dataclass(frozen=True)
class Line:
    """One invited on the board."""

    invitation: Invitation
    closes_at: datetime
    open: bool
    late: bool


@dataclass(frozen=True)
class BoardPage:
    """Lines with the keys to go on from."""

    lines: list[Line]
    before: int | None
    after: int | None
    total: int


def late_at(round_: Round, now: datetime) -> Q:
    """Invitations whose time is over and whose reply has not come."""
    own = Q(closes_at__isnull=True) | Q(closes_at__lte=now)
    over = Q(state__in=OPEN_REPLY_STATES) & own
    return over if round_.closes_at <= now else Q(pk__in=())


def invited(round_: Round, wanted: Wanted, now: datetime) -> QuerySet[Invitation]:
    """The invitations that fit, in the order in which they were invited."""
    rows = round_.invitations.order_by("id")
    if wanted.state:
        rows = rows.filter(_in_state(round_, wanted.state, now))
    if wanted.kind:
        rows = rows.filter(unit__kind=wanted.kind)
    if word := wanted.q.strip():
        rows = rows.filter(Q(unit__name__contains=word) | Q(person__full_name__contains=word))
    return rows


def _in_state(round_: Round, state: str, now: datetime) -> Q:
    no_opinion = Q(state=ReplyState.RELEASED, reply__no_opinion=True)
    if state == LATE:
        return late_at(round_, now)
    if state == SILENT:
        return Q(state__in=OPEN_REPLY_STATES)
    if state == NO_OPINION:
        return no_opinion
    found = Q(state=state)
    return found & ~no_opinion if state == ReplyState.RELEASED else found


def board_page(
    round_: Round,
    wanted: Wanted,
    now: datetime,
    *,
    after: int | None = None,
    before: int | None = None,
) -> BoardPage:
    """50 lines behind an invitation's key, or the 50 in front of one."""
    fitting = invited(round_, wanted, now)
    sent = Prefetch("deliveries", Delivery.objects.select_related("mail"))
    joined = fitting.select_related("unit", "person", "reply").prefetch_related(sent)
    if before is not None:
        found = list(joined.filter(pk__lt=before).order_by("-id")[:PAGE])[::-1]
        more_before = bool(found) and fitting.filter(pk__lt=found[0].pk).exists()
        more_after = True
    else:
        found = list(joined.filter(pk__gt=after or 0)[: PAGE + 1])
        more_after, found = len(found) > PAGE, found[:PAGE]
        more_before = bool(after) and bool(found)
    return BoardPage(
        [_line(round_, one, now) for one in found],
        found[0].pk if found and more_before else None,
        found[-1].pk if found and more_after else None,
        fitting.count(),
    )


def _line(round_: Round, one: Invitation, now: datetime) -> Line:
    waiting = one.state in OPEN_REPLY_STATES
    late = waiting and not is_open(round_, now, one) and round_.opens_at <= now
    return Line(one, closing_time(round_, one), waiting, late)


def state_counts(round_: Round, now: datetime) -> dict[str, int]:
    """How many are in each state, and how many of them are late or have no opinion."""
    rows = round_.invitations.order_by().values_list("state").annotate(count=Count("id"))
    counts = dict(rows)
    released = Q(state=ReplyState.RELEASED, reply__no_opinion=True)
    counts[NO_OPINION] = round_.invitations.filter(released).count()
    counts[LATE] = round_.invitations.filter(late_at(round_, now)).count()
    counts[ReplyState.RELEASED] = counts.get(ReplyState.RELEASED, 0) - counts[NO_OPINION]
    return counts
