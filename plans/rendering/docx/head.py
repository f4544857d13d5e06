"""版头: 文件格式, 信函格式 and 纪要格式."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plans.rendering import layout
from plans.rendering.blocks import Letterhead
from plans.rendering.docx.context import Context
from plans.rendering.docx.geometry import (
    DOUBLE_RULE,
    SIGNERS_IN_ROW,
    above_mark,
    corner_lines,
    letter_mark_top,
    letter_number_top,
    mark_size,
)
from plans.rendering.docx.prose import line
from plans.rendering.docx.tables import spacer
from plans.rendering.docx.units import CELL, LINE, mm, text_width
from plans.rendering.docx.xml import Element, el, insert_property, paragraph, run, tabs
from plans.rendering.measure import cells

_LETTER_SIDE = mm((layout.PORTRAIT.width - layout.LETTER_RULE_WIDTH_MM) / 2)
"""From the paper's edge to the double lines."""
_SIGNERS_LABEL = "签发人："


def letterhead(head: Letterhead, context: Context) -> Iterator[Element]:
    """The 版头, down to its red line."""
    if head.style == "letter":
        yield from _letter(head, context)
    elif head.style == "minutes":
        yield from _corner(head)
        yield from _mark(head, context)
        yield from _minutes_lines(head, context)
    else:
        yield from _corner(head)
        yield from (_joint_mark if len(head.bodies) > 1 else _mark)(head, context)
        yield from _number(head, context)


def _corner(head: Letterhead) -> Iterator[Element]:
    if head.serial:
        yield line("Serial", head.serial)
    if head.urgency:
        yield line("Urgency", head.urgency)


def _mark(head: Letterhead, context: Context) -> Iterator[Element]:
    suffix = head.suffix if head.style == "file" else ""
    text = head.bodies[0] + suffix
    size = mark_size(head)
    yield _sized(line("Mark", text), context, size, before=above_mark(head))


def _sized(element: Element, context: Context, size: float, **changes: float) -> Element:
    return context.vary(element, size=size, line=size * layout.MARK_LINE, **changes)


def _joint_mark(head: Letterhead, context: Context) -> Iterator[Element]:
    """The names one below the other, as wide as the widest, 文件 beside their middle (7.2.4)."""
    widest = max(map(cells, head.bodies))
    size = mark_size(head)
    unit = layout.twips(size)
    full = text_width(context.page)
    left = (full - (widest + cells(head.suffix) + 1) * unit) / 2
    above = above_mark(head)
    for number, name in enumerate(head.bodies):
        gaps = max(len(name) - 1, 1)
        stretch = round((widest - cells(name)) * unit / gaps)
        before = 0 if number else above
        element = line("MarkJoint", name)
        yield _sized(element, context, size, before=before, spacing=stretch, left=left / CELL)
    if head.suffix:
        yield _framed_suffix(head, context, size, round(full - left - cells(head.suffix) * unit))


def _framed_suffix(head: Letterhead, context: Context, size: float, x: int) -> Element:
    height = layout.twips(size * layout.MARK_LINE)
    top = above_mark(head) + corner_lines(head) * LINE
    frame = el(
        "framePr",
        w=layout.twips(cells(head.suffix) * size + 2),
        hSpace=0,
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        x=x,
        y=top + height * (len(head.bodies) - 1) // 2,
    )
    element = insert_property(line("Mark", head.suffix), frame)
    return _sized(element, context, size)


def _number(head: Letterhead, context: Context) -> Iterator[Element]:
    if not head.signers:
        yield line("DocumentNumber", head.number)
        return
    rows = [
        head.signers[at : at + SIGNERS_IN_ROW] for at in range(0, len(head.signers), SIGNERS_IN_ROW)
    ]
    stops = _signer_stops(rows, text_width(context.page))
    for at, row in enumerate(rows):
        last = at == len(rows) - 1
        element = paragraph("DocumentNumberUpward" if last else "Signers", (), stops())
        element.append(run(f"\t{head.number if last else ''}"))
        element.append(run(f"\t{_SIGNERS_LABEL}" if not at else "\t\t"))
        element.append(run("　".join(row), "Kai"))
        yield context.vary(element, before=0 if at else layout.NUMBER_GAP_LINES * LINE)


def _signer_stops(rows: list[tuple[str, ...]], full: int) -> Callable[[], Element]:
    names = max(cells("　".join(row)) for row in rows)
    second = full - round((names + layout.INDENT_CELLS / 2) * CELL)
    first = second - round(cells(_SIGNERS_LABEL) * CELL)
    return lambda: tabs(left=(CELL, first, second))


def _minutes_lines(head: Letterhead, context: Context) -> Iterator[Element]:
    if head.number:
        yield line("MinutesNumber", head.number)
    stops = tabs(left=(CELL,), right=text_width(context.page) - CELL)
    yield paragraph("MinutesLine", [run(f"\t{head.issuer}\t{head.date}")], stops)


def _letter(head: Letterhead, context: Context) -> Iterator[Element]:
    """The mark and its double line in a frame placed from the paper's top; then the number."""
    frame = el(
        "framePr",
        w=mm(layout.LETTER_RULE_WIDTH_MM),
        hSpace=0,
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=_LETTER_SIDE,
        y=letter_mark_top(head),
    )
    mark = _sized(line("LetterMark", head.bodies[0]), context, mark_size(head))
    yield insert_property(mark, frame)
    notes = [text for text in (head.serial, head.urgency) if text] or [""]
    stops = tabs(left=(1,), right=text_width(context.page))
    number = paragraph("LetterNumber", [run(f"\t{notes[0]}\t{head.number}")], stops)
    yield context.vary(number, before=letter_number_top(head))
    for text in notes[1:]:
        yield line("Urgency", text)


def letter_foot() -> list[Element]:
    """The double line near the lower edge of a letter's first page."""
    frame = el(
        "framePr",
        w=mm(layout.LETTER_RULE_WIDTH_MM),
        hSpace=0,
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=_LETTER_SIDE,
        y=mm(layout.PORTRAIT.height - layout.LETTER_RULE_BOTTOM_MM) - DOUBLE_RULE,
    )
    return [paragraph("LetterFoot", (), frame), spacer()]
