"""Public rounds."""

from __future__ import annotations

from consultation.enums import Audience
from consultation.models import Round, RoundQuerySet


def public_rounds() -> RoundQuerySet:
    """Rounds that ask the public or have asked it; what became void stays to be read."""
    rounds = Round.objects.issued().filter(audience=Audience.PUBLIC)
    return rounds.select_related("plan", "edition")
