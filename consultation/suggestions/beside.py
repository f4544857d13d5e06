"""What a published plan leads to: the pages 意见办理情况 of its public rounds."""

from __future__ import annotations

from django.urls import reverse

from consultation.suggestions.results import published_results
from plans.models import Plan
from plans.public.beside import Link


def links(plan: Plan) -> list[Link]:
    """One link for each round whose results are published; several are told apart by name."""
    found = list(published_results(plan).select_related("round"))
    return [
        (
            f"意见办理情况（{one.round.name}）" if len(found) > 1 else "意见办理情况",
            reverse("public_results", args=[one.round_id]),
        )
        for one in found
    ]
