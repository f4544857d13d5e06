"""Rules of GB/T 9704-2012 and of our own, measured on a PDF file; each returns its faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median

from tests.plans.rendering.pdf_pages import (
    BOTTOM,
    CELL,
    LEFT,
    MM,
    RIGHT,
    TOP,
    Line,
    Pdf,
    face,
    is_red,
)

LEVELS = (
    (re.compile(r"^[一二三四五六七八九十]{1,3}、"), "FandolHei"),
    (re.compile(r"^（[一二三四五六七八九十]{1,3}）"), "FandolKai"),
    (re.compile(r"^\d{1,3}[.．](?!\d)"), "FandolFang"),
    (re.compile(r"^（\d{1,3}）"), "FandolFang"),
)
DATE = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
_SIGNED_WITHIN = 4
"""Lines from the top of a page on which text goes before name and date."""
Rule = Callable[[Pdf], list[str]]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Enter a rule under its name."""
    RULES[function.__name__] = function
    return function


def differs(name: str, value: float, wanted: float, tolerance: float) -> Iterator[str]:
    """A fault when a measure is off, in mm."""
    if abs(value - wanted) > tolerance * MM:
        yield f"{name} {value / MM:.1f} mm, not {wanted / MM:.1f}"


@rule
def paper_is_a4(pdf: Pdf) -> list[str]:
    sizes = {tuple(round(n / MM) for n in (p.width, p.height)) for p in pdf.file.pages}
    return [str(size) for size in sizes - {(210, 297), (297, 210)}]


@rule
def text_fills_the_type_area(pdf: Pdf) -> list[str]:
    lines = [line for page in pdf.full for line in page]
    first = median(page[0].top for page in pdf.full) - (28.95 - 16) / 2
    return [
        *differs("left", min(line.left for line in lines), LEFT, 0.5),
        *differs("right", max(line.right for line in lines), RIGHT, 1),
        *differs("top", first, TOP, 0.5),
    ]


@rule
def a_page_holds_22_lines(pdf: Pdf) -> list[str]:
    faults = []
    for page, after in pairwise(pdf.body[1:]):
        if page in pdf.full and not 0 <= 22 - len(page) <= _pushed(after):
            faults.append(f"page {page[0].page}: {len(page)}")
    return faults


def _pushed(page: list[Line]) -> int:
    """Lines that leave the page before short: headings, kept with their text, and a line of
    text that goes with the signature.
    """
    if any(DATE.fullmatch(line.text) for line in page[:_SIGNED_WITHIN]):
        return _SIGNED_WITHIN
    count = 0
    while count < len(page) and face(page[count].seen[:3][-1]) in ("FandolHei", "FandolKai"):
        count += 1
    return count


@rule
def lines_stand_28_95_points_apart(pdf: Pdf) -> list[str]:
    gaps = {round(b.base - a.base, 2) for page in pdf.full for a, b in pairwise(page)}
    return [str(gap) for gap in gaps if abs(gap - 28.95) > 0.3]


@rule
def a_line_holds_28_characters(pdf: Pdf) -> list[str]:
    wrapped = [
        a.cells + round((a.left - LEFT) / CELL)
        for page in pdf.full
        for a, b in pairwise(page)
        if b.left < LEFT + CELL / 2
    ]
    share = sum(1 for cells in wrapped if cells >= 27) / len(wrapped)
    return [] if max(wrapped) == 28 and share > 0.9 else [f"{max(wrapped)}, {share:.0%}"]


@rule
def no_line_begins_or_ends_with_the_wrong_mark(pdf: Pdf) -> list[str]:
    lines = [line for page in pdf.full for line in page]
    return [
        line.text
        for line in lines
        if line.text[0] in "，。、；：？！）》〉”’"
        or (line.cells > 20 and line.text[-1] in "（《〈“‘")
    ]


@rule
def headings_have_their_faces(pdf: Pdf) -> list[str]:
    faults = []
    for line in (line for page in pdf.body for line in page):
        if abs(line.size - 16) > 0.4 or abs(line.left - LEFT - 2 * CELL) > 4:
            continue
        for pattern, wanted in LEVELS:
            if pattern.match(line.text) and face(line.seen[3]) != wanted:
                faults.append(f"{line.text[:10]} {face(line.seen[3])}")
    return faults


@rule
def no_heading_stands_at_the_foot_of_a_page(pdf: Pdf) -> list[str]:
    feet = [page[-1] for page in pdf.body if page]
    marks = [pattern for pattern, _ in LEVELS[:2]]
    entries = re.compile(r"…\s*\d+$")  # of 目录
    return [
        line.text
        for line in feet
        if any(mark.match(line.text) for mark in marks) and not entries.search(line.text)
    ]


@rule
def the_title_is_xbs_of_22_points_in_the_middle(pdf: Pdf) -> list[str]:
    titles = _titles(pdf)
    middle = (LEFT + RIGHT) / 2
    faults = [] if titles else ["no title"]
    for line in titles:
        faults += differs("middle", (line.left + line.right) / 2, middle, 1)
        if line.fonts() != {"FandolSong-Bold"}:
            faults.append(str(line.fonts()))
    return faults


def _titles(pdf: Pdf, pages: slice = slice(None)) -> list[Line]:
    lines = (line for page in pdf.body[pages] for line in page)
    return [line for line in lines if abs(line.size - 22) < 0.5 and not _red_line(line)]


def _red_line(line: Line) -> bool:
    return all(is_red(char["non_stroking_color"]) for char in line.seen)


@rule
def only_the_mark_is_coloured(pdf: Pdf) -> list[str]:
    lines = [line for page in pdf.body for line in page if line.size < 23]
    black = (None, (0,), (0, 0, 0))
    return [
        line.text
        for line in lines
        if any(char["non_stroking_color"] not in black for char in line.seen)
    ]


@rule
def the_mark_is_red_and_35_mm_down(pdf: Pdf) -> list[str]:
    marks = [line for line in pdf.body[0] if line.size > 23 and _red_line(line)]
    if not marks:
        return ["no red mark"]
    return [
        *differs("top", marks[0].top - TOP, 35 * MM, 0.5),
        *differs("middle", (marks[0].left + marks[0].right) / 2, (LEFT + RIGHT) / 2, 1),
    ]


@rule
def the_number_stands_4_mm_above_a_red_line(pdf: Pdf) -> list[str]:
    bars = [bar for bar in pdf.bars(0) if bar.red]
    numbers = [line for line in pdf.body[0] if re.search(r"〔\d{4}〕[1-9]\d*号", line.text)]
    if not bars or not numbers:
        return ["no number or no red line"]
    return [
        *differs("left", bars[0].left, LEFT, 0.5),
        *differs("right", bars[0].right, RIGHT, 0.5),
        *differs("gap", bars[0].top - numbers[0].base - 0.12 * 16, 4 * MM, 0.5),
    ]


@rule
def the_title_stands_two_lines_below_the_red_line(pdf: Pdf) -> list[str]:
    bars = [bar for bar in pdf.bars(0) if bar.red]
    titles = _titles(pdf, slice(1))
    if not bars or not titles:
        return ["no title or no red line"]
    return list(differs("gap", titles[0].top - bars[0].bottom, 2 * 28.95, 1))


@rule
def the_addressee_stands_flush_and_ends_with_a_colon(pdf: Pdf) -> list[str]:
    titles = _titles(pdf, slice(1))
    after = [line for line in pdf.body[0] if titles and line.base > titles[-1].base]
    ends = [number for number, line in enumerate(after) if line.text.endswith("：")]
    if not ends:
        return ["no addressee"]
    return list(differs("left", after[0].left, LEFT, 0.5))


@rule
def the_first_page_shows_text(pdf: Pdf) -> list[str]:
    ends = [number for number, line in enumerate(pdf.body[0]) if line.text.endswith("：")]
    return [] if ends and len(pdf.body[0]) > ends[0] + 1 else ["no text"]


@rule
def the_date_is_four_characters_in(pdf: Pdf) -> list[str]:
    dates = [line for page in pdf.body for line in page if DATE.fullmatch(line.text)]
    if not dates:
        return ["no date"]
    return list(differs("inset", RIGHT - dates[0].right, 4 * CELL, 1))


@rule
def the_signature_has_text_on_its_page(pdf: Pdf) -> list[str]:
    for page in pdf.body:
        at = next((n for n, line in enumerate(page) if DATE.fullmatch(line.text)), None)
        if at is not None:
            return [] if at >= 2 else [f"page {page[0].page} holds no text"]
    return ["no date"]


@rule
def page_numbers_stand_outside(pdf: Pdf) -> list[str]:
    faults: list[str] = []
    for number, page in enumerate(pdf.pages, 1):
        feet = [line for line in page if line.base > BOTTOM + 2 * MM]
        if len(feet) != 1 or re.sub(r"\s", "", feet[0].text) != f"—{number}—":
            faults.append(f"page {number}: {[line.text for line in feet]}")
            continue
        inset = RIGHT - feet[0].right if number % 2 else feet[0].left - LEFT
        faults += differs(f"page {number} inset", inset, 14, 0.5)
        faults += differs(f"page {number} drop", feet[0].base - 0.3 * 14 - BOTTOM, 7 * MM, 0.5)
        if {face(char) for char in feet[0].seen} != {"FandolSong"} or feet[0].size != 14:
            faults.append(f"page {number}: face or size")
    return faults


@rule
def the_colophon_lies_on_the_lower_edge(pdf: Pdf) -> list[str]:
    bars = [bar for bar in pdf.bars(-1) if not bar.red]
    if not bars:
        return ["no colophon"]
    thick = [round((bar.bottom - bar.top) / MM, 2) for bar in bars]
    inner = [0.25] * (len(bars) - 2)
    faults = [] if thick == [0.35, *inner, 0.35] else [f"rules {thick}"]
    return [*faults, *differs("edge", bars[-1].bottom, BOTTOM, 0.5)]


@rule
def the_colophon_says_who_printed_when(pdf: Pdf) -> list[str]:
    last = pdf.body[-1][-1] if pdf.body[-1] else None
    if last is None or not re.search(r"\d{4}年\d+月\d+日印发$", last.text) or last.size != 14:
        return [last.text if last else "no colophon"]
    return []
