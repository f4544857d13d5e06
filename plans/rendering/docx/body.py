"""The flow of a document: gaps between blocks, page and section breaks, 版头 and 版记."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from plans.rendering import layout
from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Blanks,
    Block,
    Box,
    Heading,
    Item,
    Label,
    Named,
    Note,
    PageBreak,
    Paragraph,
    Part,
    QrCode,
    Signature,
    Table,
    Title,
    Toc,
)
from plans.rendering.docx import prose, tail
from plans.rendering.docx.colophon import colophon
from plans.rendering.docx.context import Context
from plans.rendering.docx.fit import fit_notice, is_text
from plans.rendering.docx.head import letterhead
from plans.rendering.docx.pictures import code
from plans.rendering.docx.sections import Feet, section
from plans.rendering.docx.tables import box, needs_end, spacer, table
from plans.rendering.docx.toc import table_of_contents
from plans.rendering.docx.units import LINE, mm
from plans.rendering.docx.xml import Element, W, flag, insert_property
from plans.rendering.measure import gap_lines

_FRAME_GAP = mm(layout.BOX_GAP_MM)
_TITLE_LEADING = layout.twips((layout.TITLE_LINE_PT - layout.TITLE_PT) / 2)

_RENDERERS: dict[type, Callable[[Any, Context], Iterable[Element]]] = {
    Title: lambda block, context: [prose.title(block, context)],
    Label: lambda block, _: [prose.line("TitleLabel", block.text)],
    Addressee: lambda block, _: [prose.line("Addressee", f"{block.text}：")],
    Heading: prose.heading,
    Paragraph: prose.text_paragraph,
    Item: prose.item,
    Table: table,
    Box: lambda block, context: [box(block, context)],
    Toc: lambda block, context: [table_of_contents(block, context)],
    AttachmentNote: tail.attachment_note,
    Signature: tail.signature,
    Note: lambda block, _: [prose.line("Note", f"（{block.text}）")],
    Named: lambda block, context: [tail.named(block, context)],
    Blanks: lambda block, context: [tail.blanks(block, context)],
    QrCode: lambda block, context: [code(block, context)],
}


class Body:
    """Collects the elements of ``w:body`` in reading order."""

    def __init__(self, context: Context, feet: Feet) -> None:
        self.elements: list[Element] = []
        self._context = context
        self._feet = feet
        self._break = False
        self._gap = 0
        self._sections = 0

    def write(self) -> list[Element]:
        """Every element of the document, the last section's properties at the end."""
        document = self._context.document
        for number, part in enumerate(document.parts):
            self._part(part, first=not number)
        if document.colophon is not None:
            if self._turn(landscape=False):
                self._add([spacer()])
            self._add(colophon(document.colophon, document.letterhead, self._context))
        elif self.elements and needs_end(self.elements[-1]):
            self._add([spacer()])
        self.elements.append(self._section())
        return self.elements

    def _part(self, part: Part, *, first: bool) -> None:
        self._break = not first
        self._turn(landscape=part.landscape)
        head = self._context.document.letterhead if first else None
        if head is not None:
            self._add(letterhead(head, self._context))
        if part.attachment:
            self._add([prose.line("AttachmentLabel", part.attachment)])
        fit = fit_notice(part, head)
        previous: Block | None = None
        for at, block in enumerate(part.blocks):
            lines: float = gap_lines(previous, block, part, headed=bool(head) and not previous)
            if isinstance(block, Signature) and fit.gap is not None:
                lines = fit.gap
            self._gap += round(lines * LINE) + layout.twips(fit.above.get(at, 0))
            self._block(block, part, headed=bool(head))
            previous = block

    def _block(self, block: Block, part: Part, *, headed: bool) -> None:
        if isinstance(block, PageBreak):
            self._break, self._gap = True, 0
            return
        self._turn(landscape=part.landscape or (isinstance(block, Table) and block.landscape))
        if isinstance(block, Title):
            self._gap = max(self._gap - _TITLE_LEADING, 0)
        elif isinstance(block, Signature | AttachmentNote):
            self._keep_last(alone=headed and _texts(part) == 1)
        framed = isinstance(block, Table | Box | QrCode)
        if framed:
            self._before_frame(block)
        self._add(_RENDERERS[type(block)](block, self._context))
        if framed:
            self._gap = _FRAME_GAP
        elif isinstance(block, Toc):
            self._break = True

    def _before_frame(self, block: Block) -> None:
        if isinstance(block, Table) and block.caption:
            self._gap = max(self._gap, _FRAME_GAP)
        elif self.elements and self.elements[-1].tag == f"{W}p":
            self._context.vary(self.elements[-1], after=max(self._gap, _FRAME_GAP))
            self._gap = 0
        elif self.elements and self.elements[-1].tag == f"{W}tbl":
            self._add([spacer()])

    def _add(self, elements: Iterable[Element]) -> None:
        for element in elements:
            self._lower(element)
            self.elements.append(element)

    def _lower(self, element: Element) -> None:
        """Start the page and leave the gap that are due, with what comes next."""
        if self._gap and not _is_framed(element):
            lowered = [
                self._context.vary(first, before=self._gap) for first in _top_paragraphs(element)
            ]
            self._gap = 0 if lowered else self._gap
        if self._break:
            first = next(element.iter(f"{W}p"))
            insert_property(first, flag("pageBreakBefore"))
            self._break = False

    def _keep_last(self, *, alone: bool) -> None:
        """A signature does not stand alone on a page: what is before it goes with it.

        Not where that is the only text below a letterhead: programs that move the whole
        paragraph, not just its last line, would leave the first page without any.
        """
        if not alone and self.elements and self.elements[-1].tag == f"{W}p":
            self._context.vary(self.elements[-1], keep_next=True)

    def _turn(self, *, landscape: bool) -> bool:
        """Go on with pages of the other kind, if these are not it already; whether so."""
        context = self._context
        page = layout.LANDSCAPE if landscape else context.portrait
        if page == context.page:
            return False
        if self.elements:
            if self.elements[-1].tag != f"{W}p" or _is_framed(self.elements[-1]):
                self.elements.append(spacer())
            insert_property(self.elements[-1], self._section())
            self._break = False
        context.page = page
        return True

    def _section(self) -> Element:
        self._sections += 1
        return section(
            self._context.page,
            self._feet,
            line_numbers=self._context.document.line_numbers,
            first=self._sections == 1,
        )


def _texts(part: Part) -> int:
    """Paragraphs of text; a heading alone is none."""
    return sum(
        is_text(block) and not (isinstance(block, Heading) and block.run_in is None)
        for block in part.blocks
    )


def _is_framed(element: Element) -> bool:
    return element.find(f"{W}pPr/{W}framePr") is not None


def _top_paragraphs(element: Element) -> list[Element]:
    """Those that can be lowered: the paragraph itself, the first row of a table without rules."""
    if element.tag == f"{W}p":
        return [element]
    style = element.find(f"{W}tblPr/{W}tblStyle")
    if style is None or style.get(f"{W}val") != "PlainTable":
        return []
    return list(element.find(f"{W}tr").iter(f"{W}p"))
