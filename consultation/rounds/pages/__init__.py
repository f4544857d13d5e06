"""What pages of a round share: loading it and its invited, crumbs."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from consultation.models import Invitation, Round
from consultation.permissions import may_run_round, may_see_collation
from plans.system.pages import Crumb, plan_crumbs, require


def load_invited(request: HttpRequest, round_id: int, invitation_id: int) -> Invitation:
    """One invited in a round that the visitor runs, with all that its papers need."""
    one = load_round(request, round_id)
    rows = Invitation.objects.select_related(
        "round__plan__owner", "round__edition", "unit", "person", "reply__original"
    )
    return get_object_or_404(rows, pk=invitation_id, round=one)


def load_round(request: HttpRequest, round_id: int, *, run: bool = True) -> Round:
    """A round that the visitor runs (or, with ``run`` off, may see the collation of); no draft."""
    found = load_round_or_draft(request, round_id, run=run)
    require(found.issued_at is not None)
    return found


def load_round_or_draft(request: HttpRequest, round_id: int, *, run: bool = True) -> Round:
    """The same, and a draft for who runs it."""
    rows = Round.objects.select_related("plan__owner", "edition", "previous")
    found = get_object_or_404(rows, pk=round_id)
    runs = run or found.issued_at is None
    require((may_run_round if runs else may_see_collation)(request.user, found))
    return found


def load_draft(request: HttpRequest, round_id: int) -> Round:
    """A round that is still a draft, for who runs it."""
    found = load_round_or_draft(request, round_id)
    require(found.issued_at is None)
    return found


def round_crumbs(round_: Round, *more: Crumb) -> list[Crumb]:
    """规划 › plan › 征求意见 › the round › …."""
    here = reverse("round", args=[round_.pk]) if more else None
    listing = reverse("rounds", args=[round_.plan.slug])
    return plan_crumbs(round_.plan, ("征求意见", listing), (round_.name, here), *more)
