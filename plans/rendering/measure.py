"""Places on the grid that both renderers must compute alike: widths, gaps, signatures.

A cell is one Chinese character of the body (3号); Latin letters and digits take half.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from plans.rendering import layout
from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Blanks,
    Block,
    Label,
    Named,
    Note,
    PageBreak,
    Part,
    QrCode,
    Signature,
    Title,
    Toc,
)


def cells(text: str) -> float:
    """Width of a text in characters of its own size."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def gap_lines(previous: Block | None, block: Block, part: Part, *, headed: bool = False) -> int:
    """Empty lines before ``block``; ``headed``: it stands right below the letterhead."""
    if isinstance(block, Title):
        return _title_gap(previous, part, headed=headed)
    if isinstance(block, Signature):
        return layout.SEAL_GAP_LINES if block.seal else layout.SIGNATURE_GAP_LINES
    if isinstance(block, Label | Note | PageBreak):
        return 0
    if isinstance(block, AttachmentNote):
        return layout.ATTACHMENT_NOTE_GAP_LINES
    if isinstance(block, QrCode):
        return 0
    if isinstance(block, Named | Blanks):
        return 0 if type(previous) is type(block) else layout.NAMED_GAP_LINES
    if isinstance(previous, Title | Label):
        return _after_title(block)
    return 0


def _title_gap(previous: Block | None, part: Part, *, headed: bool) -> int:
    if headed:
        return layout.TITLE_GAP_LINES
    if previous is None and part.attachment:
        return layout.ATTACHMENT_TITLE_GAP_LINES
    if isinstance(previous, PageBreak):
        return 0
    return layout.PART_TITLE_GAP_LINES


def _after_title(block: Block) -> int:
    if isinstance(block, Addressee):
        return layout.ADDRESSEE_GAP_LINES
    if isinstance(block, Toc):
        return 0
    return layout.TEXT_AFTER_TITLE_LINES


@dataclass(frozen=True)
class Insets:
    """Distance in cells of a signature's name and date from the right edge of 版心."""

    name: float
    date: float


def signature_insets(name: str, date: str, *, seal: bool) -> Insets:
    """Where one body signs (7.3.5).

    Sealed: the date four in, the name centred over it. Unsealed: the name two in and the
    date's first character two to the right of the name's, or the date two in where it is
    the longer one.
    """
    if seal:
        centred = layout.SEALED_RIGHT_CELLS + (cells(date) - cells(name)) / 2
        return Insets(name=max(centred, 0), date=layout.SEALED_RIGHT_CELLS)
    overhang = cells(date) + 2 - cells(name)
    edge = layout.UNSEALED_RIGHT_CELLS
    return Insets(name=edge + max(overhang, 0), date=edge + max(-overhang, 0))


@dataclass(frozen=True)
class SealGrid:
    """Where the bodies of a joint issue 联合发文 sign: rows of names, flush at the right.

    ``column`` is the width of a place in cells, ``right`` what stays free beside the last,
    ``date`` the distance of the date from the right.
    """

    rows: tuple[tuple[str, ...], ...]
    column: float
    right: float
    date: float


def seal_grid(names: tuple[str, ...], date: str) -> SealGrid:
    """At most three seals in a row, none touching another; the last above the date (7.3.5).

    The date stands four in from the right like that of one body, and the last name over its
    middle; a name too long for that ends at the edge.
    """
    widest = max(cells(name) for name in names)
    column = max(widest + 0.5, layout.SEAL_WIDTH_MM / layout.CELL_MM)
    middle = layout.SEALED_RIGHT_CELLS + cells(date) / 2
    right = max(middle - column / 2, 0.0)
    fitting = max(1, min(layout.SEALS_PER_ROW, int((layout.CELLS - right) // column)))
    rows = ceil(len(names) / fitting)
    per_row = ceil(len(names) / rows)
    placed = tuple(names[at : at + per_row] for at in range(0, len(names), per_row))
    return SealGrid(placed, column, right, right + column / 2 - cells(date) / 2)
