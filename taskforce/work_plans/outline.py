"""The paragraphs as a tree: nested by their marks, unmarked ones below the mark above them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from taskforce.work_plans.lines import Line
from taskforce.work_plans.marks import is_further_in, mark_of
from taskforce.work_plans.titles import is_day


@dataclass
class Part:
    """One paragraph with what stands below it; ``style`` "" for unmarked text and rows.

    ``text`` is without the mark, which is ``shown``.
    """

    line: int
    style: str = ""
    shown: str = ""
    text: str = ""
    cells: tuple[str, ...] = ()
    below: list[Part] = field(default_factory=list)

    @property
    def marked(self) -> list[Part]:
        """Those below that carry the outermost mark used there."""
        style = next((part.style for part in self.below if part.style), None)
        return [part for part in self.below if part.style and part.style == style]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The table rows directly below."""
        return [part.cells for part in self.below if part.cells]

    def walk(self) -> Iterator[Part]:
        """This part and everything below, in reading order."""
        yield self
        for part in self.below:
            yield from part.walk()


def outline(paragraphs: list[Line]) -> Part:
    """The root of the tree; an 附件 line begins again at the outermost level.

    The day below a signature is left out.
    """
    root = Part(line=0)
    stack = [root]
    for line in paragraphs:
        if line.is_attachment:
            del stack[1:]
        if is_day(line.text):
            continue
        mark = None if line.cells else mark_of(line.text)
        if mark is None:
            stack[-1].below.append(Part(line.number, text=line.text, cells=line.cells))
            continue
        part = Part(line.number, mark.style, mark.shown, mark.rest)
        _close(stack, mark.style)
        stack[-1].below.append(part)
        stack.append(part)
    return root


def _close(stack: list[Part], style: str) -> None:
    styles = [part.style for part in stack]
    if style in styles:
        del stack[styles.index(style) :]
        return
    while len(stack) > 1 and is_further_in(stack[-1].style, style):
        stack.pop()
