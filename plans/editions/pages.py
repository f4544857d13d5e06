"""What pages of an edition share: loading it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from plans.models import Edition, Plan


def load_edition(plan: Plan, edition_id: int) -> Edition:
    """An edition of the plan, or 404."""
    return get_object_or_404(
        Edition.objects.select_related("frozen_by", "plan__owner", "explanation"),
        pk=edition_id,
        plan=plan,
    )
