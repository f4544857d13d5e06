"""From a text to its paragraphs: cleaned lines, broken paragraphs joined, table rows apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plans.text import Table, parse, plain, plain_runs
from taskforce.workplans.marks import mark_of

_NOISE = re.compile(
    r"\[image:[^\]]*\]\S{0,2}|[—–\-]\s*\d{1,4}\s*[—–\-]|[（(]此页无正文[）)]|第\s*\d+\s*页.{0,8}"
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+|>\s+)")
_TERMINAL = "。；：！？!?;:"
_OPENING, _CLOSING = "（(《“〈", "）)》”〉"
_ATTACHMENT = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?")
_SEAT_LIKE = re.compile(r"^\S{1,5}\s{2,}\S|\S[：:]\S{1,4}\s{2,}\S|^\S\s+\S\s{2,}\S")


@dataclass(frozen=True)
class Line:
    """A paragraph of the source, from line ``number``; ``cells`` where it is a table row."""

    number: int
    text: str
    cells: tuple[str, ...] = ()

    @property
    def is_attachment(self) -> bool:
        """Whether it says no more than 附件1."""
        return _ATTACHMENT.fullmatch(self.text) is not None


def read_lines(text: str) -> list[Line]:
    """Clean lines as they stand; blank lines, page numbers and images are left out."""
    lines = []
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        lines += _clean(number, raw)
    return lines


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


def _clean(number: int, raw: str) -> Iterator[Line]:
    text = raw.strip("\ufeff\f \t\u3000\xa0\r")
    if text.startswith("|") and text.endswith("|") and len(text) > 1:
        yield from _rows(number, text)
        return
    text = plain(_MARKDOWN.sub("", text)).strip() if "*" in text or "\\" in text else text
    text = _MARKDOWN.sub("", text.replace("\u3000", "  ").replace("\xa0", " ")).strip()
    if not text or _NOISE.fullmatch(text):
        return
    cells = tuple(cell.strip() for cell in text.split("\t")) if "\t" in text else ()
    yield Line(number, text.replace("\t", "  "), cells)


def _rows(number: int, text: str) -> Iterator[Line]:
    for block in parse(text):
        if isinstance(block, Table):
            for row in block.rows:
                cells = tuple(plain_runs(cell).strip() for cell in row)
                if any(cells) and not all(re.fullmatch(r":?-+:?|", cell) for cell in cells):
                    yield Line(number, "  ".join(filter(None, cells)), cells)


def _continues(before: Line, line: Line) -> bool:
    if before.cells or line.cells or line.is_attachment or before.is_attachment:
        return False
    if _SEAT_LIKE.search(before.text) or _SEAT_LIKE.search(line.text):
        return False
    if balance(before.text) and len(before.text) >= 8:
        return True
    if before.text[-1] in _TERMINAL or before.text[-1] in _CLOSING or mark_of(line.text):
        return False
    is_bare_heading = mark_of(before.text) is not None and "。" not in before.text
    return len(before.text) >= 20 and not is_bare_heading
