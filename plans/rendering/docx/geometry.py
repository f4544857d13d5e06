"""How high a 版头 is and where its pieces stand, in twips from the upper edge of 版心."""

from __future__ import annotations

from plans.rendering import layout
from plans.rendering.blocks import Letterhead
from plans.rendering.docx.styles import LETTER_EDGE, NUMBER_EDGE
from plans.rendering.docx.units import LINE, mm
from plans.rendering.measure import cells

DOUBLE_RULE = (
    mm(layout.LETTER_RULE_THICK_MM)
    + mm(layout.LETTER_RULE_SPACE_MM)
    + mm(layout.LETTER_RULE_THIN_MM)
)
"""Height of a letter's double line."""
SEAL_GAP = mm(layout.SEAL_WIDTH_MM) - 2 * LINE
"""Between two rows of names that bear seals."""
SIGNERS_IN_ROW = 2


def mark_size(head: Letterhead) -> float:
    """Size in points of 发文机关标志."""
    suffix = cells(head.suffix) if head.style == "file" else 0.0
    if len(head.bodies) > 1:
        return layout.mark_size_pt(round(max(map(cells, head.bodies)) + suffix + 1.49))
    return layout.mark_size_pt(round(cells(head.bodies[0]) + suffix + 0.49))


def corner_lines(head: Letterhead) -> int:
    """Lines of 份号 and 紧急程度."""
    return bool(head.serial) + bool(head.urgency)


def above_mark(head: Letterhead) -> int:
    """Space above the mark's line, so that its characters begin 35 mm below the edge."""
    leading = layout.twips(mark_size(head) * (layout.MARK_LINE - 1) / 2)
    return max(mm(layout.MARK_TOP_MM) - leading - corner_lines(head) * LINE, 0)


def letter_mark_top(head: Letterhead) -> int:
    """From the paper's upper edge to the line of a letter's mark."""
    leading = layout.twips(mark_size(head) * (layout.MARK_LINE - 1) / 2)
    return mm(layout.LETTER_MARK_TOP_MM) - leading


def letter_number_top(head: Letterhead) -> int:
    """Where the number's line begins: 7/8 of a character below the double line."""
    mark = layout.twips(mark_size(head) * layout.MARK_LINE + LETTER_EDGE.space) + DOUBLE_RULE
    gap = layout.twips(layout.BODY_PT * 7 / 8 - (layout.LINE_PT - layout.BODY_PT) / 2)
    return letter_mark_top(head) + mark + gap - mm(layout.PORTRAIT.top)


def head_height(head: Letterhead) -> int:
    """Down to below the red line, in a letter to below the number."""
    if head.style == "letter":
        return letter_number_top(head) + max(corner_lines(head), 1) * LINE
    mark = len(head.bodies) * layout.twips(mark_size(head) * layout.MARK_LINE)
    if head.style == "minutes":
        lines = 2 + 2 * bool(head.number)
    else:
        lines = layout.NUMBER_GAP_LINES + max(1, -(-len(head.signers) // SIGNERS_IN_ROW))
    rule = layout.twips(NUMBER_EDGE.space) + mm(layout.RED_LINE_MM)
    return above_mark(head) + (corner_lines(head) + lines) * LINE + mark + rule
