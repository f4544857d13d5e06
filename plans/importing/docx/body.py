"""The body of a DOCX as lines: paragraphs, tables, boxes, with numbers written out."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from plans.importing.boxes import is_box_title
from plans.importing.docx.names import attribute, child, children, local
from plans.importing.docx.paragraphs import (
    Paragraphs,
    Text,
    is_merged,
    is_run_in,
    split_lines,
    strip,
)
from plans.importing.docx.tables import row_markup, table_rows
from plans.importing.lines import BLANK, BOX_CLOSE, BOX_OPEN, ITEM, ROW, TEXT, Line, compose
from plans.importing.plain_text import itemised
from plans.importing.values import Doubt
from plans.system.archives import WORD, Archive
from plans.text.markup import Run

_WRAPPERS = {"sdtContent", "ins", "moveTo", "customXml", "smartTag"}
_NOTES = (
    ("tracked", "文档带有修订标记，按接受全部修订后的文字导入，请核对。"),
    ("hidden", "文档中有隐藏文字，没有导入。"),
    ("notes", "文档中有脚注或尾注，注文没有导入，请核对。"),
    ("foreign", "文档中嵌有其他文件，其内容没有导入，请核对。"),
)


@dataclass
class _Body:
    paragraphs: Paragraphs
    lines: list[Line] = field(default_factory=list)
    count: int = 0
    held: Text | None = None
    seen: set[str] = field(default_factory=set)

    def read(self, element: Element) -> None:
        for below in element:
            self._read_one(below, local(below))

    def finish(self) -> None:
        """What was held for a paragraph that never came."""
        if self.held is not None:
            self._emit()

    def _read_one(self, element: Element, name: str) -> None:
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "sdt":
            if not _is_contents(element):
                self.read(element)
        elif name in _WRAPPERS:
            self.read(element)
        elif name in ("altChunk", "object"):
            self.seen.add("foreign")

    def _paragraph(self, element: Element) -> None:
        text = self.paragraphs.read(element)
        self.seen |= text.seen
        if is_merged(element) or is_run_in(element):
            self.seen |= {"tracked"} if is_merged(element) else set()
            self._hold(text)
        elif not text.is_contents:
            self._hold(text)
            self._emit()
        for box in text.boxes:
            self._frame(box)

    def _hold(self, text: Text) -> None:
        """Paragraphs that go on in the next are one, laid out as the first."""
        if self.held is None:
            self.held = text
        else:
            self.held.runs += text.runs

    def _emit(self) -> None:
        text, self.held = self.held or Text(), None
        for piece in split_lines(text.runs):
            self.count += 1
            markup = compose(_with_written_bold(strip(piece)))
            # —— typed in Word is an item, not text that must be kept from being one.
            if markup.startswith("\\" + ITEM):
                markup = markup[1:]
            kind = TEXT if markup else BLANK
            self.lines.append(
                Line(self.count, itemised(markup), kind, text.indented, True, text.level)
            )

    def _table(self, element: Element) -> None:
        rows = table_rows(element)
        # A table of one column is a frame around text.
        if all(len(row) <= 1 for row in rows):
            holder = Element("cells")
            holder.extend(block for row in rows for cell in row for block in cell)
            self._frame(holder)
            return
        title = "" if len(rows[0]) > 1 else row_markup(rows[0], self.paragraphs)[1:-1]
        boxed = bool(title) and is_box_title(title.replace("**", ""))
        if boxed:
            self._line(title, BOX_OPEN)
        for row in rows[1 if boxed else 0 :]:
            self._line(row_markup(row, self.paragraphs), ROW)
        if boxed:
            self._line("", BOX_CLOSE)

    def _frame(self, element: Element) -> None:
        """A text box or a table of one column: a 专栏 if its first line says so."""
        start = len(self.lines)
        self.read(element)
        at = next((i for i in range(start, len(self.lines)) if self.lines[i].text), None)
        if at is None or not is_box_title(self.lines[at].plain):
            return
        first = self.lines[at]
        self.lines[at] = Line(first.number, first.text, BOX_OPEN, whole=True)
        self._line("", BOX_CLOSE)

    def _line(self, text: str, kind: str) -> None:
        self.count += 1
        self.lines.append(Line(self.count, text, kind, whole=True))


def read_docx(content: bytes, name: str) -> tuple[list[Line], list[Doubt]]:
    """Lines and doubts of a DOCX; InvalidInput when it is broken or hostile."""
    package = Archive(content, name, WORD)
    root = package.part(WORD.main)
    body = _Body(Paragraphs.of(package))
    body.read(_body(root))
    body.finish()
    doubts = [Doubt(0, message) for key, message in _NOTES if key in body.seen]
    if package.has("word/comments.xml"):
        doubts.append(Doubt(0, "文档带有批注，批注没有导入。"))
    return body.lines, doubts


def _with_written_bold(runs: list[Run]) -> list[Run]:
    """Pairs of ** that stand in the text itself, pasted from Markdown, are bold."""
    text = "".join(run.text for run in runs)
    # An odd pair is typed for itself, and where Word has bold already ** is no markup.
    if text.count("**") % 2 or "**" not in text or any(run.bold for run in runs):
        return runs
    pieces = text.split("**")
    return [Run(piece, at % 2 == 1) for at, piece in enumerate(pieces) if piece]


def _body(root: Element | None) -> Element:
    found = child(root, "body")
    return Element("body") if found is None else found


def _is_contents(element: Element) -> bool:
    """A content control that holds the table of contents."""
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return attribute(gallery) == "Table of Contents" and bool(children(element, "sdtContent"))
