"""版记: a floating table on the lower edge of the last page's 版心."""

from __future__ import annotations

from collections.abc import Iterator

from plans.rendering import layout
from plans.rendering.blocks import Colophon, Letterhead
from plans.rendering.docx.context import Context
from plans.rendering.docx.tables import cell_element, spacer, table_frame
from plans.rendering.docx.units import eighths_of_mm, mm, text_width
from plans.rendering.docx.xml import Element, el, paragraph, run


def colophon(block: Colophon, head: Letterhead | None, context: Context) -> Iterator[Element]:
    """The 版记; in 信函格式 just 抄送, without lines (10.1)."""
    letter = head is not None and head.style == "letter"
    lines = list(_lines(block, context, letter=letter))
    if not lines:
        return
    width = text_width(context.page)
    table = table_frame("PlainTable", [width])
    formats = table[0]
    formats.insert(1, _place(context))
    if not letter:
        formats.insert(3, _rules())
    for line in lines:
        table.append(el("tr", el("trPr", el("cantSplit")), cell_element(width, [line])))
    yield table
    yield spacer()


def _lines(block: Colophon, context: Context, *, letter: bool) -> Iterator[Element]:
    inset = layout.COLOPHON_INSET_CELLS * layout.SMALL_PT / layout.CELL_PT
    if block.copies_to:
        label = f"{block.copies_label}："
        element = paragraph("Colophon", [run(f"{label}{block.copies_to}")])
        hanging = len(label) * layout.SMALL_PT / layout.CELL_PT
        yield context.vary(element, left=inset + hanging, hanging=hanging)
    if not letter:
        end = text_width(context.page) - layout.twips(layout.SMALL_PT)
        stop = el("tabs", el("tab", val="right", pos=end))
        text = f"{block.printed_by}\t{block.date}印发"
        yield context.vary(paragraph("Colophon", [run(text)], stop), left=inset, right=inset)


def _place(context: Context) -> Element:
    """On the lower edge of 版心, whatever else the page holds."""
    return el(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="page",
        tblpX=mm(context.page.left),
        tblpYSpec="bottom",
    )


def _rules() -> Element:
    outer, inner = (
        eighths_of_mm(size) for size in (layout.COLOPHON_OUTER_MM, layout.COLOPHON_INNER_MM)
    )
    sizes = {"top": outer, "bottom": outer, "insideH": inner}
    rules = (
        el(side, val="single", sz=size, space=0, color=layout.BLACK) for side, size in sizes.items()
    )
    return el("tblBorders", *rules)
