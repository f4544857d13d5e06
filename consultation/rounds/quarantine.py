"""待审的建言: the one place that reads citizens' suggestions which wait to be looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from consultation.enums import CommentSource, Doubt
from consultation.models import Comment, HeldSuggestion, Round


def waiting(round_: Round) -> QuerySet[HeldSuggestion]:
    """What waits in a round, the oldest first."""
    rows = HeldSuggestion.objects.filter(round=round_, refused_at__isnull=True)
    return rows.select_related("place", "attachment").order_by("pk")


def waiting_counts(plans: Iterable[int]) -> list[tuple[int, str, int]]:
    """Rounds of the plans with these ids in which something waits: id, name, how many."""
    rows = HeldSuggestion.objects.filter(
        round__in=Round.objects.in_force().filter(plan__in=plans), refused_at__isnull=True
    )
    counted = rows.values_list("round", "round__name").annotate(Count("pk"))
    return list(counted.order_by("round"))


def refused_count(round_: Round) -> int:
    """How many suggestions of a round were not taken 不予受理."""
    return HeldSuggestion.objects.filter(round=round_, refused_at__isnull=False).count()


def held_under(code: str) -> HeldSuggestion | None:
    """What waits, or was thrown away, under a query code."""
    rows = HeldSuggestion.objects.filter(query_code=code)
    return rows.select_related("round", "place").first()


def held_with(key: uuid.UUID) -> HeldSuggestion | None:
    """What the same page has sent before."""
    return HeldSuggestion.objects.filter(key=key).first()


def is_said_already(round_: Round, proposal: str, reason: str) -> bool:
    """Whether the round has a citizen's suggestion of exactly these words, let in or not."""
    words = {"proposal": proposal.strip(), "reason": reason.strip()}
    taken = Comment.objects.filter(round=round_, source=CommentSource.PUBLIC, **words)
    return taken.exists() or HeldSuggestion.objects.filter(round=round_, **words).exists()


def doubts_of(held: HeldSuggestion) -> list[str]:
    """Why it waits, in words."""
    return [Doubt(one).label for one in held.doubts]
