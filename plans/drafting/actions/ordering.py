"""Where a provision stands among its siblings: order keys that stay short.

Between two keys there is always room, but each half of a gap costs a fifth of a character. A key
beyond ``LONGEST`` has the level written anew with even room. That is no revision: nobody changed
the text. ``Respacing`` keeps old and new keys, so that the history still reads right.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Value, When

from plans.enums import Act
from plans.errors import InvalidInput
from plans.models import Change, Plan, Provision, Respacing, User
from plans.system.audit import record
from plans.text.ranks import between, spread

LONGEST = 40
"""Characters of an order key; the column takes more, for keys of the history."""
_ASIDE = "~"
"""Puts a key out of the way of the new ones while a level is written."""


def rank_behind(
    plan: Plan,
    parent: Provision | None,
    after_id: int | None,
    *,
    by: User,
    moving: int | None = None,
) -> str:
    """A key behind the sibling ``after_id`` (None: in front); the plan's row is locked.

    ``moving``: the provision that moves, which is no sibling of itself. InvalidInput when
    ``after_id`` does not stand here.
    """
    rank = _behind(plan, parent, after_id, moving)
    if len(rank) > LONGEST:
        respace(plan, parent, by=by)
        rank = _behind(plan, parent, after_id, moving)
    return rank


def _behind(plan: Plan, parent: Provision | None, after_id: int | None, moving: int | None) -> str:
    siblings = Provision.objects.standing().filter(plan=plan, parent=parent).order_by("rank")
    if moving is not None:
        siblings = siblings.exclude(pk=moving)
    ranks = list(siblings.values_list("pk", "rank"))
    at = 0
    if after_id is not None:
        places = [place for place, (pk, _) in enumerate(ranks) if pk == after_id]
        if not places:
            raise InvalidInput("要排在其后的部分不在这里，可能已被移动或删除。请刷新后再试。")
        at = places[0] + 1
    low = ranks[at - 1][1] if at else None
    return between(low, ranks[at][1] if at < len(ranks) else None)


def free_rank(rank: str, taken: set[str]) -> str:
    """The key itself, or one right behind it where another provision stands there."""
    if rank not in taken:
        return rank
    return between(rank, min((one for one in taken if one > rank), default=None))


def shorten(rows: Iterable[Provision], *, by: User) -> None:
    """Write the levels anew in which a saved row has too long a key; the plan's row is locked."""
    for row in rows:
        row.refresh_from_db(fields=["rank"])
        if len(row.rank) > LONGEST:
            respace(row.plan, row.parent, by=by)


def respace(plan: Plan, parent: Provision | None, *, by: User) -> Respacing:
    """Write a level's keys anew, what is deleted there too; the plan's row is locked."""
    rows = Provision.objects.filter(plan=plan, parent=parent).order_by("rank", "deleted_at", "pk")
    old = list(rows.values_list("pk", "rank"))
    new = dict(zip((pk for pk, _ in old), spread(len(old)), strict=True))
    for prefix in (_ASIDE, ""):
        keys = [When(pk=pk, then=Value(prefix + rank)) for pk, rank in new.items()]
        Provision.objects.filter(pk__in=new).update(rank=Case(*keys))
    made = Respacing.objects.create(
        plan=plan,
        parent=parent,
        last_change=Change.objects.filter(plan=plan).order_by("pk").last(),
        ranks=[[rank, new[pk]] for pk, rank in old],
    )
    told = {"parent": parent.pk if parent else None, "provisions": len(old)}
    record(Act.PROVISION_RESPACE, plan, by=by, plan=plan, new=told)
    return made
