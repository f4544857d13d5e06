"""A round that is out, for tests to which its time as a draft is nothing."""

from __future__ import annotations

from consultation.models import Round
from consultation.rounds.actions.drafts import RoundTerms, draft_round
from consultation.rounds.actions.issuing import issue_round
from plans.models import Edition, User


def open_round(edition: Edition, terms: RoundTerms, *, by: User) -> Round:
    """Drafted and issued, as if that had been when its window began; nobody is asked yet."""
    round_ = issue_round(draft_round(edition, terms, by=by), by=by)
    begun = min(round_.opens_at, terms.opens_at)
    Round.objects.filter(pk=round_.pk).update(opens_at=begun)
    round_.opens_at = begun
    return round_
