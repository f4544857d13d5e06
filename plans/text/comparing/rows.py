"""Lines of texts side by side: equal, changed, inserted, deleted, moved."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plans.text.comparing.aligning import Likeness, Pairs, common, gaps, similar, walk
from plans.text.comparing.lines import line_difference, lines, one_sided
from plans.text.comparing.values import Line, LineKind, Move, Op, RowDiff
from plans.text.tree import NodeId

_MOVED_LENGTH = 8
"""Shorter lines are too alike to be called moved."""
_REWORDED_LENGTH = 15
_REWORDED_LIKE = 75
_REWORDED_CELLS = 4_000
_ALONE = (LineKind.TABLE_ROW, LineKind.BOX_TITLE)


def compare_texts(old: str, new: str) -> tuple[RowDiff, ...]:
    """Two stored texts line by line, in reading order.

    The left sides read downwards are the old text, the right sides the new one, except lines
    that print nothing (empty ones, the end of a box).
    """
    return compare_many([(None, old, new)])[0]


def compare_many(texts: Sequence[tuple[NodeId, str, str]]) -> list[tuple[RowDiff, ...]]:
    """Rows of each (place, old, new); a line that left one text for another is a move."""
    alignments = [Alignment(place, *_both_lines(old, new)) for place, old, new in texts]
    moves = _Moves(alignments)
    moves.find_unchanged()
    for alignment in alignments:
        alignment.pair_similar()
    moves.find_reworded()
    return [tuple(alignment.rows()) for alignment in alignments]


def _both_lines(old: str, new: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    before = lines(old)
    return before, before if old == new else lines(new)


@dataclass
class Alignment:
    """One text on its way from old to new."""

    place: NodeId
    old: Sequence[Line]
    new: Sequence[Line]
    pairs: Pairs = field(init=False)
    away: dict[int, Move] = field(default_factory=dict)
    here: dict[int, Move] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pairs = common([line.key for line in self.old], [line.key for line in self.new])

    def free_old(self) -> list[int]:
        """Old lines that have found no counterpart yet."""
        paired = {i for i, _ in self.pairs}
        return [i for i in range(len(self.old)) if i not in paired and i not in self.away]

    def free_new(self) -> list[int]:
        """New lines that have found no counterpart yet."""
        paired = {j for _, j in self.pairs}
        return [j for j in range(len(self.new)) if j not in paired and j not in self.here]

    def pair_similar(self) -> None:
        """In each gap, take lines that are versions of each other as one changed line."""
        found: Pairs = []
        for olds, news in gaps(self.pairs, len(self.old), len(self.new)):
            before = [i for i in olds if i not in self.away]
            after = [j for j in news if j not in self.here]
            found += self._pair_gap(before, after)
        self.pairs = sorted(self.pairs + found)

    def _pair_gap(self, before: list[int], after: list[int]) -> Pairs:
        def may_pair(i: int, j: int) -> bool:
            first, second = self.old[before[i]].kind, self.new[after[j]].kind
            return first == second or not (first in _ALONE or second in _ALONE)

        old_texts = [self.old[i].text for i in before]
        new_texts = [self.new[j].text for j in after]
        return [(before[i], after[j]) for i, j in similar(old_texts, new_texts, may_pair)]

    def rows(self) -> Iterator[RowDiff]:
        """All lines in reading order; in a gap the deleted before the inserted."""
        for olds, news, paired in walk(self.pairs, len(self.old), len(self.new)):
            if paired:
                old, new = self.old[olds.start], self.new[news.start]
                yield RowDiff(old, new, line_difference(old, new))
                continue
            for i in olds:
                segments = one_sided(self.old[i], Op.DELETE)
                yield RowDiff(self.old[i], None, segments, self.away.get(i))
            for j in news:
                segments = one_sided(self.new[j], Op.INSERT)
                yield RowDiff(None, self.new[j], segments, self.here.get(j))


class _Moves:
    """Finds lines that left one place for another, over all texts compared together."""

    def __init__(self, alignments: Sequence[Alignment]) -> None:
        self._alignments = alignments
        self._count = 0

    def find_unchanged(self) -> None:
        arrived: dict[object, deque[tuple[Alignment, int]]] = defaultdict(deque)
        for alignment in self._alignments:
            for j in alignment.free_new():
                if len(alignment.new[j].text) >= _MOVED_LENGTH:
                    arrived[alignment.new[j].runs].append((alignment, j))
        for alignment in self._alignments:
            for i in alignment.free_old():
                waiting = arrived.get(alignment.old[i].runs)
                if waiting:
                    self._move(alignment, i, *_nearest(waiting, alignment))

    def find_reworded(self) -> None:
        left = self._rewordable(old=True)
        arrived = self._rewordable(old=False)
        if not left or not arrived or len(left) * len(arrived) > _REWORDED_CELLS:
            return
        likeness = Likeness(_REWORDED_LIKE)
        for alignment, i in left:
            text = alignment.old[i].text
            scored = [
                (likeness(text, target.new[j].text), -at) for at, (target, j) in enumerate(arrived)
            ]
            score, at = max(scored, default=(0.0, 0))
            if score:
                self._move(alignment, i, *arrived.pop(-at))

    def _rewordable(self, *, old: bool) -> list[tuple[Alignment, int]]:
        return [
            (alignment, at)
            for alignment in self._alignments
            for at in (alignment.free_old() if old else alignment.free_new())
            if len((alignment.old if old else alignment.new)[at].text) >= _REWORDED_LENGTH
        ]

    def _move(self, source: Alignment, i: int, target: Alignment, j: int) -> None:
        self._count += 1
        segments = line_difference(source.old[i], target.new[j])
        source.away[i] = Move(self._count, target.place, segments)
        target.here[j] = Move(self._count, source.place, segments)


def _nearest(waiting: deque[tuple[Alignment, int]], home: Alignment) -> tuple[Alignment, int]:
    """A place in the same text before one in another."""
    for at, (alignment, _) in enumerate(waiting):
        if alignment is home:
            found = waiting[at]
            del waiting[at]
            return found
    return waiting.popleft()
