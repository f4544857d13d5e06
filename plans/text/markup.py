"""The stored markup and its only parser.

One block a line: a paragraph; an item 条目 (the line begins with ``——``); a box 专栏 from
``:::box 标题`` to ``:::``; a table of consecutive ``|a|b|`` rows. Inside a line ``**bold**``.
A backslash takes the meaning from the next of ``\\ * | : —``; before anything else it is a
character like any other. What does not pair (a lone ``**``, a box never closed) is text.

``parse`` accepts any string, and ``write(parse(s)) == s``: a block that was read keeps the
lines it was read from, a block built by hand is composed in the canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

ITEM_MARK = "——"
BOX_OPEN = ":::box"
BOX_CLOSE = ":::"
_ESCAPABLE = "\\*|:—"
_ESCAPABLES = tuple(_ESCAPABLE)
_ESCAPE = re.compile(r"\\([\\*|:—])")
_ESCAPE_OR_BOLD = re.compile(r"\\[\\*|:—]|\*\*")


@dataclass(frozen=True)
class Run:
    """A stretch of characters of one weight; ``text`` holds no markup."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph; no runs: an empty line."""

    runs: tuple[Run, ...]
    source: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Item:
    """A paragraph that is printed with ``——`` before its runs."""

    runs: tuple[Run, ...]
    source: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Table:
    """Rows of cells of runs; the rows need not be of one length."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    source: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Box:
    """A box 专栏: its title and the blocks inside, never another box."""

    title: tuple[Run, ...]
    blocks: tuple[Paragraph | Item | Table, ...]
    source: str | None = field(default=None, compare=False, repr=False)


Simple = Paragraph | Item | Table
Block = Paragraph | Item | Table | Box


def parse(text: str) -> tuple[Block, ...]:
    """Read any string as blocks; nothing in it is ever lost or an error."""
    if not text:
        return ()
    return tuple(_blocks(text.split("\n")))


def write(blocks: Sequence[Block]) -> str:
    """The stored markup of blocks; the exact string they were parsed from, if they were."""
    return "\n".join(b.source if b.source is not None else _compose(b) for b in blocks)


def plain(text: str) -> str:
    """The characters a reader sees, one block (or table row) a line, cells parted by tabs."""
    return "\n".join(line for block in parse(text) for line in _plain_lines(block))


def paragraphs(text: str) -> list[str]:
    """The stored markup of each block by itself, empty lines left out."""
    return [write((block,)) for block in parse(text) if block != Paragraph(())]


def plain_runs(runs: Sequence[Run]) -> str:
    """The characters of runs without their weight."""
    return "".join(run.text for run in runs)


def escape(text: str) -> str:
    """Markup that prints exactly ``text`` as one paragraph (which holds no line end)."""
    return _guard_start(re.sub(r"[\\*]", lambda m: "\\" + m[0], text))


def word_count(text: str) -> int:
    """字数: characters a reader sees, white space not counted."""
    return sum(1 for char in plain(text) if not char.isspace())


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        end = _box_end(lines, at)
        if end is not None:
            yield _box(lines[at : end + 1])
            at = end + 1
        else:
            block, at = _simple(lines, at, len(lines))
            yield block


def _box_end(lines: list[str], at: int) -> int | None:
    if not (lines[at] == BOX_OPEN or lines[at].startswith(BOX_OPEN + " ")):
        return None
    for end in range(at + 1, len(lines)):
        if lines[end] == BOX_CLOSE:
            return end
        if lines[end] == BOX_OPEN or lines[end].startswith(BOX_OPEN + " "):
            return None
    return None


def _box(lines: list[str]) -> Box:
    inner: list[Simple] = []
    at = 1
    while at < len(lines) - 1:
        block, at = _simple(lines, at, len(lines) - 1)
        inner.append(block)
    title = _runs(lines[0][len(BOX_OPEN) + 1 :])
    return Box(title, tuple(inner), source="\n".join(lines))


def _simple(lines: list[str], at: int, stop: int) -> tuple[Simple, int]:
    line = lines[at]
    if _is_row(line):
        end = at + 1
        while end < stop and _is_row(lines[end]):
            end += 1
        rows = tuple(_cells(row) for row in lines[at:end])
        return Table(rows, source="\n".join(lines[at:end])), end
    if line.startswith(ITEM_MARK):
        return Item(_runs(line[len(ITEM_MARK) :]), source=line), at + 1
    return Paragraph(_runs(line), source=line), at + 1


def _is_row(line: str) -> bool:
    if len(line) < 2 or not line.startswith("|") or not line.endswith("|"):
        return False
    before_last = line[1:-1]
    backslashes = len(before_last) - len(before_last.rstrip("\\"))
    return backslashes % 2 == 0


def _cells(line: str) -> tuple[tuple[Run, ...], ...]:
    cells: list[str] = [""]
    inner = line[1:-1]
    at = 0
    while at < len(inner):
        if inner[at] == "\\" and inner[at + 1 : at + 2] in _ESCAPABLES:
            cells[-1] += inner[at : at + 2]
            at += 2
        elif inner[at] == "|":
            cells.append("")
            at += 1
        else:
            cells[-1] += inner[at]
            at += 1
    return tuple(_runs(cell) for cell in cells)


def _runs(line: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    start = 0
    while (opening := _marker(line, start)) is not None:
        closing = _marker(line, opening + 2 + _first_width(line[opening + 2 :]))
        if closing is None:
            break
        runs.append(Run(_unescape(line[start:opening])))
        runs.append(Run(_unescape(line[opening + 2 : closing]), bold=True))
        start = closing + 2
    runs.append(Run(_unescape(line[start:])))
    return tuple(run for run in runs if run.text)


def _first_width(text: str) -> int:
    """How many characters of markup the first printed character takes."""
    return 2 if text.startswith("\\") and text[1:2] in _ESCAPABLES else 1


def _marker(line: str, start: int) -> int | None:
    """Where the next ``**`` stands that no backslash takes the meaning from."""
    found = _ESCAPE_OR_BOLD.finditer(line, start)
    return next((match.start() for match in found if match[0] == "**"), None)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _compose(block: Block) -> str:
    if isinstance(block, Item):
        return ITEM_MARK + _compose_runs(block.runs)
    if isinstance(block, Table):
        return "\n".join("|" + "|".join(map(_compose_cell, row)) + "|" for row in block.rows)
    if isinstance(block, Box):
        opening = BOX_OPEN + (" " + _compose_runs(block.title) if block.title else "")
        return "\n".join([opening, *(write((b,)) for b in block.blocks), BOX_CLOSE])
    return _guard_start(_compose_runs(block.runs))


def _compose_runs(runs: Sequence[Run]) -> str:
    parts = []
    for run in runs:
        safe = re.sub(r"[\\*]", lambda m: "\\" + m[0], run.text.replace("\n", " "))
        parts.append(f"**{safe}**" if run.bold else safe)
    return "".join(parts)


def _compose_cell(runs: Sequence[Run]) -> str:
    return _compose_runs(runs).replace("|", "\\|")


def _guard_start(line: str) -> str:
    if line.startswith((ITEM_MARK, BOX_CLOSE, "|")):
        return "\\" + line
    return line


def _plain_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Item):
        yield ITEM_MARK + plain_runs(block.runs)
    elif isinstance(block, Table):
        for row in block.rows:
            yield "\t".join(plain_runs(cell) for cell in row)
    elif isinstance(block, Box):
        yield plain_runs(block.title)
        for inner in block.blocks:
            yield from _plain_lines(inner)
    else:
        yield plain_runs(block.runs)
