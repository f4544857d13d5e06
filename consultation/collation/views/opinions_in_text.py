"""A later edition with the round's opinions at the places where their passages stand now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from consultation.collation.listing import Criteria, collation
from consultation.collation.standing import stand_now
from consultation.models import Assessment, Round
from consultation.passages.whereabouts import Found, Text, Whereabouts, text_of_edition
from consultation.rounds.pages import load_round, round_crumbs
from plans.editions.queries import edition_tree
from plans.models import Edition
from plans.system.pages import key_of, staff_page

SHOWN = 300


@dataclass(frozen=True)
class Placed:
    """An opinion and where its passage stands in the edition."""

    row: Assessment
    found: Found


@dataclass(frozen=True)
class Spot:
    """The opinions at one provision; ``provision`` is None for those whose place has gone."""

    provision: int | None
    mark: str
    opinions: list[Placed]


@staff_page
def round_edition(request: HttpRequest, round_id: int, edition_id: int) -> HttpResponse:
    """The edition's text, and beside it the opinions of the round, 300 a page."""
    one = load_round(request, round_id, run=False)
    edition = get_object_or_404(one.plan.editions, pk=edition_id)
    rows = _rows(one, key_of(request, "after") or 0)
    spots = _spots(rows[:SHOWN], text_of_edition(edition))
    context = {
        "title": f"意见在{edition.label}中的位置",
        "crumbs": round_crumbs(
            one, ("意见汇总", reverse("comments", args=[one.pk])), (edition.label, None)
        ),
        "plan": one.plan,
        "round": one,
        "edition": edition,
        "editions": _later(one, edition),
        "tree": edition_tree(edition),
        "spots": spots,
        "counts": {spot.provision: len(spot.opinions) for spot in spots if spot.provision},
        "next": rows[SHOWN - 1].number if len(rows) > SHOWN else None,
    }
    return render(request, "consultation/collation/opinions_in_text.html", context)


def _rows(one: Round, after: int) -> list[Assessment]:
    rows = collation(one, Criteria()).filter(number__gt=after, place__isnull=False)
    return list(rows.select_related("comment__place", "place", "unit")[: SHOWN + 1])


def _spots(rows: list[Assessment], text: Text) -> list[Spot]:
    """In reading order, what has gone last."""
    found = stand_now(rows, text)
    by_place: dict[int | None, list[Placed]] = {}
    for row in rows:
        here = found[row.pk]
        by_place.setdefault(here.provision, []).append(Placed(row, here))
    order = [key for key in text.bodies if key in by_place]
    spots = [Spot(key, text.marks[key], by_place[key]) for key in order]
    if None in by_place:
        spots.append(Spot(None, str(Whereabouts.GONE.label), by_place[None]))
    return spots


def _later(one: Round, shown: Edition) -> list[Edition]:
    later = one.plan.editions.filter(frozen_at__gte=one.edition.frozen_at)
    return list(later.exclude(pk=shown.pk).order_by("frozen_at"))
