"""Measures of the layout as Word counts them: twips, half points, eighths, hundredths."""

from __future__ import annotations

import math

from plans.rendering import layout
from plans.rendering.layout import Page

CELL = math.floor(layout.twips(layout.mm_to_pt(layout.PORTRAIT.text_width)) / layout.CELLS)
"""Width of a cell of the grid in twips."""
LINE = layout.twips(layout.LINE_PT)
CHARACTER_SPACING = math.floor(layout.CHARACTER_SPACING_PT * layout.TWIPS_PER_PT)
"""Rounded so that a full line still fits."""


def mm(millimetres: float) -> int:
    """Millimetres as twips."""
    return layout.twips(layout.mm_to_pt(millimetres))


def half_points(points: float) -> int:
    """Points as half points, the unit of type sizes."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Points as eighths, the unit of rules."""
    return round(points * 8)


def eighths_of_mm(millimetres: float) -> int:
    """Millimetres as eighths of a point."""
    return eighths(layout.mm_to_pt(millimetres))


def text_width(page: Page) -> int:
    """Width of 版心 in twips."""
    return mm(page.width) - mm(page.left) - mm(page.right)


def page_cells(page: Page) -> int:
    """How many characters of body text a line holds."""
    return round(text_width(page) / CELL)
