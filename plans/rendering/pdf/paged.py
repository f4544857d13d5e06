"""HTML of a document for pages: what differs from the public page, with exact places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from math import ceil
from pathlib import Path

from plans.rendering import layout
from plans.rendering.blocks import (
    AttachmentNote,
    Blank,
    Blanks,
    Block,
    Document,
    Heading,
    Item,
    Named,
    PageBreak,
    Paragraph,
    Part,
    QrCode,
    Row,
    Signature,
    Table,
    Title,
    Toc,
)
from plans.rendering.fonts import FONT_DIR, covered
from plans.rendering.layout import CELL_PT, LINE_PT
from plans.rendering.markup import HtmlWriter, heading_text, runs_html, toc_headings
from plans.rendering.measure import cells, gap_lines, seal_grid, signature_insets
from plans.rendering.pdf.heads import colophon_html, letterhead_html

FIRST_TEXT = "text"
SIGNED = "signed"
"""Ids of the first text below a letterhead and of the signature: tell on which page they are."""


@dataclass(frozen=True)
class Spacing:
    """What is done where a page must hold more.

    ``tight`` saves the line above a seal that it can do without, ``squeezed`` a line of every
    gap below the letterhead, ``apart`` lets the signature go to a page without text.
    """

    tight: bool = False
    squeezed: bool = False
    apart: bool = False


def paged_html(document: Document, *, spacing: Spacing = Spacing(), fonts: Path = FONT_DIR) -> str:
    """The whole HTML file from which the PDF is made (the style sheet comes beside it)."""
    body = PagedWriter(document, spacing).parts()
    return (
        f'<!DOCTYPE html><html lang="{escape(document.language)}"><head>{_meta(document)}</head>'
        f"<body>{_rare_marked(body, fonts)}</body></html>"
    )


def _rare_marked(body: str, fonts: Path) -> str:
    """Marks the characters that our faces lack: left to chance, they would widen their lines."""
    unusual = {char for char in set(body) if not _is_usual(char)}
    rare = {char for char in unusual if ord(char) not in covered(fonts)} if unusual else set()
    if not rare:
        return body
    tag_or_rare = re.compile(f"<[^>]*>|[{re.escape(''.join(sorted(rare)))}]")
    return tag_or_rare.sub(
        lambda found: found[0] if found[0][0] == "<" else f'<span class="rare">{found[0]}</span>',
        body,
    )


def _is_usual(char: str) -> bool:
    """Surely in every face: spares the look into the font files."""
    if char == "〇":
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _meta(document: Document) -> str:
    values = {
        "author": document.author,
        "description": document.subject,
        "keywords": document.keywords,
        "dcterms.created": document.issued_on,
        "dcterms.modified": document.issued_on,
    }
    tags = "".join(
        f'<meta name="{name}" content="{escape(value)}">' for name, value in values.items() if value
    )
    return f'<meta charset="utf-8"><title>{escape(document.title)}</title>{tags}'


class PagedWriter(HtmlWriter):
    """Writes gaps in lines of the grid, broken titles, and signatures where they belong."""

    def __init__(self, document: Document, spacing: Spacing) -> None:
        super().__init__(document)
        self._gap = 0.0
        self._spacing = spacing
        self._turned = False

    def part(self, part: Part) -> str:
        """A section with its letterhead (the first) and 版记 (the last)."""
        parts = self.document.parts
        head = letterhead_html(self.document) if part is parts[0] else ""
        foot = colophon_html(self.document) if part is parts[-1] else ""
        label = f'<p class="attachment">{escape(part.attachment)}</p>' if part.attachment else ""
        self._open = []
        self._turned = part.landscape
        turned = " turned" if part.landscape else ""
        blocks = self._spaced(part, headed=bool(head))
        return f'<section class="part{turned}">{head}{label}{blocks}{foot}</section>\n'

    def _spaced(self, part: Part, *, headed: bool) -> str:
        written, previous = [], None
        seeking = headed
        for block in part.blocks:
            lines = gap_lines(previous, block, part, headed=headed and previous is None)
            self._gap = self._kept(lines, block, headed=headed) * LINE_PT
            html = self.block(block)
            if seeking and _is_text(block):
                html, seeking = _named_text(html), False
            written.append(html)
            previous = block
        return "".join(written)

    def _kept(self, lines: int, block: Block, *, headed: bool) -> int:
        """What is left of a gap."""
        if headed and self._spacing.squeezed:
            return max(lines - 1, 0)
        sealed = isinstance(block, Signature) and block.seal
        return lines - 1 if sealed and self._spacing.tight else lines

    def block(self, block: Block) -> str:
        """One block, below its gap."""
        html = super().block(block)
        gap, self._gap = self._gap, 0.0
        if not gap:
            return html
        return f'<div class="gap" style="padding-top:{gap:.2f}pt">{html}</div>'

    def _title(self, title: Title) -> str:
        self._open = [0]
        lines = runs_html(title.changed) or "".join(
            f"<span>{escape(line)}</span>" for line in title.lines
        )
        return f'<h1 class="title"{self._fit(title)} id="{escape(title.anchor)}">{lines}</h1>'

    def _fit(self, title: Title) -> str:
        """Takes back the leading above the first line; with line numbers, keeps to the grid."""
        if not self.document.line_numbers:
            self._gap = max(0.0, self._gap - (layout.TITLE_LINE_PT - layout.TITLE_PT) / 2)
            return ""
        height = ceil(len(title.lines) * layout.TITLE_LINE_PT / LINE_PT) * LINE_PT
        return f' style="height:{height:.2f}pt"'

    def _heading(self, heading: Heading) -> str:
        """Its bookmark is what 目录 shows, without the closing mark."""
        html = super()._heading(heading)
        if not heading.stop:
            return html
        return html.replace(' id="', f' data-mark="{escape(heading_text(heading))}" id="', 1)

    def _columns(self, table: Table) -> str:
        total = sum(table.widths)
        columns = (f'<col style="width:{100 * width / total:.2f}%">' for width in table.widths)
        return f"<colgroup>{''.join(columns)}</colgroup>" if table.widths else ""

    def _table(self, table: Table) -> str:
        html = super()._table(table)
        if not table.landscape or self._turned:
            return html
        return f'<div class="turned alone">{html}</div>'

    def _row(self, row: Row, scope: str) -> str:
        html = super()._row(row, scope)
        return (
            html.replace("<tr>", f'<tr style="height:{row.height}mm">', 1) if row.height else html
        )

    def _toc(self, toc: Toc) -> str:
        entries = "".join(
            f'<p class="level-{heading.level}">'
            f'<a href="#{escape(heading.anchor)}">{escape(heading_text(heading))}</a></p>'
            for heading in toc_headings(self.document, toc)
        )
        return f'<div class="toc"><p class="toc-title">{escape(toc.title)}</p>{entries}</div>'

    def _attachmentnote(self, note: AttachmentNote) -> str:
        lead = "附件："
        written = []
        for number, name in enumerate(note.names, 1):
            mark = f"{number}." if len(note.names) > 1 else ""
            hang = cells("附件：" + mark)
            written.append(_hanging(lead, cells("附件：") - cells(lead), f"{mark}{name}", hang))
            lead = ""
        return f'<div class="attachment-note">{"".join(written)}</div>'

    def _named(self, named: Named) -> str:
        label = f'<span class="name">{escape(named.label)}：</span>'
        hang = layout.INDENT_CELLS + cells(named.label) + 1
        indent = _hang(hang, cells(named.label) + 1)
        return f'<p class="named" style="{indent}">{label}{escape(named.text)}</p>'

    def _signature(self, signature: Signature) -> str:
        if len(signature.names) > 1:
            inner = _joint(signature)
        else:
            name, date = signature.names[0], signature.date
            insets = signature_insets(name, date, seal=signature.seal)
            inner = _inset(name, insets.name) + _inset(date, insets.date)
        apart = " apart" if self._spacing.apart else ""
        return f'<div class="closing{apart}" id="{SIGNED}">{inner}</div>'

    def _qrcode(self, code: QrCode) -> str:
        size = f'<img style="width:{code.width}mm;height:{code.width}mm"'
        return super()._qrcode(code).replace("<img", size, 1)

    def _pagebreak(self, _: PageBreak) -> str:
        return '<div class="break"></div>'

    def _blanks(self, blanks: Blanks) -> str:
        return f'<div class="blanks">{"".join(map(_blank, blanks.items))}</div>'


def _is_text(block: Block) -> bool:
    if isinstance(block, Heading):
        return block.run_in is not None
    return isinstance(block, Paragraph | Item)


def _named_text(html: str) -> str:
    """The first text bears a name, which tells on which page it came to stand."""
    return re.sub(r"<(p|div)(?! class=\"gap)", rf'<\1 id="{FIRST_TEXT}"', html, count=1)


def _pt(number_of_cells: float) -> str:
    return f"{number_of_cells * CELL_PT:.2f}pt"


def _hang(left: float, back: float) -> str:
    return f"padding-left:{_pt(left)};text-indent:-{_pt(back)}"


def _hanging(lead: str, indent: float, text: str, hang: float) -> str:
    left = layout.INDENT_CELLS + hang
    back = hang - indent
    return f'<p style="{_hang(left, back)}">{lead}{escape(text)}</p>'


def _inset(text: str, from_right: float) -> str:
    style = f"text-align:right;padding-right:{_pt(from_right)}"
    return f'<p style="{style}">{escape(text)}</p>'


def _joint(signature: Signature) -> str:
    if signature.seal:
        return _sealed_rows(signature)
    widest = max(map(cells, signature.names))
    insets = signature_insets("　" * int(widest + 0.5), signature.date, seal=False)
    left = layout.CELLS - insets.name - widest
    names = (f'<p style="padding-left:{_pt(left)}">{escape(name)}</p>' for name in signature.names)
    return "".join(names) + _inset(signature.date, insets.date)


def _sealed_rows(signature: Signature) -> str:
    grid = seal_grid(signature.names, signature.date)
    gap = layout.mm_to_pt(layout.SEAL_WIDTH_MM) - 2 * LINE_PT
    written = []
    for number, row in enumerate(grid.rows):
        above = f";padding-top:{gap:.2f}pt" if number else ""
        places = "".join(f'<p style="width:{_pt(grid.column)}">{escape(text)}</p>' for text in row)
        style = f"padding-right:{_pt(grid.right)}{above}"
        written.append(f'<div class="seals" style="{style}">{places}</div>')
    return "".join(written) + _inset(signature.date, grid.date)


def _blank(blank: Blank) -> str:
    grow = "flex:1" if not blank.cells else f"width:{_pt(blank.cells)}"
    line = f'<span class="blank" style="{grow}"></span>'
    return f"<span>{escape(blank.label)}：</span>{line}"
