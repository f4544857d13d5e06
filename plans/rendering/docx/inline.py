"""Runs of text, with the marks of tracked changes 修订 where a run has one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from plans.rendering.blocks import Change, Run, Runs
from plans.rendering.docx.xml import Element, clean, el, properties, run


class Marks:
    """Author, date and running number of tracked changes."""

    def __init__(self, author: str, date: str) -> None:
        self._author = clean(author) or "未署名"
        self._date = date
        self._ids = count(1)

    def mark(self, tag: str) -> Element:
        """An empty ``w:ins``, ``w:del``, ``w:moveFrom`` or ``w:moveTo``."""
        return el(tag, **self.attributes())

    def attributes(self) -> dict[str, str]:
        """What every tracked change carries."""
        given = {"id": str(next(self._ids)), "author": self._author}
        if self._date:
            given["date"] = self._date if "T" in self._date else f"{self._date}T00:00:00Z"
        return given


TAGS: dict[Change, str] = {"inserted": "ins", "deleted": "del"}


def runs(content: Runs, marks: Marks, style: str = "") -> Iterator[Element]:
    """Elements of runs; white space at the very beginning is left out, the style indents."""
    at_start = True
    for one in content:
        text = one.text.lstrip() if at_start else one.text
        if text:
            at_start = False
            yield _element(Run(text, one.bold, one.change), marks, style)


def paragraph_mark(content: Runs, marks: Marks, *hidden: Element) -> Element | None:
    """The ``rPr`` of a paragraph's end: its change, where all of it changed, and ``hidden``."""
    change = whole_change(content)
    return properties("rPr", marks.mark(TAGS[change]) if change else None, *hidden)


def whole_change(content: Iterable[Run]) -> Change:
    """The change that all of the runs share, else none."""
    changes = {one.change for one in content}
    return changes.pop() if len(changes) == 1 else ""


def _element(one: Run, marks: Marks, style: str) -> Element:
    element = run(one.text, "Strong" if one.bold else style, deleted=one.change == "deleted")
    if not one.change:
        return element
    change = marks.mark(TAGS[one.change])
    change.append(element)
    return change
