"""The years of the plan 规划期, and of the five-year plans named in the text."""

from __future__ import annotations

import re

from plans.checks.draft import Draft
from plans.checks.numerals import value_of

_RANGE = re.compile(r"(20\d\d)\s*年?\s*(?:—{1,2}|–|-{1,2}|－|~|～|至|到)\s*(20\d\d)\s*年?")
_ORDINAL = re.compile(
    r"“?(?P<short>十[一二三四五六七八九]?|二十)五”?(?=[”期规时末]|$)|第(?P<long>[一二三四五六七八九十]{1,3})个五年"
)


_ABOUT_A_PLAN = re.compile("编制|方案$|工作方案|意见$|要点$")
"""Papers about a plan work before it begins."""


def five_years(ordinal: int) -> tuple[int, int]:
    """First and last year of the n-th five-year plan: 14 → (2021, 2025)."""
    return 1951 + 5 * ordinal, 1955 + 5 * ordinal


def period_of(draft: Draft) -> tuple[int, int] | None:
    """The period given, or what title and preamble say; None when they say nothing."""
    if draft.period is not None:
        return draft.period
    if _ABOUT_A_PLAN.search(draft.tree.title):
        return None
    return _read(draft.tree.title) or _read(draft.tree.preamble)


def _read(text: str) -> tuple[int, int] | None:
    match = _RANGE.search(text)
    # The years before the ordinal: what the plan says of itself in figures needs no counting.
    if match is not None and int(match[1]) < int(match[2]):
        return int(match[1]), int(match[2])
    named = _ORDINAL.search(text)
    ordinal = value_of(named["short"] or named["long"]) if named else None
    return five_years(ordinal) if ordinal else None
