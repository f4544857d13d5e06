"""What follows the text: 附件说明, 署名 and 成文日期, 附注, lists of names, places to write."""

from __future__ import annotations

from collections.abc import Iterator

from plans.rendering import layout
from plans.rendering.blocks import AttachmentNote, Blanks, Named, Signature
from plans.rendering.docx.context import Context
from plans.rendering.docx.geometry import SEAL_GAP
from plans.rendering.docx.prose import line
from plans.rendering.docx.tables import plain_table
from plans.rendering.docx.units import CELL, text_width
from plans.rendering.docx.xml import Element, el, paragraph, run
from plans.rendering.measure import cells, seal_grid, signature_insets

_LEAD = "附件："


def attachment_note(block: AttachmentNote, context: Context) -> Iterator[Element]:
    """附件：1. …, each name under the first, later lines flush with its first character."""
    lead = _LEAD
    for number, name in enumerate(block.names, 1):
        mark = f"{number}." if len(block.names) > 1 else ""
        left = layout.INDENT_CELLS + cells(_LEAD + mark)
        element = line("AttachmentNote", f"{lead}{mark}{name}")
        yield context.vary(element, left=left, hanging=cells(lead + mark))
        lead = ""


def named(block: Named, context: Context) -> Element:
    """出席：names, later lines flush with the first."""
    label = f"{block.label}："
    element = paragraph("Named", [run(label, "Hei"), run(block.text)])
    width = cells(label)
    return context.vary(element, left=layout.INDENT_CELLS + width, hanging=width)


def signature(block: Signature, context: Context) -> Iterator[Element]:
    """署名 and 成文日期 of one body or of several."""
    if len(block.names) == 1:
        insets = signature_insets(block.names[0], block.date, seal=block.seal)
        yield context.vary(line("SignatureName", block.names[0]), right=insets.name)
        yield context.vary(line("SignatureDate", block.date), right=insets.date)
    elif block.seal:
        yield from _sealed_rows(block, context)
    else:
        yield from _stacked(block, context)


def blanks(block: Blanks, context: Context) -> Element:
    """One line of labels, each with a rule to write on."""
    stops: list[Element] = []
    content: list[Element] = []
    at = float(layout.INDENT_CELLS)
    for blank in block.items:
        label = f"{blank.label}："
        at += cells(label) + blank.cells
        last = blank is block.items[-1]
        if blank.cells:
            stops += [_stop(at, "underscore"), _stop(at + 1, "none")]
        else:
            edge = text_width(context.page)
            stops.append(el("tab", val="right", leader="underscore", pos=edge))
        content.append(run(f"{label}\t" if last else f"{label}\t\t"))
        at += 1
    return paragraph("Blanks", content, el("tabs", *stops))


def _stop(at: float, leader: str) -> Element:
    return el("tab", val="left", leader=leader, pos=round(at * CELL))


def _stacked(block: Signature, context: Context) -> Iterator[Element]:
    widest = max(block.names, key=cells)
    insets = signature_insets(widest, block.date, seal=False)
    for name in block.names:
        right = insets.name + cells(widest) - cells(name)
        yield context.vary(line("SignatureName", name), right=right)
    yield context.vary(line("SignatureDate", block.date), right=insets.date)


def _sealed_rows(block: Signature, context: Context) -> Iterator[Element]:
    """A place for a seal over every name; the last one also covers the date (7.3.5)."""
    grid = seal_grid(block.names, block.date)
    places = len(grid.rows[0])
    column = round(grid.column * CELL)
    left = max(text_width(context.page) - round(grid.right * CELL) - places * column, 0)
    rows: list[list[Element]] = []
    for names in grid.rows:
        texts = (*[""] * (places - len(names)), *names)
        cells_of_row = [line("SignatureCell", text) for text in texts]
        if rows:
            cells_of_row = [context.vary(one, before=SEAL_GAP) for one in cells_of_row]
        rows.append(cells_of_row)
    yield plain_table(rows, [column] * places, left=left)
    yield context.vary(line("SignatureDate", block.date), right=grid.date)
