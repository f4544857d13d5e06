"""Finding a quoted passage again in a later text (原文定位).

An anchor is a quote with what stood around it, as in the W3C's annotations; its offset counts
code points of ``plans.text.markup.plain`` and only decides between equals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from plans.text.comparing import Op, difference

CONTEXT = 32
"""Characters kept on either side of a quote."""
_PROBE = 128
"""Longer quotes are looked for by their two ends, which bounds the time."""
_OCCURRENCES = 500
_LIKE = 0.5
_STRICTER_ELSEWHERE = 0.1
_SAME_NEIGHBOUR = 0.6
_SURE_NEIGHBOUR = 0.75
_TELLING = 8
"""A shorter quote says little without its neighbours."""
_HOME = 0.2
_LEFT = 0.8
_SURE = 1.2
_COMPARED = 4000

K = TypeVar("K")


class State(StrEnum):
    """What became of a quoted passage."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Anchor:
    """A quote, up to 32 characters before and after it, and where it began (a hint)."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None


@dataclass(frozen=True)
class Match:
    """Where a passage stands now, in code points.

    EXACT: the same words; MOVED: the same words with other neighbours, or in another
    provision; CHANGED: the passage that took their place; GONE: no such passage, and the
    offsets are None, or equal where its neighbours show where it stood. ``score`` is the
    likeness of the words, ``context`` that of the neighbours, from 0 to 1.
    """

    start: int | None
    end: int | None
    state: State
    score: float
    context: float = 0.0


@dataclass(frozen=True)
class PlanMatch(Generic[K]):
    """A match and the provision in which it was found; None when it is gone with its home."""

    place: K | None
    match: Match


GONE = Match(None, None, State.GONE, 0.0)


def find(anchor: Anchor, plain: str) -> Match:
    """The passage in one text; an anchor without a quote stands for the text as a whole."""
    if not anchor.quote:
        return Match(0, 0, State.EXACT, 1.0, 1.0)
    exact = _exact(anchor, plain)
    if exact is not None and exact.state is State.EXACT:
        return exact
    changed = _changed(anchor, plain)
    found = [match for match in (exact, changed) if match is not None]
    return max(found, key=lambda match: _strength(anchor, match), default=GONE)


def find_in_plan(anchor: Anchor, texts: Mapping[K, str], home_id: K | None) -> PlanMatch[K]:
    """The passage in the provision it was quoted from, or else in any other.

    ``texts`` are plain texts by provision. Home wins unless another place is plainly better.
    """
    home = find(anchor, texts[home_id]) if home_id is not None and home_id in texts else GONE
    kept = home_id if home_id is not None and home_id in texts else None
    best, bar = PlanMatch(kept, home), _home_bar(anchor, home)
    if home.state is State.EXACT or not anchor.quote:
        return best
    others = {key: text for key, text in texts.items() if key != home_id}
    for place, match in _elsewhere(anchor, others, fuzzy=bar < _SURE):
        if _strength(anchor, match) > bar:
            best, bar = PlanMatch(place, match), _strength(anchor, match)
    return best


def _exact(anchor: Anchor, plain: str) -> Match | None:
    """The occurrence with the best neighbours, and of equals the nearest to the hint."""
    hint = anchor.start or 0
    size = len(anchor.quote)
    found = [
        (sum(_neighbours(anchor, plain, at, at + size)), -abs(at - hint), at)
        for at in _occurrences(anchor.quote, plain)
    ]
    if not found:
        return None
    both, distance, at = max(found)
    near = max(_neighbours(anchor, plain, at, at + size))
    state = State.EXACT if near >= _SAME_NEIGHBOUR else State.MOVED
    if state is State.MOVED and size < _TELLING and (len(found) > 1 or -distance > 10 * CONTEXT):
        return None
    return Match(at, at + size, state, 1.0, both / 2)


def _occurrences(quote: str, plain: str) -> Iterator[int]:
    at = plain.find(quote)
    for _ in range(_OCCURRENCES):
        if at < 0:
            return
        yield at
        at = plain.find(quote, at + 1)


def _neighbours(anchor: Anchor, plain: str, start: int, end: int) -> tuple[float, float]:
    before = plain[max(0, start - CONTEXT) : start]
    after = plain[end : end + CONTEXT]
    return _alike(anchor.prefix, before), _alike(anchor.suffix, after)


def _alike(one: str, other: str) -> float:
    return fuzz.ratio(one, other) / 100


def _strength(anchor: Anchor, match: Match) -> float:
    """How sure a match is: long quotes speak for themselves, short ones by their neighbours."""
    return match.score * min(1.0, len(anchor.quote) / 20) + match.context


def _home_bar(anchor: Anchor, home: Match) -> float:
    """What another place must exceed; a long quote that left its home may be found anywhere."""
    bar = _strength(anchor, home) + _HOME
    return min(bar, _LEFT) if home.state is State.GONE else bar


def _changed(anchor: Anchor, plain: str) -> Match | None:
    if len(anchor.quote) > _PROBE:
        spans = [_span_by_ends(anchor.quote, plain)]
    else:
        spans = [_span_with_neighbours(anchor, plain)]
        if len(anchor.quote) >= _TELLING:
            spans.append(_span(anchor.quote, plain))
    spans.append(_span_between(anchor, plain))
    matches = [_judged(anchor, plain, *span) for span in spans if span is not None]
    found = [match for match in matches if match is not None]
    return max(found, key=lambda match: _strength(anchor, match), default=None)


def _judged(anchor: Anchor, plain: str, start: int, end: int) -> Match | None:
    """The span with its edges set by the neighbours; None when it is another passage."""
    start, end = _refined(anchor, plain, start, end)
    before, after = _neighbours(anchor, plain, start, end)
    score = _alike(anchor.quote[:_COMPARED], plain[start : min(end, start + _COMPARED)])
    context = (before + after) / 2
    in_place = (
        min(before, after) >= _SURE_NEIGHBOUR
        and len(anchor.prefix + anchor.suffix) >= CONTEXT
        and end - start <= 4 * len(anchor.quote) + 2 * CONTEXT
    )
    if in_place and start == end:
        return Match(start, end, State.GONE, 0.0, context)
    if in_place or score >= _bar(anchor, max(before, after)):
        return Match(start, end, State.CHANGED, score, context)
    return None


def _bar(anchor: Anchor, nearest: float) -> float:
    """Likeness asked of changed words: the more, the shorter they are and the stranger their
    neighbours."""
    if nearest >= _SAME_NEIGHBOUR:
        return _LIKE
    size = len(anchor.quote)
    return 1.0 if size < _TELLING else _LIKE + max(0, CONTEXT - size) / CONTEXT * 0.35


def _span(probe: str, plain: str) -> tuple[int, int] | None:
    found = fuzz.partial_ratio_alignment(probe, plain, score_cutoff=100 * _LIKE)
    if found is None or len(probe) > len(plain):
        return (0, len(plain)) if found else None
    return found.dest_start, found.dest_end


def _span_with_neighbours(anchor: Anchor, plain: str) -> tuple[int, int] | None:
    span = _span(anchor.prefix + anchor.quote + anchor.suffix, plain)
    if span is None:
        return None
    start = min(span[0] + len(anchor.prefix), span[1])
    return start, max(start, span[1] - len(anchor.suffix))


def _span_between(anchor: Anchor, plain: str) -> tuple[int, int] | None:
    """What stands between the two neighbours, where both stand word for word."""
    before, after = anchor.prefix[-_TELLING * 2 :], anchor.suffix[: _TELLING * 2]
    if min(len(before), len(after)) < _TELLING:
        return None
    start = plain.find(before) + len(before)
    end = plain.find(after, start)
    return (start, end) if end >= start >= len(before) else None


def _span_by_ends(quote: str, plain: str) -> tuple[int, int] | None:
    half = _PROBE // 2
    head, tail = _span(quote[:half], plain), _span(quote[-half:], plain)
    if head is None and tail is None:
        return None
    start = head[0] if head else max(0, (tail or (0, 0))[1] - len(quote))
    end = tail[1] if tail else start + len(quote)
    if not start < end <= start + 3 * len(quote):
        end = start + len(quote)
    return start, min(end, len(plain))


def _refined(anchor: Anchor, plain: str, start: int, end: int) -> tuple[int, int]:
    """The edges of the quote in a window around the span, by the difference of both."""
    first = max(0, start - 2 * CONTEXT)
    window = plain[first : end + 2 * CONTEXT]
    steps = difference(anchor.prefix + anchor.quote + anchor.suffix, window)
    if not any(op is Op.EQUAL for op, _ in steps):
        return start, end
    left = len(anchor.prefix)
    new_start, new_end = _edges(steps, left, left + len(anchor.quote))
    return first + new_start, first + max(new_start, new_end)


def _edges(steps: list[tuple[Op, str]], start: int, end: int) -> tuple[int, int]:
    """Where two offsets of the old text went: what replaced a passage belongs to it, what
    was inserted beside it does not."""
    new_start = new_end = 0
    for old_from, old_to, new_from, new_to, equal in _blocks(steps):
        if old_from <= start < old_to:
            new_start = new_from + start - old_from if equal else new_from
        if old_from < end <= old_to:
            new_end = new_from + end - old_from if equal else new_to
    return new_start, new_end


def _blocks(steps: list[tuple[Op, str]]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Equal and replaced stretches as offsets in the old and the new text."""
    i = j = 0
    at = 0
    while at < len(steps):
        op, text = steps[at]
        removed = len(text) if op is not Op.INSERT else 0
        put = len(text) if op is not Op.DELETE else 0
        if op is Op.DELETE and at + 1 < len(steps) and steps[at + 1][0] is Op.INSERT:
            at += 1
            put = len(steps[at][1])
        yield i, i + removed, j, j + put, op is Op.EQUAL
        i, j, at = i + removed, j + put, at + 1


def _elsewhere(anchor: Anchor, texts: Mapping[K, str], *, fuzzy: bool) -> Iterator[tuple[K, Match]]:
    """Sightings in other provisions, where the words themselves must be telling."""
    verbatim = False
    for place, text in texts.items():
        match = _exact(anchor, text) if anchor.quote in text else None
        if match is not None and _tells(anchor, match):
            verbatim = True
            yield place, replace(match, state=State.MOVED)
    if fuzzy and not verbatim:
        for place in _likely(anchor.quote[:_PROBE], texts):
            match = _changed(anchor, texts[place])
            if match and match.score >= _bar(anchor, match.context) + _STRICTER_ELSEWHERE:
                yield place, match


def _tells(anchor: Anchor, match: Match) -> bool:
    return len(anchor.quote) >= _TELLING or match.context >= _SAME_NEIGHBOUR


def _likely(probe: str, texts: Mapping[K, str]) -> list[K]:
    longer = {key: text for key, text in texts.items() if 2 * len(text) >= len(probe)}
    cutoff = 100 * (_LIKE + _STRICTER_ELSEWHERE)
    found = process.extract(probe, longer, scorer=fuzz.partial_ratio, score_cutoff=cutoff, limit=3)
    return [key for _, _, key in found]
