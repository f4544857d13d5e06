"""A PDF file as lines of text and drawn rules, to be measured."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM
CELL = 156 * MM / 28


@dataclass
class Line:
    """The characters on one baseline; ``base`` counts from the top of the page."""

    page: int
    base: float
    chars: list[dict[str, Any]]

    @cached_property
    def seen(self) -> list[dict[str, Any]]:
        return [char for char in self.chars if char["text"].strip()]

    @property
    def text(self) -> str:
        return "".join(char["text"] for char in self.chars).strip()

    @property
    def size(self) -> float:
        return float(Counter(round(c["size"], 1) for c in self.seen).most_common(1)[0][0])

    @property
    def left(self) -> float:
        return float(min(char["x0"] for char in self.seen))

    @property
    def right(self) -> float:
        return float(max(char["x1"] for char in self.seen))

    @property
    def cells(self) -> float:
        return sum(0.5 if char["text"].isascii() else 1 for char in self.seen)

    @property
    def top(self) -> float:
        """Upper edge of the characters' em box."""
        return self.base - 0.88 * self.size

    def fonts(self) -> set[str]:
        """Faces of the Chinese characters."""
        return {face(c) for c in self.seen if "\u4e00" <= c["text"] <= "\u9fff"}


def face(char: dict[str, Any]) -> str:
    """The font of a character without the tag of its subset."""
    return str(char["fontname"]).partition("+")[2]


class Pdf:
    """A file's pages as lines of text and drawn rules."""

    def __init__(self, content: bytes) -> None:
        self.file = pdfplumber.open(BytesIO(content))
        self.pages = [self._lines(page) for page in self.file.pages]

    def _lines(self, page: Any) -> list[Line]:
        lines: list[Line] = []
        for char in sorted(page.chars, key=lambda char: -char["matrix"][5]):
            base = float(page.height) - char["matrix"][5]
            if not lines or abs(lines[-1].base - base) > 3:
                lines.append(Line(page.page_number, base, []))
            lines[-1].chars.append(char)
        for line in lines:
            line.chars.sort(key=lambda char: char["x0"])
        return [line for line in lines if line.seen]

    @cached_property
    def body(self) -> list[list[Line]]:
        """Each page without its number."""
        return [[line for line in page if line.base < BOTTOM + 2 * MM] for page in self.pages]

    @cached_property
    def full(self) -> list[list[Line]]:
        """Pages inside the text, of body lines only."""
        pairs = pairwise(self.body[1:])
        return [page for page, after in pairs if _is_text(page) and _is_text(after[:2])]

    @property
    def text(self) -> str:
        """Every character in reading order, page numbers and white space left out."""
        joined = "".join(line.text for page in self.body for line in page)
        return re.sub(r"\s", "", joined)

    def bars(self, page: int) -> list[Bar]:
        """Horizontal rules of a page, from the top: a border is one rectangle less another."""
        drawn = self.file.pages[page].rects
        found = {bar for inner, outer in pairwise(drawn) for bar in _borders(inner, outer)}
        return sorted(found, key=lambda bar: bar.top)

    def close(self) -> None:
        """Give the memory back."""
        self.file.close()


@dataclass(frozen=True)
class Bar:
    """A horizontal rule."""

    top: float
    bottom: float
    left: float
    right: float
    red: bool


def _borders(inner: dict[str, Any], outer: dict[str, Any]) -> Iterator[Bar]:
    if (inner["x0"], inner["x1"]) != (outer["x0"], outer["x1"]):
        return
    red = is_red(outer["non_stroking_color"])
    for top, bottom in ((outer["top"], inner["top"]), (inner["bottom"], outer["bottom"])):
        if 0.1 < bottom - top < 2 * MM:
            yield Bar(round(top, 2), round(bottom, 2), outer["x0"], outer["x1"], red)


def _is_text(lines: list[Line]) -> bool:
    return bool(lines) and all(abs(line.size - 16) < 0.4 for line in lines)


def is_red(colour: Any) -> bool:
    """Whether a colour of pdfplumber is red."""
    return colour is not None and len(colour) == 3 and colour[0] > 0.9 and max(colour[1:]) < 0.1
