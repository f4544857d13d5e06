"""Tables of contents 目录: found, so that their lines are not taken for headings."""

from __future__ import annotations

import re

from plans.importing.headings import stop_of
from plans.importing.lines import BLANK, TEXT, Line, without_spaces
from plans.importing.values import Omission

_HEADS = ("目录", "目次", "contents", "目录contents")
_PAGE = re.compile(
    r"(?P<gap>[.．…·⋯\-—_\s]*)[-—(（]?\s*(?P<page>[0-9０-９]{1,4}|[IVXivx]{1,5})\s*[-—)）]?$"
)
_LEADER = re.compile(r"[.．·_-]{3,}|[…⋯]|\s{2,}|\t")
_SENTENCE = re.compile("[。；！？]")
# Entries stand on one line, dots and page number included.
_LONGEST = 100
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
    if line.kind != TEXT or len(line.plain) > _LONGEST:
        return at
    if without_spaces(line.plain).lower() in _HEADS:
        # Page numbers are the surer sign: headings alone might be the plan's own beginning.
        return _end_of_pages(lines, at + 1) or _end_of_headings(lines, at + 1) or at + 1
    if _has_leader(line):
        end = _end_of_pages(lines, at) or at
        # Without 目录 above it: two lines with dots may be a form to fill in, three are a table.
        return end if sum(1 for i in range(at, end) if _has_leader(lines[i])) >= 3 else at
    return at


def _has_leader(line: Line) -> bool:
    """An entry known by its dots or wide gap before the page number."""
    if line.kind != TEXT or not _may_be_entry(line):
        return False
    match = _PAGE.search(line.plain)
    if not match or not match["gap"]:
        return False
    return bool(_LEADER.search(match["gap"])) and (
        line.mark is not None or "…" in match["gap"] or "." in match["gap"]
    )


def _may_be_entry(line: Line) -> bool:
    return len(line.plain) <= _LONGEST and not _SENTENCE.search(line.plain)


def _end_of_pages(lines: list[Line], start: int) -> int | None:
    """The table's end by its page numbers, which never go back; an entry may take two lines."""
    end, last, misses = None, 0, 0
    for at in range(start, len(lines)):
        line = lines[at]
        if not line.text:
            continue
        page = _page(line)
        # A number further on than a volume has pages is a year or an amount.
        if page is not None and last <= page <= last + 300:
            end, last, misses = at + 1, page, 0
        # One line without a page number is an entry that goes on in the next; two are the end.
        elif misses or line.kind != TEXT or not _may_be_entry(line):
            break
        else:
            misses += 1
    return end if last else None


def _page(line: Line) -> int | None:
    """The page number at the end of an entry; Roman ones count as the page before 1."""
    if line.kind != TEXT or not _may_be_entry(line):
        return None
    match = _PAGE.search(line.plain)
    if not match or match.start() == 0 or line.plain[match.start() - 1].isdigit():
        return None
    if not match["page"].isdigit():
        return 0 if _LEADER.search(match["gap"]) else None
    return int(match["page"])


def _end_of_headings(lines: list[Line], start: int) -> int | None:
    """The table's end by its entries, which all stand again further down as headings."""
    entries: list[tuple[int, str]] = []
    for at in range(start, len(lines)):
        line = lines[at]
        if line.text and (line.kind != TEXT or not _may_be_entry(line)):
            break
        if not line.text:
            continue
        if entries and _bare(line) == entries[0][1]:
            return at
        entries.append((at, _bare(line)))
    below = {_bare(line) for line in lines[entries[-1][0] + 1 :]} if entries else set()
    repeated = [at for at, text in entries if text in below]
    if len(repeated) < 2 or repeated[0] != entries[0][0]:
        return None
    return repeated[-1] + 1


def _bare(line: Line) -> str:
    """The heading of a line, without spaces and page number."""
    stop = stop_of(line.plain, _LONGEST)
    text = line.plain[: _LONGEST if stop is None else stop]
    return without_spaces(text).rstrip("0123456789")
