"""The styles of our documents, as data; every one is made from ``plans.rendering.layout``.

A style's id is its English name without spaces where Word knows the style, else ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plans.rendering import layout
from plans.rendering.docx.units import (
    CHARACTER_SPACING,
    LINE,
    eighths,
    eighths_of_mm,
    text_width,
)
from plans.rendering.layout import Face

Jc = Literal["", "left", "center", "right", "both"]


@dataclass(frozen=True)
class Edge:
    """A rule along a paragraph: its thickness in eighths of a point, distance in points."""

    side: Literal["top", "bottom"]
    size: int
    space: int
    colour: str
    kind: str = "single"


@dataclass(frozen=True)
class Style:
    """A paragraph style. Sizes in points, distances in twips, insets in cells; None: inherited.

    A line that is not ``exact`` grows with what stands in it; 12 points are then one line.
    """

    id: str
    name: str
    based_on: str = "Flush"
    following: str = ""
    exact: bool = True
    face: Face | None = None
    latin: Face | None = None
    size: float | None = None
    line: float | None = None
    colour: str = ""
    spacing: int | None = None
    before: int | None = None
    after: int | None = None
    align: Jc = ""
    first: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    outline: int | None = None
    keep_next: bool | None = None
    edges: tuple[Edge, ...] = ()
    leader: int | None = None
    linked: str = ""
    quick: bool = True


@dataclass(frozen=True)
class CharacterStyle:
    """A style of stretches inside a paragraph."""

    id: str
    name: str
    face: Face | None = None
    bold: bool = False
    linked: str = ""


NUMBER_EDGE = Edge(
    side="bottom",
    size=eighths_of_mm(layout.RED_LINE_MM),
    space=round(layout.mm_to_pt(layout.RED_LINE_GAP_MM) - (layout.LINE_PT - layout.BODY_PT) / 2),
    colour=layout.RED,
)
"""The red line; Word measures to the line box, the standard to the characters in it."""
LETTER_EDGE = Edge(
    side="bottom",
    size=eighths_of_mm(layout.LETTER_RULE_THICK_MM),
    space=round(
        layout.mm_to_pt(layout.LETTER_RULE_GAP_MM) - layout.MARK_MAX_PT * (layout.MARK_LINE - 1) / 2
    ),
    colour=layout.RED,
    kind="thickThinSmallGap",
)
"""The upper double line, thick over thin; Word draws thin line and gap in widths of its own.

Both double lines are lower edges: only there do all programs read the name from the top down.
"""
LETTER_FOOT_EDGE = Edge(
    side="bottom",
    size=eighths_of_mm(layout.LETTER_RULE_THICK_MM),
    space=0,
    colour=layout.RED,
    kind="thinThickSmallGap",
)

SPACER_LINE_PT = 1.0
"""Line of the paragraph that Word demands after a table at the end."""

BASE: tuple[Style, ...] = (Style("Flush", "无缩进", "Normal", first=0),)
"""What everything but the text itself is based on: Normal 正文 is indented."""

HEAD: tuple[Style, ...] = (
    Style("Serial", "份号", align="left"),
    Style("Urgency", "紧急程度", "Serial", face=layout.HEI),
    Style(
        *("Mark", "发文机关标志"),
        face=layout.XBS,
        colour=layout.RED,
        align="center",
        spacing=0,
    ),
    Style("MarkSuffix", "发文机关标志（文件）", "Mark"),
    Style("MarkJoint", "发文机关标志（联合行文）", "Mark", align="left"),
    Style(
        *("DocumentNumber", "发文字号"),
        align="center",
        before=layout.NUMBER_GAP_LINES * LINE,
        edges=(NUMBER_EDGE,),
    ),
    Style("DocumentNumberUpward", "发文字号（上行文）", "DocumentNumber", align="left"),
    Style("Signers", "签发人", align="left"),
    Style("LetterMark", "发文机关标志（信函）", "Mark", edges=(LETTER_EDGE,)),
    Style("LetterNumber", "发文字号（信函）", align="left"),
    Style("MinutesNumber", "纪要编号", align="center", before=LINE),
    Style(
        *("MinutesLine", "纪要署名"),
        align="left",
        before=LINE,
        edges=(NUMBER_EDGE,),
    ),
)

TEXT: tuple[Style, ...] = (
    Style(
        *("Title", "Title"),
        following="Normal",
        face=layout.XBS,
        size=layout.TITLE_PT,
        line=layout.TITLE_LINE_PT,
        spacing=0,
        align="center",
        keep_next=True,
    ),
    Style("TitleLabel", "标题下题注", face=layout.KAI, align="center", keep_next=True),
    Style("Addressee", "主送机关", following="Normal"),
    Style("BodyFlush", "正文（顶格）"),
    Style("BodyCentre", "正文（居中）", align="center"),
    Style("BodyRight", "正文（右对齐）", align="right"),
    Style("ListText", "列项", "Normal"),
    *(
        Style(
            f"Heading{level}",
            f"heading {level}",
            "Normal",
            following="Normal",
            face=layout.HEADING_FACES[level],
            outline=level - 1,
            keep_next=True,
            linked=f"Heading{level}Char",
        )
        for level in (1, 2, 3, 4)
    ),
    Style("AttachmentLabel", "附件标识", face=layout.HEI, align="left", keep_next=True),
)

TAIL: tuple[Style, ...] = (
    Style("AttachmentNote", "附件说明", align="left", keep_next=True),
    Style("SignatureName", "署名", align="right", keep_next=True),
    Style("SignatureCell", "署名（联合行文）", align="center", keep_next=True),
    Style("SignatureDate", "成文日期", align="right"),
    Style("Note", "附注", first=layout.INDENT_CELLS),
    Style("Named", "名单"),
    Style("Blanks", "填写行", "Normal", align="left"),
    Style(
        *("Colophon", "版记"),
        size=layout.SMALL_PT,
        line=layout.SMALL_LINE_PT,
        spacing=0,
        align="left",
        left=layout.COLOPHON_INSET_CELLS,
        right=layout.COLOPHON_INSET_CELLS,
    ),
    Style(
        *("Spacer", "版记后"),
        size=SPACER_LINE_PT,
        line=SPACER_LINE_PT,
        spacing=0,
        quick=False,
    ),
)

TABLES: tuple[Style, ...] = (
    Style(
        *("TableText", "表格文字"),
        size=layout.TABLE_PT,
        line=layout.TABLE_LINE_PT,
        spacing=0,
        align="left",
    ),
    Style("Picture", "图片", "TableText", line=12, exact=False, align="center"),
    Style("TableCentre", "表格文字（居中）", "TableText", align="center"),
    Style("TableRight", "表格文字（右对齐）", "TableText", align="right"),
    Style("TableHead", "表头", "TableCentre", face=layout.HEI),
    Style(
        *("Caption", "caption"),
        face=layout.HEI,
        size=layout.SMALL_PT,
        line=layout.SMALL_LINE_PT,
        spacing=0,
        align="center",
        keep_next=True,
    ),
    Style(
        *("BoxText", "专栏正文"),
        size=layout.BOX_PT,
        line=layout.BOX_LINE_PT,
        spacing=0,
        first=layout.INDENT_CELLS,
    ),
    Style(
        "BoxTitle", "专栏标题", "BoxText", face=layout.HEI, align="center", first=0, keep_next=True
    ),
    Style("BoxList", "专栏列项", "BoxText"),
)

PAGES: tuple[Style, ...] = (
    Style(
        *("TOCHeading", "TOC Heading"),
        face=layout.XBS,
        size=layout.TOC_TITLE_PT,
        line=layout.TITLE_LINE_PT,
        spacing=0,
        align="center",
        after=LINE,
        keep_next=True,
    ),
    *(
        Style(
            f"TOC{level}",
            f"toc {level}",
            face=layout.HEADING_FACES[level],
            align="left",
            left=layout.INDENT_CELLS * (level - 1),
            leader=text_width(layout.PORTRAIT),
        )
        for level in (1, 2, 3, 4)
    ),
    Style(
        *("Footer", "footer"),
        face=layout.SONG,
        latin=layout.SONG,
        size=layout.SMALL_PT,
        line=layout.SMALL_LINE_PT,
        spacing=0,
    ),
    Style("FooterOdd", "页码（单页）", "Footer", align="right", right=1),
    Style("FooterEven", "页码（双页）", "Footer", align="left", left=1),
    Style("TurnedOdd", "页码（横排单页）", "FooterOdd"),
    Style("TurnedEven", "页码（横排双页）", "FooterEven"),
    Style(
        *("LetterFoot", "信函下边线", "Spacer"),
        edges=(LETTER_FOOT_EDGE,),
        quick=False,
    ),
)

PARAGRAPHS: tuple[Style, ...] = (*BASE, *HEAD, *TEXT, *TAIL, *TABLES, *PAGES)

CHARACTERS: tuple[CharacterStyle, ...] = (
    CharacterStyle("Strong", "Strong", bold=True),
    CharacterStyle("Hei", "黑体字", face=layout.HEI),
    CharacterStyle("Kai", "楷体字", face=layout.KAI),
    *(
        CharacterStyle(
            f"Heading{level}Char",
            f"heading {level} Char",
            face=layout.HEADING_FACES[level],
            linked=f"Heading{level}",
        )
        for level in (1, 2, 3, 4)
    ),
)

NORMAL_SPACING = CHARACTER_SPACING
TABLE_RULE = eighths(layout.TABLE_RULE_PT)
TABLE_FRAME = eighths(layout.TABLE_FRAME_PT)
BOX_RULE = eighths(layout.BOX_RULE_PT)
