"""Sections: paper, margins, grid, and the page numbers at their feet."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from docx.document import Document as WordDocument

from plans.rendering import layout
from plans.rendering.blocks import Document
from plans.rendering.docx.head import letter_foot
from plans.rendering.docx.tables import cell_element, spacer, table_frame
from plans.rendering.docx.units import LINE, mm, page_cells, text_width
from plans.rendering.docx.xml import Element, el, paragraph, run, set_relation
from plans.rendering.docx.xml import field as word_field
from plans.rendering.layout import Page

_GRID_UNIT = 4096
"""charSpace of the grid is counted in such parts of a point."""
_ODD, _EVEN = "default", "even"


@dataclass
class Feet:
    """Relations of the footers of upright and of turned pages, by kind (default, even, first)."""

    upright: dict[str, str] = field(default_factory=dict)
    turned: dict[str, str] = field(default_factory=dict)


def add_feet(target: WordDocument, document: Document, *, turned: bool) -> Feet:
    """Write the footers that the document needs, each a part of its own."""
    feet = Feet()
    if document.page_numbers:
        feet.upright[_ODD] = _footer(target, [_page_number("FooterOdd")])
        feet.upright[_EVEN] = _footer(target, [_page_number("FooterEven")])
    if document.page_numbers and turned:
        feet.turned[_ODD] = _footer(target, _turned_number("TurnedOdd"))
        feet.turned[_EVEN] = _footer(target, _turned_number("TurnedEven"))
    if document.letterhead is not None and document.letterhead.style == "letter":
        feet.upright["first"] = _footer(target, letter_foot())
    return feet


def section(page: Page, feet: Feet, *, line_numbers: bool = False, first: bool = False) -> Element:
    """``w:sectPr`` of a kind of page; only the ``first`` section has a first page of its own."""
    turned = page.width > page.height
    named = dict(feet.turned if turned else feet.upright)
    if not first:
        named.pop("first", None)
    element = el("sectPr")
    for kind, relation in named.items():
        element.append(set_relation(el("footerReference", type=kind), relation))
    size = {"w": mm(page.width), "h": mm(page.height)}
    element.append(el("pgSz", **size, **({"orient": "landscape"} if turned else {})))
    element.append(_margins(page))
    if line_numbers:
        element.append(el("lnNumType", countBy=1, restart="newPage"))
    element.append(el("cols", space=720))
    if "first" in named:
        element.append(el("titlePg"))
    element.append(_grid(page))
    return element


def _margins(page: Page) -> Element:
    dash = mm(layout.PAGE_NUMBER_GAP_MM) + layout.twips(layout.SMALL_LINE_PT) // 2
    return el(
        "pgMar",
        top=mm(page.top),
        right=mm(page.right),
        bottom=mm(page.bottom),
        left=mm(page.left),
        header=mm(15),
        footer=max(mm(page.bottom) - dash, 0),
        gutter=0,
    )


def _grid(page: Page) -> Element:
    width = text_width(page) / layout.TWIPS_PER_PT
    space = math.floor((width / page_cells(page) - layout.BODY_PT) * _GRID_UNIT)
    return el("docGrid", type="linesAndChars", linePitch=LINE, charSpace=space)


def _footer(target: WordDocument, content: Iterable[Element]) -> str:
    part, relation = target.part.add_footer_part()
    for child in list(part.element):
        part.element.remove(child)
    part.element.extend(content)
    return str(relation)


def _page_number(style: str) -> Element:
    return paragraph(style, [run("— "), *word_field("PAGE", [run("1")]), run(" —")])


def _turned_number(style: str) -> list[Element]:
    """The number at the left edge, read from the right, so that it is where the others are.

    A floating cell as long as the page's text is high: its writing runs down the page.
    """
    page = layout.LANDSCAPE
    width = layout.twips(layout.SMALL_LINE_PT)
    place = el(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="page",
        horzAnchor="page",
        tblpX=mm(page.left - layout.PAGE_NUMBER_GAP_MM) - width // 2,
        tblpY=mm(page.top),
    )
    table = table_frame("PlainTable", [width])
    table.find(el("tblPr").tag).insert(1, place)
    height = el("trHeight", val=mm(page.text_height), hRule="exact")
    cell = cell_element(width, [_page_number(style)], el("textDirection", val="tbRl"))
    table.append(el("tr", el("trPr", height), cell))
    return [table, spacer()]
