"""HTML of a document's parts: what the public page and the PDF have in common.

Every text is escaped, no element carries a style attribute. Headings are nested by their
depth and not by their level (a task right below a chapter is one step down), so that no
step is left out; the level stands in the class (``level-3``).
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Blanks,
    Block,
    Box,
    Cell,
    Document,
    Heading,
    Item,
    Label,
    Named,
    Note,
    PageBreak,
    Paragraph,
    Part,
    QrCode,
    Row,
    Run,
    Runs,
    Signature,
    Table,
    Title,
    Toc,
)
from plans.rendering.qr import png_address

_PIXELS_PER_MM = 96 / 25.4


def run_html(run: Run) -> str:
    """One run: bold as <b>, changes as <ins> and <del>."""
    html = escape(run.text)
    if run.bold:
        html = f"<b>{html}</b>"
    if run.change == "inserted":
        return f"<ins>{html}</ins>"
    if run.change == "deleted":
        return f"<del>{html}</del>"
    return html


def runs_html(runs: Runs) -> str:
    """Runs as inline HTML."""
    return "".join(map(run_html, runs))


def heading_text(heading: Heading) -> str:
    """The heading as a list of contents shows it: number and text, no closing mark."""
    return heading.number + heading.text


class HtmlWriter:
    """Writes the blocks of one document; a renderer overrides what it draws otherwise."""

    def __init__(self, document: Document, *, top: int = 1) -> None:
        self.document = with_anchors(document)
        self.top = top
        self._open: list[int] = []

    def parts(self) -> str:
        """All parts, each a <section>."""
        return "".join(self.part(part) for part in self.document.parts)

    def part(self, part: Part) -> str:
        """One part."""
        label = f'<p class="attachment">{escape(part.attachment)}</p>' if part.attachment else ""
        self._open = []
        body = "".join(self.block(block) for block in part.blocks)
        return f'<section class="part">{label}{body}</section>\n'

    def block(self, block: Block) -> str:
        """One block, by its type."""
        html: str = getattr(self, f"_{type(block).__name__.lower()}")(block)
        return html

    def _title(self, title: Title) -> str:
        self._open = [0]
        text = runs_html(title.changed) or escape("".join(title.lines))
        return f'<h{self.top} class="title" id="{escape(title.anchor)}">{text}</h{self.top}>'

    def _label(self, label: Label) -> str:
        return f'<p class="label">{escape(label.text)}</p>'

    def _addressee(self, addressee: Addressee) -> str:
        return f'<p class="addressee">{escape(addressee.text)}：</p>'

    def _heading(self, heading: Heading) -> str:
        depth = self._depth(heading.level)
        text = runs_html(heading.changed) or escape(heading_text(heading) + heading.stop)
        name = escape(heading.anchor)
        tag = f'<h{depth} class="level-{heading.level}" id="{name}">{text}</h{depth}>'
        if heading.run_in is None:
            return tag
        return (
            f'<div class="run-in in-{heading.level}">{tag}<p>{runs_html(heading.run_in)}</p></div>'
        )

    def _depth(self, level: int) -> int:
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return min(self.top + len(self._open) - 1, 6)

    def _paragraph(self, paragraph: Paragraph) -> str:
        names = [] if paragraph.indent else ["flush"]
        if paragraph.align != "left":
            names.append(paragraph.align)
        attribute = f' class="{" ".join(names)}"' if names else ""
        return f"<p{attribute}>{runs_html(paragraph.runs)}</p>"

    def _item(self, item: Item) -> str:
        return f'<p class="item">——{runs_html(item.runs)}</p>'

    def _box(self, box: Box) -> str:
        title = f'<p class="box-title">{runs_html(box.title)}</p>' if box.title else ""
        return f'<aside class="box">{title}{"".join(map(self.block, box.blocks))}</aside>'

    def _table(self, table: Table) -> str:
        caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
        head = "".join(self._row(row, "col") for row in table.rows[: table.header_rows])
        body = "".join(self._row(row, "row") for row in table.rows[table.header_rows :])
        thead = f"<thead>{head}</thead>" if head else ""
        return f"<table>{caption}{self._columns(table)}{thead}<tbody>{body}</tbody></table>"

    def _columns(self, table: Table) -> str:  # noqa: ARG002 - the paged writer sets widths
        return ""

    def _row(self, row: Row, scope: str) -> str:
        return f"<tr>{''.join(self._cell(cell, scope) for cell in row.cells)}</tr>"

    def _cell(self, cell: Cell, scope: str) -> str:
        spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' class="{cell.align}"' if cell.align != "left" else ""
        inner = "".join(f"<p>{runs_html(runs)}</p>" for runs in cell.paragraphs)
        if cell.header or scope == "col":
            return f'<th scope="{scope}"{spans}>{inner}</th>'
        return f"<td{spans}>{inner}</td>"

    def _toc(self, toc: Toc) -> str:
        entries = "".join(
            f'<li class="level-{heading.level}">'
            f'<a href="#{escape(heading.anchor)}">{escape(heading_text(heading))}</a></li>'
            for heading in toc_headings(self.document, toc)
        )
        return (
            f'<nav class="toc"><p class="toc-title">{escape(toc.title)}</p><ul>{entries}</ul></nav>'
        )

    def _attachmentnote(self, note: AttachmentNote) -> str:
        numbered = len(note.names) > 1
        names = "".join(
            f"<p>{f'{number}.' if numbered else ''}{escape(name)}</p>"
            for number, name in enumerate(note.names, 1)
        )
        return f'<div class="attachment-note"><p>附件：</p>{names}</div>'

    def _signature(self, signature: Signature) -> str:
        names = "".join(f"<p>{escape(name)}</p>" for name in signature.names)
        return f'<div class="signature">{names}<p class="date">{escape(signature.date)}</p></div>'

    def _note(self, note: Note) -> str:
        return f'<p class="note">（{escape(note.text)}）</p>'

    def _named(self, named: Named) -> str:
        return f'<p class="named"><b>{escape(named.label)}：</b>{escape(named.text)}</p>'

    def _blanks(self, blanks: Blanks) -> str:
        items = "".join(f"<span>{escape(blank.label)}：</span>" for blank in blanks.items)
        return f'<p class="blanks">{items}</p>'

    def _qrcode(self, code: QrCode) -> str:
        pixels = round(code.width * _PIXELS_PER_MM)
        image = (
            f'<img src="{png_address(code.content)}" alt="{escape(code.alternative)}"'
            f' width="{pixels}" height="{pixels}">'
        )
        beside = "".join(f"<p>{escape(text)}</p>" for text in code.beside)
        return f'<div class="code">{image}{f"<div>{beside}</div>" if beside else ""}</div>'

    def _pagebreak(self, _: PageBreak) -> str:
        return ""


def toc_headings(document: Document, toc: Toc) -> list[Heading]:
    """The headings that a 目录 lists: those of the text it opens, not deeper than it says.

    Its text is the one whose title it stands under or before; the next title ends it.
    """
    blocks = [
        (number, block) for number, part in enumerate(document.parts) for block in part.blocks
    ]
    start = next(at for at, (_, block) in enumerate(blocks) if block is toc)
    number = blocks[start][0]
    titled = any(isinstance(b, Title) for n, b in blocks[:start] if n == number)
    found: list[Heading] = []
    for _, block in blocks[start:]:
        if isinstance(block, Title):
            if titled:
                break
            titled = True
        elif isinstance(block, Heading) and block.level <= toc.depth:
            found.append(block)
    return found


def with_anchors(document: Document) -> Document:
    """The same document with an id on every title and heading, none of them twice."""
    taken: set[str] = set()
    parts = []
    for part in document.parts:
        blocks = tuple(_anchored(block, taken) for block in part.blocks)
        parts.append(replace(part, blocks=blocks))
    return replace(document, parts=tuple(parts))


def _anchored(block: Block, taken: set[str]) -> Block:
    if not isinstance(block, Heading | Title):
        return block
    anchor = block.anchor
    if not anchor or anchor in taken:
        anchor = f"h{len(taken) + 1}"
    taken.add(anchor)
    return replace(block, anchor=anchor)
