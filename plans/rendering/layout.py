"""Page, grid, sizes, faces, colours and distances of GB/T 9704-2012, in one place.

The PDF's CSS and the DOCX's styles are both made from these values and from no others.
Lengths end in ``_MM`` or ``_PT``; "lines" and "cells" are units of the grid. Clause numbers
of the standard stand beside what it fixes; the rest is practice.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 4
"""Raise it when anything here or in a renderer changes what comes out."""

PT_PER_MM = 72 / 25.4
TWIPS_PER_PT = 20


@dataclass(frozen=True)
class Page:
    """Paper and margins in mm; what is left is the type area 版心."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def text_width(self) -> float:
        """Width of 版心 in mm."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height of 版心 in mm."""
        return self.height - self.top - self.bottom


PORTRAIT = Page(width=210, height=297, top=37, right=26, bottom=35, left=28)  # 5.1, 5.2.1
WIDE_MARGIN = Page(width=210, height=297, top=37, right=64, bottom=35, left=28)
LANDSCAPE = Page(width=297, height=210, top=28, right=37, bottom=26, left=35)
"""The portrait page turned: its binding edge on top, its foot at the left (7.6)."""

LINES = 22  # 5.2.3
CELLS = 28
BODY_PT = 16.0  # 3号
LINE_PT = 28.95
"""22 lines in 225 mm; 225 mm / 22 exactly would lose a line to rounding."""
CELL_PT = 15.787
"""28 characters in 156 mm, with a little left over for rounding."""
CELL_MM = CELL_PT / PT_PER_MM
CHARACTER_SPACING_PT = CELL_PT - BODY_PT

TITLE_PT = 22.0  # 2号, 7.3.1
TITLE_LINE_PT = 36.0
SMALL_PT = 14.0  # 4号: page numbers, 版记
SMALL_LINE_PT = 24.0
BOX_PT = 14.0
BOX_LINE_PT = 24.0
TABLE_PT = 12.0  # 小四
TABLE_LINE_PT = 18.0
TOC_TITLE_PT = 22.0

INDENT_CELLS = 2  # 7.3.3


@dataclass(frozen=True)
class Face:
    """One role of type: the embedded family of the PDF, the name that Word knows."""

    pdf: str
    docx: str
    bold: bool = False


LATIN = Face(pdf="Liberation Serif Latin", docx="Times New Roman")
FANG = Face(pdf="FandolFang", docx="仿宋_GB2312")
KAI = Face(pdf="FandolKai", docx="楷体_GB2312")
HEI = Face(pdf="FandolHei", docx="黑体")
SONG = Face(pdf="FandolSong", docx="宋体")
XBS = Face(pdf="FandolSong", docx="方正小标宋简体", bold=True)
RARE = Face(pdf="Noto Serif CJK SC", docx="宋体")
"""Characters of names that the other faces lack."""

HEADING_FACES = {1: HEI, 2: KAI, 3: FANG, 4: FANG}  # 7.3.3

RED = "ff0000"
BLACK = "000000"
INSERTED = "c00000"
DELETED = "c00000"

# 版头, 7.2
MARK_TOP_MM = 35.0
"""From the top of 版心 to the top of 发文机关标志 (7.2.4)."""
MARK_MAX_PT = 48.0
MARK_LINE = 1.3
"""Line height of the mark, in its size."""
NUMBER_GAP_LINES = 2  # 7.2.5
RED_LINE_GAP_MM = 4.0  # 7.2.7
RED_LINE_MM = 0.7
TITLE_GAP_LINES = 2  # 7.3.1

# 信函格式, 10.1
LETTER_MARK_TOP_MM = 30.0
LETTER_RULE_GAP_MM = 4.0
LETTER_RULE_WIDTH_MM = 170.0
LETTER_RULE_BOTTOM_MM = 20.0
LETTER_RULE_THICK_MM = 1.0
LETTER_RULE_THIN_MM = 0.35
LETTER_RULE_SPACE_MM = 0.5
LETTER_RULE_HEIGHT_MM = LETTER_RULE_THICK_MM + LETTER_RULE_SPACE_MM + LETTER_RULE_THIN_MM

# 主体, 7.3: empty lines before
ADDRESSEE_GAP_LINES = 1
PART_TITLE_GAP_LINES = 1
"""Above the title of a part that has no label."""
TEXT_AFTER_TITLE_LINES = 1
"""Between a title and the text where there is no 主送机关."""
ATTACHMENT_NOTE_GAP_LINES = 1
SIGNATURE_GAP_LINES = 1
SEAL_GAP_LINES = 2
"""A seal is 42 mm across, its top within a line of the text, name and date below its middle."""
SEAL_WIDTH_MM = 44.0
SEALS_PER_ROW = 3
NAMED_GAP_LINES = 1
UNSEALED_RIGHT_CELLS = 2
SEALED_RIGHT_CELLS = 4
ATTACHMENT_TITLE_GAP_LINES = 1
"""附件1 on line one, the title on line three (7.3.7)."""

# 版记, 7.4
COLOPHON_OUTER_MM = 0.35
COLOPHON_INNER_MM = 0.25
COLOPHON_INSET_CELLS = 1

# 页码, 7.5
PAGE_NUMBER_GAP_MM = 7.0
"""From the lower edge of 版心 to the dash."""
PAGE_NUMBER_INSET_CELLS = 1

# 专栏 and tables: practice
BOX_RULE_PT = 0.75
BOX_PADDING_MM = 2.0
BOX_GAP_MM = 3.0
"""Above and below a box or a table."""
TABLE_RULE_PT = 0.5
TABLE_FRAME_PT = 1.0
CELL_PADDING_MM = 1.2
CODE_GAP_MM = 4.0
"""Between a 二维码 and what stands beside it."""
LINE_NUMBER_PT = 9.0
LINE_NUMBER_GAP_MM = 4.0


def mm_to_pt(millimetres: float) -> float:
    """Millimetres as points."""
    return millimetres * PT_PER_MM


def twips(points: float) -> int:
    """Points as whole twentieths."""
    return round(points * TWIPS_PER_PT)


def mark_size_pt(characters: int) -> float:
    """Size of 发文机关标志: as large as its line allows, below MARK_MAX_PT (7.2.4)."""
    widest = mm_to_pt(PORTRAIT.text_width) / max(characters, 1)
    return min(MARK_MAX_PT, round(widest * 0.99, 1))
