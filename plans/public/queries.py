"""Publications that stand."""

from __future__ import annotations

from django.db.models import QuerySet

from plans.enums import Disclosure
from plans.models import Publication


def standing_publications() -> QuerySet[Publication]:
    """What the public may read, newest first."""
    return (
        Publication.objects.filter(withdrawn_at__isnull=True, disclosure=Disclosure.PUBLIC)
        .select_related("plan", "edition")
        .order_by("-issued_on", "-id")
    )
