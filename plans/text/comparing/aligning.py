"""Which elements of two sequences belong together; bounded by size, never by the clock.

The limits make the worst case cheap and the answer the same on every machine.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

Pairs = list[tuple[int, int]]

MATRIX_CELLS = 1 << 27
"""A longest common subsequence keeps one bit for each cell: 16 MB at most."""
PAIRED_CELLS = 10_000
"""Likeness of lines is measured for so many pairs of one gap at most."""
LIKE = 50
"""From this ratio on, two lines are two versions of one line."""
_MEASURED_CELLS = 1 << 17


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Index pairs of equal elements, rising on both sides: the longest such list, unless
    the sequences are so long that only the elements unique on both sides are looked at."""
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    pairs = [(at, at) for at in range(head)]
    pairs += [(i + head, j + head) for i, j in middle]
    pairs += [(len(old) - at, len(new) - at) for at in range(tail, 0, -1)]
    return pairs


def walk(pairs: Pairs, old_size: int, new_size: int) -> Iterator[tuple[range, range, bool]]:
    """Both sequences from end to end: each pair with True, each gap between pairs with False."""
    i = j = 0
    for next_i, next_j in pairs:
        if next_i > i or next_j > j:
            yield range(i, next_i), range(j, next_j), False
        i, j = next_i + 1, next_j + 1
        yield range(next_i, i), range(next_j, j), True
    if old_size > i or new_size > j:
        yield range(i, old_size), range(j, new_size), False


def gaps(pairs: Pairs, old_size: int, new_size: int) -> Iterator[tuple[range, range]]:
    """What lies between neighbouring pairs, at least one side not empty."""
    for olds, news, paired in walk(pairs, old_size, new_size):
        if not paired:
            yield olds, news


def similar(
    old: Sequence[str], new: Sequence[str], may_pair: Callable[[int, int], bool] | None = None
) -> Pairs:
    """Index pairs of lines that are versions of each other, rising on both sides.

    Of all such lists the one of the greatest summed likeness; in a gap of more than
    PAIRED_CELLS only lines at about the same relative place are looked at.
    """
    if not old or not new:
        return []
    scores = _scores(old, new, may_pair)
    return _best_path(scores, len(old), len(new)) if scores else []


def _common_head(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    at = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        at += 1
    return at


def _middle(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    if not old or not new:
        return []
    if len(old) * len(new) <= MATRIX_CELLS:
        return list(_longest(old, new))
    anchors = _unique_anchors(old, new)
    pairs: Pairs = list(anchors)
    for before, after in gaps(anchors, len(old), len(new)):
        if before and after and len(before) * len(after) <= MATRIX_CELLS // 8:
            inner = _longest(old[before.start : before.stop], new[after.start : after.stop])
            pairs += [(i + before.start, j + after.start) for i, j in inner]
    return sorted(pairs)


def _longest(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    numbers: dict[Hashable, int] = {}
    first = [numbers.setdefault(element, len(numbers)) for element in old]
    second = [numbers.setdefault(element, len(numbers)) for element in new]
    for block in LCSseq.opcodes(first, second):
        if block.tag == "equal":
            length = block.src_end - block.src_start
            yield from ((block.src_start + k, block.dest_start + k) for k in range(length))


def _unique_anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Elements that stand once on either side, as many as keep their order."""
    once_old, once_new = Counter(old), Counter(new)
    place = {element: j for j, element in enumerate(new) if once_new[element] == 1}
    shared = [
        (i, place[element])
        for i, element in enumerate(old)
        if once_old[element] == 1 and element in place
    ]
    kept = rising([j for _, j in shared])
    return [shared[at] for at in kept]


def rising(values: Sequence[int]) -> list[int]:
    """Indices of one longest strictly rising subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        slot = bisect_left(tails, value)
        tails[slot : slot + 1] = [value]
        ends[slot : slot + 1] = [at]
        before.append(ends[slot - 1] if slot else -1)
    kept: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.append(at)
        at = before[at]
    return kept[::-1]


def _scores(
    old: Sequence[str], new: Sequence[str], may_pair: Callable[[int, int], bool] | None
) -> dict[tuple[int, int], float]:
    likeness = Likeness(LIKE)
    scores = {}
    for i, j in _cells(len(old), len(new)):
        if may_pair is None or may_pair(i, j):
            score = likeness(old[i], new[j])
            if score:
                scores[i, j] = score
    return scores


class Likeness:
    """Ratio of two lines from 0 to 100, 0 when below ``least``.

    Of long lines the shared pairs of characters are counted, which takes linear time; what
    that gives is lower than the ratio, so it is measured against a lower bar.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._least_shared = 1.6 * least - 50
        self._pairs: dict[str, set[str]] = {}

    def __call__(self, old: str, new: str) -> float:
        if len(old) * len(new) <= _MEASURED_CELLS:
            return fuzz.ratio(old, new, score_cutoff=self._least)
        if min(len(old), len(new)) * (200 - self._least) < max(len(old), len(new)) * self._least:
            return 0.0
        before, after = self._pairs_of(old), self._pairs_of(new)
        score = 200 * len(before & after) / (len(before) + len(after))
        return score if score >= self._least_shared else 0.0

    def _pairs_of(self, text: str) -> set[str]:
        found = self._pairs.get(text)
        if found is None:
            found = self._pairs[text] = set(map("".join, pairwise(text)))
        return found


def _cells(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    width = max(1, PAIRED_CELLS // rows)
    for i in range(rows if columns <= width else min(rows, PAIRED_CELLS)):
        centre = i * columns // rows
        start = max(0, min(centre - width // 2, columns - width))
        for j in range(start, min(columns, start + width)):
            yield i, j


def _best_path(scores: dict[tuple[int, int], float], rows: int, columns: int) -> Pairs:
    """The heaviest rising chain; sparse, by a Fenwick tree of best prefixes."""
    best: list[tuple[float, tuple[int, int] | None]] = [(0.0, None)] * (columns + 1)
    back: dict[tuple[int, int], tuple[int, int] | None] = {}
    by_row: dict[int, list[int]] = {}
    for i, j in scores:
        by_row.setdefault(i, []).append(j)
    for i in range(rows):
        for j in sorted(by_row.get(i, ()), reverse=True):
            total, previous = _prefix(best, j)
            back[i, j] = previous
            _raise(best, j + 1, (total + scores[i, j], (i, j)))
    at = _prefix(best, columns)[1]
    path: Pairs = []
    while at is not None:
        path.append(at)
        at = back[at]
    return path[::-1]


def _prefix(
    best: list[tuple[float, tuple[int, int] | None]], end: int
) -> tuple[float, tuple[int, int] | None]:
    found = best[0]
    while end:
        if best[end][0] > found[0]:
            found = best[end]
        end &= end - 1
    return found


def _raise(
    best: list[tuple[float, tuple[int, int] | None]],
    at: int,
    value: tuple[float, tuple[int, int] | None],
) -> None:
    while at < len(best):
        if value[0] > best[at][0]:
            best[at] = value
        at += at & -at
