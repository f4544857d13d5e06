"""Words in opinions: how a comment is written into the index and how a query asks it."""

from __future__ import annotations

from django.db.models import Q

from consultation.models import Assessment, Comment, SearchEntry
from plans.text.bigrams import bigrams, query_terms


def entry_of(assessment: Assessment, comment: Comment) -> SearchEntry:
    """The index entry of a submitted comment: quote, proposal, reason and who said it."""
    return _entry(
        assessment, (comment.quote, comment.proposal, comment.reason, comment.author_name)
    )


def entry_of_part(part: Assessment) -> SearchEntry:
    """The index entry of what was parted from an opinion: its own words and who said it."""
    return _entry(part, (part.gist, part.comment.author_name))


def _entry(assessment: Assessment, said: tuple[str, ...]) -> SearchEntry:
    terms = f" {' '.join(bigrams(' '.join(said)))} "
    return SearchEntry(
        assessment=assessment,
        round_id=assessment.round_id,
        number=assessment.number,
        terms=terms,
    )


def having(query: str) -> Q:
    """Assessments in which all terms of the query stand; a lone character is looked for as is."""
    terms = query_terms(query)
    if terms:
        return Q(search__terms__has_all=terms)
    word = query.strip()
    return (
        Q(gist__contains=word)
        | Q(comment__proposal__contains=word)
        | Q(comment__reason__contains=word)
        | Q(comment__quote__contains=word)
    )
