"""Confirming that a review opinion was carried."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.system.pages import actor, press, staff_page
from taskforce.deciding.actions.decisions import confirm_item
from taskforce.gates.pages import load_gate
from taskforce.models import ReviewItem


@staff_page
@require_POST
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """修改落实表: confirm that a review opinion has been carried."""
    found = get_object_or_404(ReviewItem.objects.select_related("decision__package"), pk=item_id)
    gate = load_gate(request, found.decision.package.gate_id)
    answer = request.POST.get("answer", "")
    return press(
        request,
        lambda: confirm_item(found.pk, by=actor(request), answer=answer),
        "这条审议意见已确认落实。",
        reverse("gate", args=[gate.pk]),
    )
