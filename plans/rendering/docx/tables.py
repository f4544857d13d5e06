"""Tables, 专栏 boxes, and frames without rules that only place things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plans.rendering import layout
from plans.rendering.blocks import Box, Cell, Item, Paragraph, Row, Run, Table
from plans.rendering.docx.context import Context
from plans.rendering.docx.inline import TAGS, Marks, paragraph_mark, runs, whole_change
from plans.rendering.docx.prose import item, line, text_paragraph
from plans.rendering.docx.units import mm, text_width
from plans.rendering.docx.xml import Element, W, clean, el, paragraph

_STYLES = {"left": "TableText", "center": "TableCentre", "right": "TableRight"}


def spacer() -> Element:
    """The lowest possible paragraph, where Word demands one."""
    return paragraph("Spacer", ())


def table(block: Table, context: Context, width: int | None = None) -> Iterator[Element]:
    """A table with its caption above; ``width`` in twips, else that of 版心."""
    if block.caption:
        yield line("Caption", block.caption)
    columns = _widths(block, width or text_width(context.page))
    element = table_frame("TableGrid", columns)
    if block.caption:
        element[0].append(el("tblCaption", val=clean(block.caption)))
    grid = _Grid(columns, context)
    for number, row in enumerate(block.rows):
        element.append(grid.row(row, head=number < block.header_rows))
    yield element


def box(block: Box, context: Context) -> Element:
    """专栏: a frame with a title and plain blocks."""
    width = text_width(context.page)
    inside: list[Element] = []
    title = list(runs(block.title, context.marks))
    if title:
        inside.append(paragraph("BoxTitle", title))
    for inner in block.blocks:
        inside += _boxed(inner, context, width - 2 * mm(layout.BOX_PADDING_MM))
    if not inside or needs_end(inside[-1]):
        inside.append(spacer())
    element = table_frame("BoxTable", [width])
    change = whole_change(_box_runs(block))
    formats = el("trPr", context.marks.mark(TAGS[change])) if change else None
    element.append(el("tr", formats, cell_element(width, inside)))
    return element


def needs_end(last: Element) -> bool:
    """Whether a paragraph must follow at the end of a text or a cell.

    After a table Word demands one; and the end of a last paragraph cannot be taken back.
    """
    if last.tag == f"{W}tbl":
        return True
    mark = last.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{tag}") is not None for tag in TAGS.values())


def plain_table(
    rows: Iterable[Sequence[Element]], columns: Sequence[int], left: int = 0
) -> Element:
    """Paragraphs in columns of these widths, without rules, so far in from the left."""
    element = table_frame("PlainTable", columns)
    if left:
        element[0].insert(2, el("tblInd", w=left, type="dxa"))
    for row in rows:
        pairs = zip(row, columns, strict=True)
        kept = el("trPr", el("cantSplit"))
        element.append(el("tr", kept, *(cell_element(size, [one]) for one, size in pairs)))
    return element


def _box_runs(block: Box) -> Iterator[Run]:
    yield from block.title
    for inner in block.blocks:
        if isinstance(inner, Table):
            cells = (cell for row in inner.rows for cell in row.cells)
            yield from (run for cell in cells for runs in cell.paragraphs for run in runs)
        else:
            yield from inner.runs


def _boxed(block: Paragraph | Item | Table, context: Context, width: int) -> Iterator[Element]:
    if isinstance(block, Table):
        yield from table(block, context, width)
    elif isinstance(block, Item):
        yield from item(block, context, "BoxList")
    else:
        yield from text_paragraph(block, context, "BoxText")


def table_frame(style: str, columns: Sequence[int]) -> Element:
    """A table without rows, its columns in twips."""
    formats = el(
        "tblPr",
        el("tblStyle", val=style),
        el("tblW", w=sum(columns), type="dxa"),
        el("tblLayout", type="fixed"),
    )
    grid = el("tblGrid", *(el("gridCol", w=width) for width in columns))
    return el("tbl", formats, grid)


def _widths(block: Table, width: int) -> list[int]:
    count = max((_row_columns(row) for row in block.rows), default=1)
    shares = list(block.widths[:count]) or [1.0] * count
    shares += [sum(shares) / len(shares)] * (count - len(shares))
    return _shares(shares, width)


def _shares(shares: Sequence[float], width: int) -> list[int]:
    """Whole twips in proportion, none lost."""
    total, edges, passed = sum(shares), [0], 0.0
    for share in shares:
        passed += share
        edges.append(round(width * passed / total))
    return [edges[at + 1] - edges[at] for at in range(len(shares))]


def _row_columns(row: Row) -> int:
    return sum(cell.columns for cell in row.cells)


@dataclass(frozen=True)
class _Place:
    """Columns ``at`` to ``at + width`` of a row; without a cell one from above goes on."""

    at: int
    width: int
    cell: Cell | None


class _Grid:
    """The columns of one table, and which of them cells from above still cover."""

    def __init__(self, columns: Sequence[int], context: Context) -> None:
        self._columns = columns
        self._context = context
        self._covered: dict[int, tuple[int, int]] = {}

    def row(self, row: Row, *, head: bool) -> Element:
        """``w:tr`` of the next row."""
        element = el("tr", _row_formats(row, self._context.marks, head=head))
        element.extend(self._cell(place, head=head) for place in self._places(row))
        return element

    def _places(self, row: Row) -> Iterator[_Place]:
        given = iter(row.cells)
        at = 0
        while at < len(self._columns):
            place = self._covered_place(at) or self._free_place(at, next(given, Cell(())))
            yield place
            at += place.width

    def _covered_place(self, at: int) -> _Place | None:
        if at not in self._covered:
            return None
        width, left = self._covered.pop(at)
        if left > 1:
            self._covered[at] = (width, left - 1)
        return _Place(at, width, None)

    def _free_place(self, at: int, cell: Cell) -> _Place:
        width = max(1, min(cell.columns, len(self._columns) - at))
        if cell.rows > 1:
            self._covered[at] = (width, cell.rows - 1)
        return _Place(at, width, cell)

    def _cell(self, place: _Place, *, head: bool) -> Element:
        width = sum(self._columns[place.at : place.at + place.width])
        span = el("gridSpan", val=place.width) if place.width > 1 else None
        if place.cell is None:
            formats = (span, el("vMerge"), el("vAlign", val="center"))
            return cell_element(width, [paragraph("TableText", ())], *formats)
        merge = el("vMerge", val="restart") if place.cell.rows > 1 else None
        inside = self._paragraphs(place.cell, head=head)
        return cell_element(width, inside, span, merge, el("vAlign", val="center"))

    def _paragraphs(self, cell: Cell, *, head: bool) -> list[Element]:
        style = "TableHead" if head or cell.header else _STYLES[cell.align]
        marks = self._context.marks
        written = [
            paragraph(style, runs(one, marks), paragraph_mark(one, marks))
            for one in cell.paragraphs
        ]
        return written or [paragraph(style, ())]


def cell_element(width: int, inside: Iterable[Element], *formats: Element | None) -> Element:
    """``w:tc`` of a width in twips."""
    element = el("tc", el("tcPr", el("tcW", w=width, type="dxa"), *formats))
    element.extend(inside)
    return element


def _row_formats(row: Row, marks: Marks, *, head: bool) -> Element:
    height = el("trHeight", val=mm(row.height), hRule="atLeast") if row.height else None
    change = marks.mark(TAGS[row.change]) if row.change else None
    return el("trPr", el("cantSplit"), height, el("tblHeader") if head else None, change)
