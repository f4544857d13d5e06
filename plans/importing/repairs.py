"""Lines that hold two things, and things that stand on two lines, put right before reading."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from plans.importing.headings import BARE, shape_of
from plans.importing.lines import ROW, TEXT, Line
from plans.importing.phrases import is_date, is_organisation

_SIGNED = re.compile(r"(\S.{1,38}?)\s+(\S.*日)")
_MARK_ALONE = re.compile(
    r"第\s*[〇零一二三四五六七八九十百0-9]{1,5}\s*(?:[篇编章节]|部分)|[一二三四五六七八九十]{1,3}、"
)


def repaired(lines: list[Line]) -> list[Line]:
    """A signature and its date on one line become two lines; 第一章 alone on its line is taken
    down to the title below it; lines with tabs, one below the other, become table rows."""
    return _tabled(_with_titles(lines))


def _tabled(lines: list[Line]) -> list[Line]:
    out: list[Line] = []
    for columns, run in groupby(lines, key=_columns):
        rows = list(run)
        # One line with tabs is a signature or a heading laid out by hand.
        out += [_row(line) for line in rows] if columns and len(rows) > 1 else rows
    return out


def _columns(line: Line) -> int:
    """How many cells a line parted by tabs has; 0 for any other."""
    if line.kind != TEXT or "\t" not in line.text or line.mark is not None or line.is_item:
        return 0
    return len(line.text.split("\t"))


def _row(line: Line) -> Line:
    cells = [cell.strip().replace("|", "\\|") for cell in line.text.split("\t")]
    return replace(line, text="|" + "|".join(cells) + "|", kind=ROW)


def _with_titles(lines: list[Line]) -> list[Line]:
    out: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        if waiting and line.text:
            title = _titled(waiting[0], line)
            out += [title] if title else waiting
            waiting = []
            if title:
                continue
        if line.kind == TEXT and _MARK_ALONE.fullmatch(line.plain):
            waiting = [line]
        else:
            (waiting if waiting else out).extend(_parted(line))
    return [*out, *waiting]


def _titled(mark: Line, title: Line) -> Line | None:
    if title.kind != TEXT or title.mark is not None or title.is_item:
        return None
    # 第一章 is never parted from a sentence; a longer line is its first paragraph.
    if shape_of(title.plain) != BARE or len(title.plain) > 40:
        return None
    gap = "" if mark.text.endswith("、") else " "
    return replace(mark, text=mark.text + gap + title.text)


def _parted(line: Line) -> list[Line]:
    # Name and date are short; in a sentence a date may follow a body too.
    match = _SIGNED.fullmatch(line.text) if len(line.text) < 70 else None
    if match and line.kind == TEXT and is_organisation(match[1]) and is_date(match[2]):
        return [replace(line, text=match[1]), replace(line, text=match[2])]
    return [line]
