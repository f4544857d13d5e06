"""The package in hand, and the edits made for each review opinion."""

from __future__ import annotations

from django.db.models import Count

from plans.models import Change, Plan
from taskforce.models import Gate, Package


def package_in_hand(gate: Gate) -> Package | None:
    """The sealed package that the gate is judging now."""
    return gate.packages.filter(closed_at__isnull=True).first()


def edits_by_item(plan: Plan) -> dict[int, int]:
    """How many edits of the text carry each review opinion, by the item's id."""
    tied = Change.objects.filter(plan=plan, source__startswith="review:").values("source")
    counted = tied.order_by().annotate(edits=Count("pk"))
    return {int(row["source"].partition(":")[2]): row["edits"] for row in counted}
