"""From the characters a reader sees back to the stored markup, code point by code point.

``plans.text.markup`` is the parser; this only walks beside what it returns, so markup is decided
in one place. Each line of a text that prints becomes a ``StoredLine``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plans.text.markup import BOX_OPEN, ITEM_MARK, Block, Box, Item, Run, Table, parse, write

LineKind = Literal["paragraph", "item", "cell", "box_title"]


@dataclass(frozen=True)
class StoredLine:
    """A line of plain text (an item without its ——, one cell of a table) and where it stands.

    ``offsets[i]`` is the stored place of ``text[i]``; one more closes the list. ``block`` counts
    the blocks of the text from 0, ``box`` and ``table`` name the enclosing one by block and
    line, ``row`` and ``column`` count cells from 0.
    """

    text: str
    offsets: tuple[int, ...]
    kind: LineKind
    block: int
    box: int | None = None
    table: int | None = None
    row: int = 0
    column: int = 0


def stored_lines(stored: str) -> list[StoredLine]:
    """Every line that prints, in order; empty ones too."""
    lines: list[StoredLine] = []
    at = 0
    for number, block in enumerate(parse(stored)):
        lines.extend(_block_lines(block, at, number))
        at += len(write((block,))) + 1
    return lines


def line_of(stored: str) -> StoredLine:
    """A string without markup (a title) as one line."""
    return StoredLine(stored, tuple(range(len(stored) + 1)), "paragraph", 0)


def _block_lines(block: Block, at: int, number: int) -> Iterator[StoredLine]:
    if isinstance(block, Box):
        yield from _box_lines(block, at, number)
    elif isinstance(block, Table):
        yield from _table_lines(block, at, number, None, at)
    else:
        yield _simple_line(block.runs, write((block,)), at, number, isinstance(block, Item))


def _box_lines(box: Box, at: int, number: int) -> Iterator[StoredLine]:
    stored = write((box,))
    title_at = min(len(BOX_OPEN) + 1, stored.index("\n"))
    offsets, _ = _walk(box.title, stored, title_at)
    text = "".join(run.text for run in box.title)
    yield StoredLine(text, _shift(offsets, at), "box_title", number, number)
    inner_at = at + stored.index("\n") + 1
    for block in box.blocks:
        written = write((block,))
        if isinstance(block, Table):
            yield from _table_lines(block, inner_at, number, number, inner_at)
        else:
            is_item = isinstance(block, Item)
            yield _simple_line(block.runs, written, inner_at, number, is_item, number)
        inner_at += len(written) + 1


def _simple_line(
    runs: Sequence[Run], stored: str, at: int, number: int, is_item: bool, box: int | None = None
) -> StoredLine:
    start = len(ITEM_MARK) if is_item else 0
    offsets, _ = _walk(runs, stored, start)
    text = "".join(run.text for run in runs)
    kind: LineKind = "item" if is_item else "paragraph"
    return StoredLine(text, _shift(offsets, at), kind, number, box)


def _table_lines(
    table: Table, at: int, number: int, box: int | None, name: int
) -> Iterator[StoredLine]:
    for row_number, (row, stored) in enumerate(
        zip(table.rows, write((table,)).split("\n"), strict=True)
    ):
        cursor = 1
        for column, cell in enumerate(row):
            offsets, cursor = _walk(cell, stored, cursor)
            text = "".join(run.text for run in cell)
            place = _shift(offsets, at)
            yield StoredLine(text, place, "cell", number, box, name, row_number, column)
            cursor += 1
        at += len(stored) + 1


def _walk(runs: Sequence[Run], stored: str, start: int) -> tuple[list[int], int]:
    offsets: list[int] = []
    cursor = start
    for run in runs:
        cursor += 2 if run.bold else 0
        for char in run.text:
            if _is_escape(stored, cursor, char):
                cursor += 1
            offsets.append(cursor)
            cursor += 1
        cursor += 2 if run.bold else 0
    return [*offsets, cursor], cursor


def _is_escape(stored: str, at: int, char: str) -> bool:
    return stored[at] == "\\" and stored[at + 1 : at + 2] == char and char in "\\*|:—"


def _shift(offsets: Sequence[int], by: int) -> tuple[int, ...]:
    return tuple(offset + by for offset in offsets)
