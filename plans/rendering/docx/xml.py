"""Building blocks of WordprocessingML: elements, their order in the schema, text, runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

Element = Any
"""An lxml element; python-docx gives its own kinds the same interface."""

_NSMAP = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("([\t\n])")
_AMBIGUOUS = re.compile("[\u0080-\u2e7f]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
W = f"{{{_NSMAP['w']}}}"
"""Prefix of the names of elements and attributes."""

PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd"),
    *("snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"),
    *("jc", "textDirection", "textAlignment", "outlineLvl", "rPr", "sectPr", "pPrChange"),
)
RUN_ORDER = (
    *("ins", "del", "moveFrom", "moveTo", "rStyle", "rFonts", "b", "bCs", "i", "iCs", "vanish"),
    *("webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs", "u", "vertAlign"),
    *("lang", "specVanish", "rPrChange"),
)
_RANK = {
    "pPr": {tag: at for at, tag in enumerate(PARAGRAPH_ORDER)},
    "rPr": {tag: at for at, tag in enumerate(RUN_ORDER)},
}


def el(tag: str, *children: Element | None, **attributes: object) -> Element:
    """``<w:tag>`` with ``w:`` attributes; children that are None are left out."""
    element = etree.Element(W + tag, nsmap=_NSMAP)
    for name, value in attributes.items():
        element.set(W + name, str(value))
    for child in children:
        if child is not None:
            element.append(child)
    return element


def set_relation(element: Element, relation: str) -> Element:
    """The element with its ``r:id`` set."""
    element.set(qn("r:id"), relation)
    return element


def properties(tag: str, *children: Element | None) -> Element | None:
    """``pPr`` or ``rPr`` with its children in the order of the schema; None when empty."""
    given = [child for child in children if child is not None]
    if not given:
        return None
    rank = _RANK[tag]
    return el(tag, *sorted(given, key=lambda child: rank[child.tag.rpartition("}")[2]]))


def flag(tag: str, on: bool = True) -> Element:
    """A toggle; off is written out, since styles may have it on."""
    return el(tag) if on else el(tag, val="0")


def paragraph(style: str, content: Iterable[Element], *formats: Element | None) -> Element:
    """A paragraph of a style; ``formats`` are what the style cannot know."""
    element = el("p", properties("pPr", el("pStyle", val=style), *formats))
    element.extend(content)
    return element


def run(text: str, style: str = "", *, deleted: bool = False) -> Element:
    """A run of text, with line ends as breaks, tabs as tabs and no character XML forbids.

    Quotation marks, dashes and the like are Latin or Chinese depending on the font; the hint
    makes Word take the Chinese one.
    """
    formats = properties(
        "rPr",
        el("rStyle", val=style) if style else None,
        el("rFonts", hint="eastAsia") if _AMBIGUOUS.search(text) else None,
    )
    element = el("r", formats)
    element.extend(_characters(text, "delText" if deleted else "t"))
    return element


def field(instruction: str, shown: Iterable[Element]) -> Iterator[Element]:
    """Runs of a field: its instruction and what it shows until it is updated."""
    yield el("r", el("fldChar", fldCharType="begin"))
    code = el("instrText")
    code.text = f" {instruction} "
    code.set(_SPACE, "preserve")
    yield el("r", code)
    yield el("r", el("fldChar", fldCharType="separate"))
    yield from shown
    yield el("r", el("fldChar", fldCharType="end"))


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def _characters(text: str, tag: str) -> Iterator[Element]:
    for piece in _BREAKS.split(clean(text)):
        if piece == "\t":
            yield el("tab")
        elif piece == "\n":
            yield el("br")
        elif piece:
            element = el(tag)
            element.text = piece
            element.set(_SPACE, "preserve")
            yield element


def tabs(left: Iterable[int] = (), right: int | None = None, leader: str = "none") -> Element:
    """Tab stops in twips from the left edge of 版心."""
    stops = [el("tab", val="left", leader=leader, pos=place) for place in left]
    if right is not None:
        stops.append(el("tab", val="right", leader=leader, pos=right))
    return el("tabs", *stops)


def insert_property(paragraph_element: Element, *children: Element) -> Element:
    """The paragraph with further children in its ``pPr``, in the order of the schema."""
    formats = paragraph_element.find(W + "pPr")
    ordered = properties("pPr", *formats, *children)
    paragraph_element.replace(formats, ordered)
    return paragraph_element
