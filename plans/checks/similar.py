"""Find texts that are alike among many, without comparing each with each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from plans.checks.lexicon import words

# Six characters are longer than nearly every word, so that a shared one means a shared phrase.
_SIZE = 6
# A phrase of a dozen texts is a set one: it tells nothing and would cost most of the time.
_COMMON = 12
_NOT_WORDS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+|[〇零一二三四五六七八九十百两]+")

_FORMULAE = re.compile("|".join(words("set_phrases")))


def letters(text: str) -> str:
    """The text without marks and spaces: what two sentences are compared by."""
    return _NOT_WORDS.sub("", text)


def own_length(plain: str) -> int:
    """Length of ``letters`` without the set phrases that every such plan repeats."""
    return len(_FORMULAE.sub("", plain))


def numbers_in(text: str) -> list[str]:
    """Its numbers, in order: texts that differ in them say different things."""
    return _NUMBER.findall(text)


def near_pairs(texts: Sequence[str], at_least: float) -> Iterator[tuple[int, int]]:
    """Positions (earlier, later) of texts of which one holds the other, or that are alike to
    ``at_least`` per cent and name the same numbers; not equal ones, and for each text the most
    alike before it. Takes ``letters``.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for later, text in enumerate(texts):
        grams = {text[at : at + _SIZE] for at in range(len(text) - _SIZE + 1)}
        shared = Counter(earlier for gram in grams for earlier in holders[gram])
        best = _best(texts, later, shared, at_least)
        if best is not None:
            yield best, later
        for gram in grams:
            if len(holders[gram]) < _COMMON:
                holders[gram].append(later)


def _best(texts: Sequence[str], later: int, shared: Counter[int], at_least: float) -> int | None:
    best, score = None, at_least
    # Who shares few phrases is not the likest; comparing with all would be quadratic.
    for earlier, count in shared.most_common(8):
        # Four runs of six are nine characters in a row, or two places of agreement.
        if count < 4 or texts[earlier] == texts[later]:
            continue
        # Holding is surer than likeness, whatever the lengths.
        if texts[earlier] in texts[later] or texts[later] in texts[earlier]:
            return earlier
        ratio = fuzz.ratio(texts[earlier], texts[later], score_cutoff=score)
        if ratio >= score and numbers_in(texts[earlier]) == numbers_in(texts[later]):
            best, score = earlier, ratio
    return best
