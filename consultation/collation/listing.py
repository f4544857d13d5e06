"""意见汇总: the one query behind the screen and the exports; pages by key, never by offset."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from consultation.collation.columns import Table, relations
from consultation.enums import AssessmentState
from consultation.models import Assessment, Round, SearchEntry
from consultation.passages.search_index import having
from plans.models import User
from plans.system import clock
from plans.text.bigrams import query_terms

PAGE = 50
COUNT_LIMIT = 10_000
KEPT = 24 * 3600
"""Seconds that a total is kept in the cache."""
UNCHANGING = ("q", "kind", "source", "unit")
"""Filters on what a submitted opinion is, and not on what is done with it."""
_COUNT = (
    "WITH fitting AS MATERIALIZED ({}) SELECT COUNT(*) FROM (SELECT 1 FROM fitting LIMIT %s) found"
)
COLUMNS = (
    "state",
    "disposition",
    "kind",
    "source",
    "tags",
    "unit",
    "chapter",
    "handler",
    "to_argumentation",
)


@dataclass(frozen=True)
class Criteria:
    """What the list is narrowed to; empty fields do not narrow."""

    q: str = ""
    state: str = ""
    disposition: str = ""
    kind: str = ""
    source: str = ""
    tags: int | None = None
    to_argumentation: bool = False
    overdue: bool = False
    place: int | None = None
    unit: int | None = None
    chapter: int | None = None
    handler: User | None = None


@dataclass(frozen=True)
class Page:
    """One page of rows with the numbers to go on from; ``total`` counts to COUNT_LIMIT + 1."""

    rows: list[Assessment]
    before: int | None
    after: int | None
    total: int


def collation(round_: Round, criteria: Criteria) -> QuerySet[Assessment]:
    """The assessments of the round that fit, by number."""
    rows = Assessment.objects.filter(round=round_)
    for name in COLUMNS:
        value = getattr(criteria, name)
        if value:
            rows = rows.filter(**{name: value})
    if criteria.overdue:
        rows = rows.filter(due_on__lt=clock.today()).exclude(state=AssessmentState.DONE)
    if criteria.place:
        rows = rows.filter(place=criteria.place)
    if criteria.q.strip():
        rows = rows.filter(having(criteria.q))
    return rows.order_by("number")


def listing(
    round_: Round, criteria: Criteria, *, after: int | None = None, before: int | None = None
) -> Page:
    """One page of the list, with the total counted in the cheapest place that knows it."""
    rows = collation(round_, criteria)
    return page_of(rows, after=after, before=before, total=_total(round_, criteria, rows))


def _total(round_: Round, criteria: Criteria, rows: QuerySet[Assessment]) -> int:
    """How many fit. Where only what never changes narrows, the answer is kept until the round
    gets more opinions."""
    if criteria == Criteria():
        return round_.comment_count
    if any(value for name, value in vars(criteria).items() if name not in UNCHANGING):
        return total_of(rows)
    asked = repr([(name, getattr(criteria, name)) for name in UNCHANGING])
    key = f"total:{round_.pk}:{round_.comment_count}:{blake2b(asked.encode()).hexdigest()[:24]}"
    kept = cache.get_or_set(key, lambda: _count_unchanging(round_, criteria, rows), KEPT)
    return int(kept or 0)


def _count_unchanging(round_: Round, criteria: Criteria, rows: QuerySet[Assessment]) -> int:
    terms = query_terms(criteria.q)
    if terms and criteria == Criteria(q=criteria.q):
        return total_of(SearchEntry.objects.filter(round=round_, terms__has_all=terms))
    return total_of(rows)


def page_of(
    rows: QuerySet[Assessment],
    *,
    after: int | None = None,
    before: int | None = None,
    total: int | None = None,
) -> Page:
    """50 rows behind number ``after``, or the 50 in front of ``before``."""
    joined = rows.select_related(
        *("comment", "place", "unit", "chapter", "handler", "proof"), *relations(Table.SCREEN)
    )
    joined = joined.prefetch_related("tags")
    if before is not None:
        found = list(joined.filter(number__lt=before).order_by("-number")[:PAGE])[::-1]
        more_before = bool(found) and rows.filter(number__lt=found[0].number).exists()
        more_after = True
    else:
        found = list(joined.filter(number__gt=after or 0)[: PAGE + 1])
        more_after, found = len(found) > PAGE, found[:PAGE]
        more_before = bool(after) and bool(found)
    return Page(
        found,
        found[0].number if found and more_before else None,
        found[-1].number if found and more_after else None,
        total_of(rows) if total is None else total,
    )


def total_of(rows: QuerySet[Any]) -> int:
    """How many fit, counted no further than COUNT_LIMIT + 1.

    The rows are fenced off from the limit: a planner that knows of it prefers reading the whole
    table until enough are found to asking the search index.
    """
    sql, values = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(sql), [*values, COUNT_LIMIT + 1])
        return int(cursor.fetchone()[0])


def neighbours(
    rows: QuerySet[Assessment], number: int
) -> tuple[Assessment | None, Assessment | None]:
    """The rows before and behind a number in the same list, to go through them one by one."""
    return (
        _nearest(rows.filter(number__lt=number).order_by("-number")),
        _nearest(rows.filter(number__gt=number)),
    )


def _nearest(rows: QuerySet[Assessment]) -> Assessment | None:
    """The first of a page: asked for one row alone, a planner walks the whole round for a rare
    word, where for a page it asks the index."""
    for pk in rows.values_list("pk", flat=True)[:PAGE]:
        return Assessment.objects.get(pk=pk)
    return None
