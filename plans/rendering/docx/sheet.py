"""``styles.xml`` and ``fontTable.xml`` from the data of ``styles``."""

from __future__ import annotations

from collections.abc import Iterator

from plans.rendering import layout
from plans.rendering.docx.styles import (
    BOX_RULE,
    CHARACTERS,
    NORMAL_SPACING,
    PARAGRAPHS,
    TABLE_FRAME,
    TABLE_RULE,
    CharacterStyle,
    Edge,
    Style,
)
from plans.rendering.docx.units import CELL, LINE, half_points, mm
from plans.rendering.docx.xml import Element, el, flag, properties
from plans.rendering.layout import Face, twips

ALTERNATIVES = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "方正小标宋简体": "方正小标宋_GBK",
}
"""What Word takes where the named font is not installed."""


_BUILT_IN = ("Strong",)


def style_sheet() -> Iterator[Element]:
    """The children of ``w:styles``."""
    yield _defaults()
    yield _normal()
    yield _default_character()
    yield _table_normal()
    for style in PARAGRAPHS:
        yield paragraph_style(style)
    for character in CHARACTERS:
        yield _character_style(character)
    yield _table_style("TableGrid", "公文表格", _grid_borders())
    yield _table_style("BoxTable", "专栏", _frame_borders(), padding=layout.BOX_PADDING_MM)
    yield _table_style("PlainTable", "无框表", None, padding=0)


def font_table() -> Element:
    """The ``w:fonts`` part: our five faces and the Latin one."""
    return el("fonts", *map(_font, ALTERNATIVES), _latin_font())


def indents(
    first: float | None = None,
    left: float | None = None,
    right: float | None = None,
    hanging: float | None = None,
) -> Element | None:
    """``w:ind`` from cells: in hundredths of a character, and in twips for others than Word."""
    attributes: dict[str, int] = {}
    for name, value in (
        ("left", left),
        ("right", right),
        ("firstLine", first),
        ("hanging", hanging),
    ):
        if value is not None:
            attributes[f"{name}Chars"] = round(value * 100)
            attributes[name] = round(value * CELL)
    return el("ind", **attributes) if attributes else None


def spacing(
    before: int | None = None,
    after: int | None = None,
    line: int | None = None,
    *,
    exact: bool = True,
) -> Element | None:
    """``w:spacing`` of a paragraph in twips, its line exact unless it may grow."""
    attributes: dict[str, object] = {}
    if before is not None:
        attributes["before"] = before
    if after is not None:
        attributes["after"] = after
    if line is not None:
        attributes |= {"line": line, "lineRule": "exact" if exact else "auto"}
    return el("spacing", **attributes) if attributes else None


def _defaults() -> Element:
    language = el("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    formats = properties("rPr", _fonts(layout.FANG, layout.LATIN), *_size(10), language)
    return el("docDefaults", el("rPrDefault", formats), el("pPrDefault"))


def _normal() -> Element:
    formats = properties(
        "pPr",
        flag("widowControl", on=False),
        flag("overflowPunct", on=False),
        flag("autoSpaceDE", on=False),
        flag("autoSpaceDN", on=False),
        flag("snapToGrid", on=False),
        spacing(before=0, after=0, line=LINE),
        indents(first=layout.INDENT_CELLS),
        el("jc", val="both"),
    )
    letters = properties(
        "rPr",
        _fonts(layout.FANG, layout.LATIN),
        *_size(layout.BODY_PT),
        el("spacing", val=NORMAL_SPACING),
        el("kern", val="0"),
        el("lang", val="en-US", eastAsia="zh-CN"),
    )
    style = el("style", type="paragraph", default="1", styleId="Normal")
    style.extend([el("name", val="Normal"), el("qFormat"), formats, letters])
    return style


def _default_character() -> Element:
    style = el("style", type="character", default="1", styleId="DefaultParagraphFont")
    style.extend([el("name", val="Default Paragraph Font"), el("uiPriority", val="1")])
    style.extend([el("semiHidden"), el("unhideWhenUsed")])
    return style


def paragraph_style(style: Style) -> Element:
    """A paragraph style."""
    custom = {} if style.name.isascii() else {"customStyle": "1"}
    element = el("style", type="paragraph", **custom, styleId=style.id)
    element.append(el("name", val=style.name))
    element.append(el("basedOn", val=style.based_on))
    if style.following:
        element.append(el("next", val=style.following))
    if style.linked:
        element.append(el("link", val=style.linked))
    if style.quick:
        element.append(el("qFormat"))
    for part in (_paragraph_formats(style), _letter_formats(style)):
        if part is not None:
            element.append(part)
    return element


def _paragraph_formats(style: Style) -> Element | None:
    line = None if style.line is None else twips(style.line)
    return properties(
        "pPr",
        None if style.keep_next is None else flag("keepNext", style.keep_next),
        None if style.leader is None else _leader(style.leader),
        el("pBdr", *map(_edge, style.edges)) if style.edges else None,
        spacing(style.before, style.after, line, exact=style.exact),
        indents(style.first, style.left, style.right, style.hanging),
        el("jc", val=style.align) if style.align else None,
        None if style.outline is None else el("outlineLvl", val=style.outline),
    )


def _leader(end: int) -> Element:
    return el("tabs", el("tab", val="right", leader="dot", pos=end))


def _letter_formats(style: Style) -> Element | None:
    return properties(
        "rPr",
        _fonts(style.face, style.latin),
        el("color", val=style.colour.upper()) if style.colour else None,
        None if style.spacing is None else el("spacing", val=style.spacing),
        *(() if style.size is None else _size(style.size)),
    )


def _character_style(style: CharacterStyle) -> Element:
    custom = {"customStyle": "1"} if style.name not in _BUILT_IN else {}
    element = el("style", type="character", **custom, styleId=style.id)
    element.append(el("name", val=style.name))
    element.append(el("basedOn", val="DefaultParagraphFont"))
    if style.linked:
        element.append(el("link", val=style.linked))
    element.append(el("qFormat"))
    bold = (el("b"), el("bCs")) if style.bold else ()
    formats = properties("rPr", _fonts(style.face, None), *bold)
    if formats is not None:
        element.append(formats)
    return element


def _table_normal() -> Element:
    style = el("style", type="table", default="1", styleId="TableNormal")
    style.extend([el("name", val="Normal Table"), el("uiPriority", val="99")])
    style.extend([el("semiHidden"), el("unhideWhenUsed")])
    style.append(el("tblPr", el("tblInd", w=0, type="dxa"), _margins(0)))
    return style


def _table_style(
    style_id: str, name: str, borders: Element | None, padding: float | None = None
) -> Element:
    style = el("style", type="table", customStyle="1", styleId=style_id)
    style.extend([el("name", val=name), el("basedOn", val="TableNormal"), el("qFormat")])
    inset = layout.CELL_PADDING_MM if padding is None else padding
    style.append(el("tblPr", borders, _margins(mm(inset))))
    return style


def _margins(inset: int) -> Element:
    return el(
        "tblCellMar",
        *(el(side, w=inset, type="dxa") for side in _SIDES),
    )


def _grid_borders() -> Element:
    frame = [_border(side, TABLE_FRAME) for side in _SIDES]
    inner = [_border(side, TABLE_RULE) for side in ("insideH", "insideV")]
    return el("tblBorders", *frame, *inner)


def _frame_borders() -> Element:
    return el("tblBorders", *(_border(side, BOX_RULE) for side in _SIDES))


_SIDES = ("top", "left", "bottom", "right")


def _border(side: str, size: int, colour: str = layout.BLACK) -> Element:
    return el(side, val="single", sz=size, space=0, color=colour)


def _edge(edge: Edge) -> Element:
    colour = edge.colour.upper()
    return el(edge.side, val=edge.kind, sz=edge.size, space=edge.space, color=colour)


def _fonts(face: Face | None, latin: Face | None) -> Element | None:
    names: dict[str, str] = {}
    if latin is not None:
        names |= {"ascii": latin.docx, "hAnsi": latin.docx, "cs": latin.docx}
    if face is not None:
        names["eastAsia"] = face.docx
    return el("rFonts", **names) if names else None


def _size(points: float) -> tuple[Element, Element]:
    value = half_points(points)
    return el("sz", val=value), el("szCs", val=value)


def _font(name: str) -> Element:
    element = el("font", name=name)
    element.append(el("altName", val=ALTERNATIVES[name]))
    element.append(el("charset", val="86"))
    element.append(el("family", val="auto"))
    element.append(el("pitch", val="default"))
    return element


def _latin_font() -> Element:
    element = el("font", name=layout.LATIN.docx)
    element.append(el("charset", val="00"))
    element.append(el("family", val="roman"))
    element.append(el("pitch", val="variable"))
    return element
