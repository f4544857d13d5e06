"""How a text file was laid out: hard-wrapped at a column or not, paragraphs indented or not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from plans.importing.headings import shape_of
from plans.importing.lines import TEXT, Line

_SLACK = 3.0
_WIDE = re.compile("[^\x00-\xff]")


@dataclass(frozen=True)
class Layout:
    """``column`` is the width (full-width characters) lines are wrapped at, None if they are
    not; ``indented``: a paragraph's first line is; ``run_in``: the styles of marks whose
    headings run into their paragraph almost always."""

    column: float | None
    indented: bool
    run_in: frozenset[str]

    def is_full(self, line: Line) -> bool:
        """Whether a wrapped line reaches the column, so that its end means nothing."""
        return self.column is not None and width(line) >= self.column - _SLACK


def width(line: Line) -> float:
    """In full-width characters, an indent of two included."""
    wide = len(_WIDE.findall(line.plain))
    return wide + (len(line.plain) - wide) / 2 + (2 if line.indented else 0)


def layout_of(lines: list[Line]) -> Layout:
    """Judge from all lines together."""
    texts = [line for line in lines if line.kind == TEXT and not line.whole]
    return Layout(_column(texts), _indented(texts), _run_in(lines))


def _column(lines: list[Line]) -> float | None:
    widths = sorted(width(line) for line in lines)
    if len(widths) < 12:
        return None
    column = widths[int(len(widths) * 0.97) - 1]
    near = sum(1 for value in widths if column - _SLACK <= value <= column + 1)
    if not 15 <= column <= 60 or near < 0.35 * len(widths):
        return None
    return column


def _indented(lines: list[Line]) -> bool:
    """A fair part of the lines that hold a sentence begin with an indent, not all."""
    sentences = [line for line in lines if "，" in line.text or "。" in line.text]
    count = sum(1 for line in sentences if line.indented)
    return bool(sentences) and count >= 0.15 * len(sentences) and count >= 3


def _run_in(lines: list[Line]) -> frozenset[str]:
    shapes: dict[str, Counter[str]] = {}
    for line in lines:
        if line.mark:
            shape = shape_of(line.plain[line.mark.end :])
            shapes.setdefault(line.mark.style, Counter())[shape] += 1
    return frozenset(style for style, counts in shapes.items() if _mostly_run_in(counts))


def _mostly_run_in(counts: Counter[str]) -> bool:
    return counts["run_in"] >= 5 and counts["run_in"] >= 0.8 * counts.total()
