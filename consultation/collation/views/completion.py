"""办结 of a round."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.collation.actions.completion import complete_round
from consultation.rounds.pages import load_round
from plans.system.pages import actor, press, staff_page


@staff_page
@require_POST
def complete(request: HttpRequest, round_id: int) -> HttpResponse:
    """办结 the round: figures freeze."""
    one = load_round(request, round_id)
    return press(
        request,
        lambda: complete_round(one, by=actor(request)),
        "本轮征求意见已办结。",
        reverse("round", args=[one.pk]),
    )
