"""On which page a heading will stand, counted on the grid: for 目录 before anyone lays out.

Good to a page; Word puts its own numbers there when the field is updated.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from plans.rendering import layout
from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Block,
    Box,
    Document,
    Heading,
    Item,
    Named,
    PageBreak,
    Paragraph,
    Part,
    QrCode,
    Row,
    Runs,
    Signature,
    Table,
    Title,
    Toc,
    plain,
)
from plans.rendering.docx.geometry import head_height
from plans.rendering.docx.units import LINE
from plans.rendering.layout import CELLS, LINES
from plans.rendering.measure import cells, gap_lines

_TITLE_LINES = layout.TITLE_LINE_PT / layout.LINE_PT
_TABLE_LINES = layout.TABLE_LINE_PT / layout.LINE_PT
_BOX_LINES = layout.BOX_LINE_PT / layout.LINE_PT
_NUMBER_CELLS = 3
"""Least room for dots and page number behind an entry of 目录."""


def heading_pages(document: Document) -> list[int]:
    """The page of every heading, in reading order."""
    counter = _Counter(document)
    for part in document.parts:
        counter.part(part)
    return counter.pages


class _Counter:
    """Goes through the document line by line."""

    def __init__(self, document: Document) -> None:
        self.pages: list[int] = []
        self._document = document
        self._page = 1
        self._used = 0.0
        self._columns = CELLS
        if document.wide_margin:
            share = layout.WIDE_MARGIN.text_width / layout.PORTRAIT.text_width
            self._columns = round(CELLS * share)

    def part(self, part: Part) -> None:
        """Count one part, which starts a page."""
        self._new_page()
        head = self._document.letterhead if part is self._document.parts[0] else None
        self._used = head_height(head) / LINE if head else float(bool(part.attachment))
        previous: Block | None = None
        for block in part.blocks:
            self._used += gap_lines(previous, block, part, headed=bool(head) and previous is None)
            self._block(block)
            previous = block

    def _block(self, block: Block) -> None:
        if isinstance(block, PageBreak):
            self._new_page()
        elif isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Toc):
            self._toc(block)
        else:
            self._take(block_lines(block, self._columns))

    def _heading(self, heading: Heading) -> None:
        """A heading alone takes a line of its text with it."""
        own = heading.number + heading.text + heading.stop
        text = own + plain(heading.run_in or ())
        lines = _wrapped(layout.INDENT_CELLS + cells(text), self._columns)
        least = 1 if heading.run_in else lines + 1
        if self._used + least > LINES:
            self._new_page()
        self.pages.append(self._page)
        self._take(lines)

    def _toc(self, toc: Toc) -> None:
        self._used += _TITLE_LINES + 1
        blocks = [block for part in self._document.parts for block in part.blocks]
        start = next(at for at, block in enumerate(blocks) if block is toc)
        following = (block for block in blocks[start:] if isinstance(block, Heading))
        for heading in following:
            if heading.level <= toc.depth:
                indent = layout.INDENT_CELLS * (heading.level - 1)
                width = indent + cells(heading.number + heading.text) + _NUMBER_CELLS
                self._take(_wrapped(width, self._columns - indent))
        self._new_page()

    def _take(self, lines: float) -> None:
        self._used += lines
        while self._used > LINES + 0.01:
            self._used -= LINES
            self._page += 1

    def _new_page(self) -> None:
        if self._used:
            self._page += 1
        self._used = 0.0


def block_lines(block: Block, columns: int = CELLS) -> float:
    """Lines of the grid that a block takes, where a line holds so many characters."""
    match block:
        case Paragraph(runs=runs, indent=indent):
            return _text_lines(runs, layout.INDENT_CELLS if indent else 0, columns)
        case Item(runs=runs):
            return _text_lines(runs, layout.INDENT_CELLS + 2, columns)
        case Addressee(text=text):
            return _wrapped(cells(text) + 1, columns)
        case Title(lines=lines):
            return len(lines) * _TITLE_LINES
        case Named(label=label, text=text):
            hanging = layout.INDENT_CELLS + cells(label) + 1
            return _wrapped(cells(text), round(columns - hanging))
        case AttachmentNote(names=names):
            return len(names)
        case Signature(names=names):
            return len(names) + 1
        case QrCode(width=width):
            return layout.mm_to_pt(width) / layout.LINE_PT
        case Table(rows=rows):
            return sum(_row_lines(row, columns) for row in rows)
        case Box(blocks=inside):
            return _box_lines(inside, columns)
    return 1


def _text_lines(runs: Runs, indent: int, columns: int) -> float:
    return _wrapped(indent + cells(plain(runs)), columns) if runs else 0


def _wrapped(width: float, columns: int) -> float:
    return max(1, ceil(width / max(columns, 1)))


def _row_lines(row: Row, columns: int) -> float:
    width = int(columns * layout.BODY_PT / layout.TABLE_PT / max(1, len(row.cells)))
    heights = (sum(_text_lines(one, 0, width) for one in cell.paragraphs) for cell in row.cells)
    text = max(heights, default=1) * _TABLE_LINES
    return max(text, layout.mm_to_pt(row.height) / layout.LINE_PT)


def _box_lines(inside: Iterable[Paragraph | Item | Table], columns: int) -> float:
    inner = round(columns * layout.BODY_PT / layout.BOX_PT) - 1
    return sum(block_lines(one, inner) * _BOX_LINES for one in inside) + 2
