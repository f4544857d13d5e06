"""Three-way merge of stored texts by line; no side is ever written over the other unseen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from plans.text.comparing import Op, difference
from plans.text.comparing.aligning import Pairs, common, gaps, similar

Lines = tuple[str, ...]


class Outcome(StrEnum):
    """How a stretch of lines came about."""

    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    REVIEW = "review"
    CONFLICT = "conflict"


class Side(StrEnum):
    """What is taken where the two sides conflict."""

    MINE = "mine"
    THEIRS = "theirs"
    BASE = "base"
    THEIRS_THEN_MINE = "both"


@dataclass(frozen=True)
class Piece:
    """A stretch of lines in all three texts and what became of it.

    SAME: nobody changed it; MINE, THEIRS: one side did; BOTH: both did the same; REVIEW: both
    changed other characters of it, put together in ``merged`` for a person to look at;
    CONFLICT: ``merged`` is theirs then mine, for a person to choose.
    """

    outcome: Outcome
    base: Lines
    mine: Lines
    theirs: Lines
    merged: Lines


@dataclass(frozen=True)
class MergeResult:
    """The merged text in pieces, in reading order."""

    pieces: tuple[Piece, ...]

    @property
    def clean(self) -> bool:
        """No piece needs a choice; pieces to review may still be among them."""
        return not self.conflicts

    @property
    def conflicts(self) -> tuple[Piece, ...]:
        """Where a person must choose."""
        return tuple(p for p in self.pieces if p.outcome is Outcome.CONFLICT)

    @property
    def reviews(self) -> tuple[Piece, ...]:
        """Lines that both sides changed, merged by character."""
        return tuple(p for p in self.pieces if p.outcome is Outcome.REVIEW)

    @property
    def text(self) -> str:
        """The merged text; where the sides conflict, theirs and then mine."""
        return "\n".join(line for piece in self.pieces for line in piece.merged)

    def resolved(self, choices: Sequence[Side]) -> str:
        """The text with one choice for each conflict, in order; ValueError for another number."""
        if len(choices) != len(self.conflicts):
            raise ValueError(f"{len(self.conflicts)} conflicts, {len(choices)} choices")
        waiting = iter(choices)
        lines: list[str] = []
        for piece in self.pieces:
            conflict = piece.outcome is Outcome.CONFLICT
            lines += _chosen(piece, next(waiting)) if conflict else piece.merged
        return "\n".join(lines)


def merge(base: str, mine: str, theirs: str) -> MergeResult:
    """Both sides' changes of ``base`` in one text.

    Changes of different lines are both taken, also of neighbouring ones; the same change is
    taken once. In one line, changes that do not touch are put together for review; all else,
    also two insertions at one place, is a conflict. Exchanging the sides exchanges them in
    the result and changes nothing else.
    """
    lines = tuple(base.split("\n"))
    my_edits = _edits(lines, tuple(mine.split("\n")))
    their_edits = _edits(lines, tuple(theirs.split("\n")))
    pieces: list[Piece] = []
    at = 0
    for region in _regions(my_edits, their_edits):
        pieces += _untouched(lines[at : region.start])
        pieces.append(_piece(lines, region))
        at = region.end
    return MergeResult((*pieces, *_untouched(lines[at:])))


@dataclass(frozen=True)
class _Edit:
    """``base[start:end]`` replaced."""

    start: int
    end: int
    lines: Lines


@dataclass
class _Region:
    start: int
    end: int
    mine: list[_Edit]
    theirs: list[_Edit]


def _chosen(piece: Piece, side: Side) -> Lines:
    if side is Side.THEIRS_THEN_MINE:
        return piece.theirs + piece.mine
    return {Side.MINE: piece.mine, Side.THEIRS: piece.theirs, Side.BASE: piece.base}[side]


def _edits(base: Lines, other: Lines) -> list[_Edit]:
    edits: list[_Edit] = []
    for olds, news in gaps(common(base, other), len(base), len(other)):
        inner = similar(base[olds.start : olds.stop], other[news.start : news.stop])
        pairs = [(i + olds.start, j + news.start) for i, j in inner]
        edits += _split(pairs, olds, news, other)
    return edits


def _split(pairs: Pairs, olds: range, news: range, other: Lines) -> Iterator[_Edit]:
    """A gap as edits of single lines, as far as its lines are versions of each other."""
    i, j = olds.start, news.start
    for next_i, next_j in pairs:
        if next_i > i or next_j > j:
            yield _Edit(i, next_i, other[j:next_j])
        i, j = next_i + 1, next_j + 1
        yield _Edit(next_i, i, other[next_j:j])
    if olds.stop > i or news.stop > j:
        yield _Edit(i, olds.stop, other[j : news.stop])


def _regions(mine: list[_Edit], theirs: list[_Edit]) -> list[_Region]:
    """Edits of both sides in order, those that meet in one region."""
    tagged = [(e.start, e.end, True, e) for e in mine] + [
        (e.start, e.end, False, e) for e in theirs
    ]
    regions: list[_Region] = []
    for start, end, is_mine, edit in sorted(tagged, key=lambda one: one[:3]):
        if not (regions and _meets(regions[-1], start, end)):
            regions.append(_Region(start, end, [], []))
        region = regions[-1]
        region.end = max(region.end, end)
        (region.mine if is_mine else region.theirs).append(edit)
    return regions


def _meets(region: _Region, start: int, end: int) -> bool:
    return start < region.end or (region.start, region.end) == (start, end)


def _untouched(lines: Lines) -> list[Piece]:
    return [Piece(Outcome.SAME, lines, lines, lines, lines)] if lines else []


def _piece(lines: Lines, region: _Region) -> Piece:
    base = lines[region.start : region.end]
    mine = _applied(base, region.mine, region.start)
    theirs = _applied(base, region.theirs, region.start)
    if not region.theirs:
        return Piece(Outcome.MINE, base, mine, base, mine)
    if not region.mine:
        return Piece(Outcome.THEIRS, base, base, theirs, theirs)
    if mine == theirs:
        return Piece(Outcome.BOTH, base, mine, theirs, mine)
    together = _by_character(base, mine, theirs)
    if together is None:
        return Piece(Outcome.CONFLICT, base, mine, theirs, theirs + mine)
    return Piece(Outcome.REVIEW, base, mine, theirs, together)


def _applied(base: Lines, edits: Sequence[_Edit], offset: int) -> Lines:
    lines: Lines = ()
    at = 0
    for edit in edits:
        lines += base[at : edit.start - offset] + edit.lines
        at = edit.end - offset
    return lines + base[at:]


Splice = tuple[int, int, str]


def _by_character(base: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    """Both sides' changes of one stretch put together; None where they touch each other."""
    if not (base and mine and theirs):
        return None
    old = "\n".join(base)
    first, second = _splices(old, "\n".join(mine)), _splices(old, "\n".join(theirs))
    if _changes_marks(first, old) and _changes_marks(second, old):
        return None
    splices = sorted({*first, *second})
    if any(start <= end for (_, end, _), (start, _, _) in pairwise(splices)):
        return None
    for start, end, put in reversed(splices):
        old = old[:start] + put + old[end:]
    return tuple(old.split("\n"))


def _splices(old: str, new: str) -> list[Splice]:
    """Changes of ``old`` by code points, none touching the next."""
    splices: list[Splice] = []
    at = start = 0
    put = ""
    for op, text in [*difference(old, new), (Op.EQUAL, "")]:
        if op is Op.EQUAL:
            if at > start or put:
                splices.append((start, at, put))
            start, put = at + len(text), ""
        at += len(text) if op is not Op.INSERT else 0
        put += text if op is Op.INSERT else ""
    return splices


def _changes_marks(splices: Sequence[Splice], old: str) -> bool:
    """Whether weight is changed: two such changes could cross."""
    return any("**" in put or "**" in old[start:end] for start, end, put in splices)
