"""Tables of contents 目录: found, so that their lines are not taken for headings."""

from __future__ import annotations

import re

from plans.importing.lines import BLANK, TEXT, Line, without_spaces
from plans.importing.values import Omission

_HEADS = ("目录", "目次", "contents", "目录contents")
_PAGE = re.compile(r"(?:[.．…·⋯\-—_\s]{2,}|\t|　)\s*[-—(（]?\s*[0-9０-９IVXivx]{1,4}\s*[-—)）]?$")
_LEADER = re.compile(r"[.．…·⋯]{3,}|…")
_SENTENCE = re.compile("[。；！？]")
CONTENTS = "目录"


def take_out_contents(lines: list[Line]) -> tuple[list[Line], list[Omission]]:
    """The lines with a table of contents made blank, and what was taken out."""
    out: set[int] = set()
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        out.update(range(at, end))
        at = max(end, at + 1)
    omissions = [
        Omission(lines[i].number, lines[i].text, CONTENTS) for i in sorted(out) if lines[i].text
    ]
    return [_kept(line, i in out) for i, line in enumerate(lines)], omissions


def _kept(line: Line, omitted: bool) -> Line:
    return Line(line.number, "", BLANK) if omitted else line


def _end(lines: list[Line], at: int) -> int:
    """Where the table that begins at ``at`` ends; ``at`` itself if none begins here."""
    line = lines[at]
    if line.kind != TEXT:
        return at
    if _is_head(line):
        return _end_of_pages(lines, at + 1) or _end_of_headings(lines, at + 1) or at + 1
    if _entry(line):
        end = _end_of_pages(lines, at) or at
        return end if sum(1 for i in range(at, end) if _entry(lines[i])) >= 3 else at
    return at


def _is_head(line: Line) -> bool:
    return len(line.plain) < 20 and without_spaces(line.plain).lower() in _HEADS


def _entry(line: Line) -> bool:
    return (
        line.kind == TEXT
        and len(line.plain) <= 100
        and bool(_PAGE.search(line.plain))
        and not _SENTENCE.search(line.plain)
        and (line.mark is not None or bool(_LEADER.search(line.plain)) or "\t" in line.plain)
    )


def _end_of_pages(lines: list[Line], start: int) -> int | None:
    """The table's end by its page numbers; an entry may be broken over two lines."""
    end, misses = None, 0
    for at in range(start, len(lines)):
        line = lines[at]
        if not line.text:
            continue
        if _entry(line) or (end is not None and _loose_entry(line)):
            end, misses = at + 1, 0
        elif misses or _SENTENCE.search(line.plain) or line.kind != TEXT or len(line.plain) > 60:
            break
        else:
            misses += 1
    return end


def _loose_entry(line: Line) -> bool:
    return len(line.plain) <= 60 and bool(_PAGE.search(line.plain))


def _end_of_headings(lines: list[Line], start: int) -> int | None:
    """The table's end where its first entry stands again as the real heading."""
    first: str | None = None
    for at in range(start, len(lines)):
        line = lines[at]
        if not line.text:
            continue
        if line.kind != TEXT or len(line.plain) > 60 or _SENTENCE.search(line.plain):
            return None
        if first is None:
            first = _bare(line)
        elif _bare(line) == first:
            return at
    return None


def _bare(line: Line) -> str:
    return without_spaces(_PAGE.sub("", line.plain)).rstrip("0123456789")
