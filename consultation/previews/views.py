"""The pages that the invited will open, drawn by their own templates, with nothing to press."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from consultation.enums import Audience
from consultation.models import Invitation, Round
from consultation.rounds.pages import load_draft, round_crumbs
from plans.editions.queries import edition_tree
from plans.models import Unit
from plans.system.limits import Limit, limited
from plans.system.pages import actor, require, staff_page

WHOSE = {"officer": (False, True), "head": (True, False), "person": (True, False)}
"""Whether they may release, and hand in: an officer with a head, the head or by link, a person."""


def _context(one: Round, **more: Any) -> dict[str, Any]:
    places = {p.provision_id: p.pk for p in one.edition.provisions.all()}
    return {
        "title": one.edition.title,
        "crumbs": round_crumbs(one, ("预览", None)),
        "round": one,
        "tree": edition_tree(one.edition),
        "places": places,
        "open": True,
        **more,
    }


@staff_page
@limited(Limit.COMPARISON)
def by_asked(request: HttpRequest, round_id: int, whose: str) -> HttpResponse:
    """What a unit's officer, its head (also by link), or a person asked by name reads."""
    one = load_draft(request, round_id)
    require(one.audience == Audience.UNITS)
    if whose not in WHOSE:
        raise Http404
    may_release, may_hand_in = WHOSE[whose]
    asked = Invitation(pk=0, round=one)
    if whose == "person":
        asked.person = actor(request)
    else:
        asked.unit = _some_unit(one)
    context = _context(
        one,
        invitation=asked,
        drafts=[],
        closes_at=one.closes_at,
        editable=True,
        may_open=True,
        may_release=may_release,
        may_hand_in=may_hand_in,
        enclosed=0,
    )
    return render(request, "consultation/previews/asked.html", context)


def _some_unit(one: Round) -> Unit:
    chosen = one.addressees.filter(unit__isnull=False).select_related("unit").first()
    return chosen.unit if chosen is not None and chosen.unit is not None else Unit(name="某单位")


@staff_page
def by_link(request: HttpRequest, round_id: int) -> HttpResponse:
    """The page at which a personal link arrives."""
    one = load_draft(request, round_id)
    require(one.audience == Audience.UNITS)
    context = {"title": "反馈意见", "crumbs": round_crumbs(one, ("预览", None))}
    return render(request, "consultation/previews/link.html", context)


@staff_page
@limited(Limit.COMPARISON)
def by_public(request: HttpRequest, round_id: int) -> HttpResponse:
    """The public page of the round."""
    one = load_draft(request, round_id)
    require(one.audience == Audience.PUBLIC)
    return render(request, "consultation/previews/public.html", _context(one, changes=[]))
