"""On which page a heading will stand, counted on the grid: for 目录 before anyone lays out.

Good to a page; Word puts its own numbers there when the field is updated.
"""

from __future__ import annotations

from functools import singledispatch
from math import ceil

from plans.rendering import layout
from plans.rendering.blocks import (
    AttachmentNote,
    Block,
    Box,
    Document,
    Heading,
    Item,
    Letterhead,
    Named,
    PageBreak,
    Paragraph,
    Part,
    Signature,
    Table,
    Title,
    Toc,
    plain,
)
from plans.rendering.layout import CELLS, LINES
from plans.rendering.measure import cells, gap_lines

_TITLE_LINES = layout.TITLE_LINE_PT / layout.LINE_PT
_TABLE_LINES = layout.TABLE_LINE_PT / layout.LINE_PT
_BOX_LINES = layout.BOX_LINE_PT / layout.LINE_PT


def heading_pages(document: Document) -> list[int]:
    """The page of every heading, in reading order."""
    counter = _Counter(document)
    for part in document.parts:
        counter.part(part)
    return counter.pages


class _Counter:
    """Goes through the document line by line."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.pages: list[int] = []
        self._page = 1
        self._used = 0.0
        self._columns = CELLS
        if document.wide_margin:
            self._columns = round(
                CELLS * layout.WIDE_MARGIN.text_width / layout.PORTRAIT.text_width
            )

    def part(self, part: Part) -> None:
        headed = part is self.document.parts[0] and self.document.letterhead is not None
        self._new_page()
        if headed and self.document.letterhead:
            self._used = _letterhead_lines(self.document.letterhead)
        elif part.attachment:
            self._take(1)
        previous: Block | None = None
        for block in part.blocks:
            self._used += gap_lines(previous, block, part, headed=headed and previous is None)
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
            self._take(_lines(block, self._columns))

    def _heading(self, heading: Heading) -> None:
        own = cells(heading.number + heading.text + heading.stop)
        width = layout.INDENT_CELLS + own
        if heading.run_in is None:
            lines = max(1, ceil(width / self._columns))
            if self._used + lines + 1 > LINES:
                self._new_page()
        else:
            lines = max(1, ceil((width + cells(plain(heading.run_in))) / self._columns))
            if self._used + 1 > LINES:
                self._new_page()
        self.pages.append(self._page)
        self._take(lines)

    def _toc(self, toc: Toc) -> None:
        self._used += _TITLE_LINES + 1
        blocks = [block for part in self.document.parts for block in part.blocks]
        start = next(at for at, block in enumerate(blocks) if block is toc)
        following = (block for block in blocks[start:] if isinstance(block, Heading))
        self._take(sum(1 for heading in following if heading.level <= toc.depth))
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


def _letterhead_lines(head: Letterhead) -> float:
    height = layout.mm_to_pt(layout.MARK_TOP_MM + layout.RED_LINE_GAP_MM) + layout.MARK_MAX_PT
    return height / layout.LINE_PT * (1 + 0.3 * (len(head.bodies) - 1)) + 3


@singledispatch
def _lines(block: object, columns: int) -> float:  # noqa: ARG001 - the kinds below need it
    return 1


def _wrapped(width: float, columns: int) -> float:
    return max(1, ceil(width / columns))


@_lines.register
def _(block: Paragraph, columns: int) -> float:
    indent = layout.INDENT_CELLS if block.indent else 0
    return _wrapped(indent + cells(plain(block.runs)), columns) if block.runs else 0


@_lines.register
def _(block: Item, columns: int) -> float:
    return _wrapped(layout.INDENT_CELLS + 2 + cells(plain(block.runs)), columns)


@_lines.register
def _(block: Title, columns: int) -> float:  # noqa: ARG001
    return len(block.lines) * _TITLE_LINES


@_lines.register
def _(block: AttachmentNote, columns: int) -> float:  # noqa: ARG001
    return len(block.names)


@_lines.register
def _(block: Signature, columns: int) -> float:  # noqa: ARG001
    return len(block.names) + 1


@_lines.register
def _(block: Named, columns: int) -> float:
    return _wrapped(layout.INDENT_CELLS + 3 + cells(block.text), columns - 5)


@_lines.register
def _(block: Table, columns: int) -> float:
    lines = 0.0
    for row in block.rows:
        width = columns * layout.BODY_PT / layout.TABLE_PT / max(1, len(row.cells))
        tallest = max(
            (
                sum(_wrapped(cells(plain(one)), int(width)) for one in c.paragraphs)
                for c in row.cells
            ),
            default=1,
        )
        lines += max(tallest * _TABLE_LINES, layout.mm_to_pt(row.height) / layout.LINE_PT)
    return lines


@_lines.register
def _(block: Box, columns: int) -> float:
    inner = round(columns * layout.BODY_PT / layout.BOX_PT) - 1
    return sum(_lines(one, inner) for one in block.blocks) * _BOX_LINES + 2
