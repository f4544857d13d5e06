"""The stored markup as the lines that comparing aligns, and their difference in characters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from plans.text.comparing.characters import difference
from plans.text.comparing.values import Line, LineKind, Op, Segment
from plans.text.markup import ITEM_MARK, Block, Box, Item, Paragraph, Run, Table, parse


def lines(text: str) -> tuple[Line, ...]:
    """Every line that prints something, in reading order; empty lines are left out."""
    found: list[Line] = []
    at = 0
    for block in parse(text):
        found += _block_lines(block, at, boxed=False)
        at += _height(block)
    return tuple(found)


def _height(block: Block) -> int:
    return (block.source or "").count("\n") + 1


def _block_lines(block: Block, at: int, *, boxed: bool) -> Iterator[Line]:
    if isinstance(block, Box):
        yield from _box_lines(block, at)
    elif isinstance(block, Table):
        for offset, row in enumerate(block.rows):
            yield Line(LineKind.TABLE_ROW, _row_runs(row), boxed, at + offset)
    elif isinstance(block, Item):
        yield Line(LineKind.ITEM, (Run(ITEM_MARK), *block.runs), boxed, at)
    elif block != Paragraph(()):
        yield Line(LineKind.PARAGRAPH, block.runs, boxed, at)


def _box_lines(box: Box, at: int) -> Iterator[Line]:
    yield Line(LineKind.BOX_TITLE, box.title, True, at)
    at += 1
    for block in box.blocks:
        yield from _block_lines(block, at, boxed=True)
        at += _height(block)


def _row_runs(row: tuple[tuple[Run, ...], ...]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for cell in row:
        runs += [Run("\t"), *cell]
    return tuple(runs[1:])


def one_sided(line: Line, op: Op) -> tuple[Segment, ...]:
    """A whole line as kept, inserted or deleted."""
    return tuple(Segment(op, run.text, run.bold, run.bold) for run in line.runs)


def line_difference(old: Line, new: Line) -> tuple[Segment, ...]:
    """Segments that lead from one line to the other, a change of weight among them."""
    if old.runs == new.runs:
        return one_sided(new, Op.EQUAL)
    segments: list[Segment] = []
    before, after = _weights(old), _weights(new)
    i = j = 0
    for op, text in difference(old.text, new.text):
        was = before[i : i + len(text)] if op is not Op.INSERT else after[j : j + len(text)]
        now = after[j : j + len(text)] if op is not Op.DELETE else was
        segments += _by_weight(op, text, was, now)
        i += len(text) if op is not Op.INSERT else 0
        j += len(text) if op is not Op.DELETE else 0
    return tuple(segments)


def _weights(line: Line) -> bytes:
    return b"".join(bytes((run.bold,)) * len(run.text) for run in line.runs)


def _by_weight(op: Op, text: str, was: bytes, now: bytes) -> Iterator[Segment]:
    at = 0
    for (before, after), group in groupby(zip(was, now, strict=True)):
        length = sum(1 for _ in group)
        yield Segment(op, text[at : at + length], bool(after), bool(before))
        at += length
