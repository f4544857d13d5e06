"""Public rounds."""

from __future__ import annotations

from django.db.models import QuerySet

from consultation.enums import Audience
from consultation.models import Round


def public_rounds() -> QuerySet[Round]:
    """Rounds that ask the public."""
    return Round.objects.filter(audience=Audience.PUBLIC).select_related("plan", "edition")
