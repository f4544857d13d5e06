"""How a text file was laid out: hard-wrapped at a column or not, paragraphs indented or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from plans.importing.headings import shape_in
from plans.importing.lines import TEXT, Line
from plans.importing.sentences import is_finished

# A line is broken up to three characters early, so that no mark begins the next (避头尾).
_SLACK = 3.0
_TIGHT = 1.0
_WIDE = re.compile("[^\x00-\xff]")
Measure = Callable[[Line], float]


def width(line: Line) -> float:
    """In full-width characters, white space before the text included."""
    text = line.lead + line.plain
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide) / 2


def length(line: Line) -> float:
    """In characters, as a program counts them."""
    return len(line.lead) + len(line.plain)


@dataclass(frozen=True)
class Layout:
    """``column`` is where lines are wrapped, in ``measure``; None if they are not.
    ``indented``: a paragraph's first line is; ``run_in``: the styles of marks whose headings
    run into their paragraph almost always; ``broken``: the paragraphs of a word processor are
    cut at page ends, as they come out of a PDF."""

    column: float | None
    measure: Measure
    indented: bool
    run_in: frozenset[str]
    broken: bool

    def is_full(self, line: Line, *, tight: bool = False) -> bool:
        """Whether a wrapped line reaches the column, so that its end means nothing."""
        slack = _TIGHT if tight else _SLACK
        return self.column is not None and self.measure(line) >= self.column - slack


def layout_of(lines: list[Line]) -> Layout:
    """Judge from all lines together."""
    texts = [line for line in lines if line.kind == TEXT]
    column, measure = _column(texts)
    return Layout(column, measure, _indented(texts), _run_in(lines), _broken(texts))


def _column(lines: list[Line]) -> tuple[float | None, Measure]:
    """Column and measure: the one in which more lines end exactly there."""
    found = [(*_column_by(lines, measure), measure) for measure in (width, length)]
    near, column, measure = max(found, key=lambda item: item[0])
    return (column, measure) if near else (None, width)


def _column_by(lines: list[Line], measure: Measure) -> tuple[int, float]:
    """How many lines end at the column, and the column; 0 when the lines are not wrapped."""
    values = sorted(measure(line) for line in lines)
    # A dozen lines at least: in fewer any length may come twice.
    if len(values) < 12:
        return 0, 0
    # Not the longest line: the odd one of a table or an address stands out.
    column = values[int(len(values) * 0.97) - 1]
    near = sum(1 for value in values if column - _SLACK <= value <= column + 1)
    # Nobody sets text narrower or wider; and a third of the lines end there, for the rest are the
    # last lines of paragraphs and headings.
    if not 15 <= column <= 60 or near < 0.35 * len(values):
        return 0, 0
    return sum(1 for value in values if column - _TIGHT <= value <= column), column


def _broken(lines: list[Line]) -> bool:
    """At least three paragraphs stop in mid-sentence before one that begins nothing new."""
    cuts = sum(1 for last, line in pairwise(lines) if last.whole and _is_cut(last, line))
    # Once or twice is a full stop forgotten; a PDF breaks off at the end of every page.
    return cuts >= 3


def _is_cut(last: Line, line: Line) -> bool:
    if len(last.plain) < 20 or "。" not in last.plain or is_finished(last.plain):
        return False
    return line.mark is None and line.level is None and not line.is_item


def _indented(lines: list[Line]) -> bool:
    """A fair part of the lines that hold a sentence begin with an indent, not all."""
    sentences = [line for line in lines if "，" in line.text or "。" in line.text]
    count = sum(1 for line in sentences if line.indented)
    # In wrapped text only the first line of a paragraph is indented, one of six or seven.
    return bool(sentences) and count >= 0.15 * len(sentences) and count >= 3


def _run_in(lines: list[Line]) -> frozenset[str]:
    shapes: dict[str, Counter[str]] = {}
    for line in lines:
        if line.mark:
            shapes.setdefault(line.mark.style, Counter())[shape_in(line, line.mark)] += 1
    return frozenset(style for style, counts in shapes.items() if _mostly_run_in(counts))


def _mostly_run_in(counts: Counter[str]) -> bool:
    # “Almost always”: five of them, and not more than one of five otherwise.
    return counts["run_in"] >= 5 and counts["run_in"] >= 0.8 * counts.total()
