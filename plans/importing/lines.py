"""Lines of a source and the paragraphs they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from plans.importing.marks import Mark, find_mark
from plans.text.markup import Item, Paragraph, Run, parse, plain_runs, write

TEXT, BLANK, BREAK, ROW = "text", "blank", "break", "row"
BOX_OPEN, BOX_CLOSE = "box_open", "box_close"
ITEM = "——"
_ANCHOR = "。"


@dataclass(frozen=True)
class Line:
    """A line of the source, its text in markup and stripped of white space at both ends.

    ``number`` counts from 1. ``indented`` says that white space stood before it, ``whole``
    that it is a paragraph of a word processor and not a line of a text file; ``level`` is its
    outline level (0 the outermost) where the source names one, ``lead`` the white space itself;
    ``spaced``: one space stood behind the text.
    """

    number: int
    text: str
    kind: str = TEXT
    indented: bool = False
    whole: bool = False
    level: int | None = None
    lead: str = ""
    spaced: bool = False

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Its text by weight."""
        return runs_of(self.text)

    @cached_property
    def plain(self) -> str:
        """The characters a reader sees."""
        return plain_runs(self.runs) if has_markup(self.text) else self.text

    @cached_property
    def mark(self) -> Mark | None:
        """The mark of a heading at its start, if it is text."""
        return find_mark(self.plain) if self.kind == TEXT else None

    @property
    def is_item(self) -> bool:
        """Whether it is an item 条目."""
        return self.kind == TEXT and self.text.startswith(ITEM)


@dataclass(frozen=True)
class Para:
    """A true paragraph: one line or several joined. ``gap`` says a blank line stood before."""

    line: Line
    numbers: tuple[int, ...]
    gap: bool = False
    mark: Mark | None = None

    @property
    def number(self) -> int:
        """The source line it begins on."""
        return self.line.number

    @property
    def text(self) -> str:
        """Its markup."""
        return self.line.text

    @property
    def plain(self) -> str:
        """The characters a reader sees."""
        return self.line.plain

    @property
    def kind(self) -> str:
        """Kind of its line."""
        return self.line.kind

    def unmarked(self) -> Para:
        """The same paragraph, its mark taken for text."""
        return replace(self, mark=None)


def has_markup(text: str) -> bool:
    """Whether its plain characters may differ from it."""
    return "**" in text or "\\" in text


def plain_of(markup: str) -> str:
    """The plain characters of one line of markup."""
    return plain_runs(runs_of(markup)) if has_markup(markup) else markup


def runs_of(markup: str) -> tuple[Run, ...]:
    """The runs of one line, whatever it begins with."""
    block = parse(_ANCHOR + markup)[0]
    assert isinstance(block, Paragraph | Item)
    first, *rest = block.runs
    head = (Run(first.text[1:], first.bold),) if len(first.text) > 1 else ()
    return (*head, *rest)


def split_at(markup: str, at: int) -> str:
    """The markup of what follows the first ``at`` plain characters."""
    if not has_markup(markup):
        rest = markup[at:]
        return "\\" + rest if rest.startswith(ITEM) else guarded(rest)
    return behind(runs_of(markup), at)


def behind(runs: tuple[Run, ...], at: int) -> str:
    """The same for a line already read."""
    tail: list[Run] = []
    for run in runs:
        if len(run.text) > at:
            tail.append(Run(run.text[at:], run.bold))
        at = max(0, at - len(run.text))
    return compose(tail)


def compose(runs: Iterable[Run]) -> str:
    """One line of markup for runs, not taken for an item, a row or a box; an asterisk is
    escaped only where it would be read as markup."""
    written = [run for run in runs if run.text]
    easy = "".join(_marked(run.text.replace("\\", "\\\\"), run.bold) for run in written)
    if "*" not in "".join(run.text for run in written) or runs_of(easy) == tuple(written):
        return "\\" + easy if easy.startswith((ITEM, "|", ":::")) else easy
    return write((Paragraph(tuple(written)),))


def _marked(text: str, bold: bool) -> str:
    return f"**{text}**" if bold else text


def guarded(text: str) -> str:
    """The line, kept from being read as a row or a box when it is neither."""
    return "\\" + text if text.startswith(("|", ":::")) else text


def without_spaces(text: str) -> str:
    """For comparing: no white space at all."""
    return "".join(text.split())
