"""From the lines of a source to paragraphs: cleaned, broken ones joined, table rows apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plans.importing.lines import BOX_CLOSE, ROW
from plans.importing.lines import Line as SourceLine
from plans.text.markup import Table, parse, plain_runs
from taskforce.work_plans.marks import mark_of

_NOISE = re.compile(
    r"\[image:[^\]]*\]\S{0,2}|[—–\-]\s*\d{1,4}\s*[—–\-]|[（(]此页无正文[）)]|第\s*\d+\s*页.{0,8}"
)
_TERMINAL = "。；：！？!?;:）)"
_OPENING, _CLOSING = "（(《“〈", "）)》”〉"
_LONGEST = 4000
_ATTACHMENT = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?")
_SEAT_LIKE = re.compile(r"^\S{1,5}\s{2,}\S|\S[：:]\S{1,4}\s{2,}\S|^\S\s+\S\s{2,}\S")


_SEAT_LABEL = re.compile(r"^\S{0,8}?(?:组\s*长|成\s*员|主\s*任|委\s*员|顾\s*问)(?:单位)?\s*[：:]")


@dataclass(frozen=True)
class Line:
    """A paragraph of the source, from line ``number``; ``cells`` where it is a table row.

    ``whole``: it is a paragraph of a word processor, not a line of a text file.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    whole: bool = False

    @property
    def is_attachment(self) -> bool:
        """Whether it says no more than 附件1."""
        return _ATTACHMENT.fullmatch(self.text) is not None


def clean_lines(source: Iterable[SourceLine]) -> list[Line]:
    """The lines as they stand; blank lines, page numbers and images are left out."""
    cleaned = (_clean(line) for line in source if line.text and line.kind != BOX_CLOSE)
    return [line for line in cleaned if line is not None]


def paragraphs(lines: list[Line]) -> list[Line]:
    """The lines with broken paragraphs joined again."""
    joined: list[Line] = []
    for line in lines:
        if joined and _continues(joined[-1], line):
            joined[-1] = replace(joined[-1], text=joined[-1].text + line.text)
        else:
            joined.append(line)
    return joined


def balance(text: str) -> int:
    """How many brackets and quotation marks are still open at the end."""
    depth = 0
    for char in text:
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING and depth:
            depth -= 1
    return depth


def _clean(source: SourceLine) -> Line | None:
    if source.kind == ROW:
        return _row(source)
    text = source.plain.replace("\u3000", "  ").replace("\xa0", " ").strip()
    if not text or _NOISE.fullmatch(text):
        return None
    cells = tuple(cell.strip() for cell in text.split("\t")) if "\t" in text else ()
    return Line(source.number, text.replace("\t", "  "), cells, source.whole)


def _row(source: SourceLine) -> Line | None:
    (block,) = parse(source.text)
    rows = block.rows if isinstance(block, Table) else ()
    cells = tuple(plain_runs(cell).strip() for row in rows for cell in row)
    if not any(cells):
        return None
    return Line(source.number, "  ".join(filter(None, cells)), cells, whole=True)


def _continues(before: Line, line: Line) -> bool:
    if len(before.text) > _LONGEST or before.cells or line.cells:
        return False
    if line.is_attachment or before.is_attachment:
        return False
    if _SEAT_LIKE.search(before.text) or _SEAT_LIKE.search(line.text):
        return False
    if _closes_bracket(before.text, line.text):
        return True
    return not before.whole and not mark_of(line.text) and _is_cut_off(before.text)


def _closes_bracket(before: str, line: str) -> bool:
    return len(before) >= 8 and balance(before) > balance(before + line)


def _is_cut_off(text: str) -> bool:
    if text[-1] in _TERMINAL or len(text) < (40 if text[-1] in "》”" else 20):
        return False
    if _SEAT_LABEL.match(text):
        return text[-1] in "、，"
    is_bare_heading = mark_of(text) is not None and not re.search("[。，]", text)
    return not is_bare_heading
