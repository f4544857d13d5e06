"""Keeping the counts of a round's dispositions."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F

from consultation.models import DispositionCount


def keep_counts(steps: Mapping[tuple[int, str], int]) -> None:
    """Add to the counts of (round, disposition); "" is no disposition and counted nowhere.

    Once at the end of an action and in one order, so that two actions never wait for each other.
    """
    for (round_id, disposition), step in sorted(steps.items()):
        if step and disposition:
            row, _ = DispositionCount.objects.get_or_create(
                round_id=round_id, disposition=disposition
            )
            DispositionCount.objects.filter(pk=row.pk).update(count=F("count") + step)
