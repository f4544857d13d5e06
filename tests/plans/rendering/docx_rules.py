"""Rules of GB/T 9704-2012 and of our own, measured on a DOCX file; each returns its faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from plans.rendering.docx.xml import PARAGRAPH_ORDER, RUN_ORDER
from tests.plans.rendering.word import W

MM = 1440 / 25.4
LEVELS = {
    0: re.compile(r"^[一二三四五六七八九十]{1,3}、"),
    1: re.compile(r"^（[一二三四五六七八九十]{1,3}）"),
}
FACES = {0: "黑体", 1: "楷体_GB2312"}
Rule = Callable[["Package"], list[str]]
RULES: dict[str, Rule] = {}


class Package:
    """The parts of a DOCX file, with styles resolved."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[f"word/{name}.xml"])

    @cached_property
    def body(self) -> Any:
        return self.xml("document").find(f"{W}body")

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {one.get(f"{W}styleId"): one for one in self.xml("styles").iter(f"{W}style")}

    @cached_property
    def paragraphs(self) -> list[Any]:
        """Those of the text itself, not of tables and contents."""
        return [one for one in self.body.iterchildren(f"{W}p") if text(one)]

    @cached_property
    def sections(self) -> list[Any]:
        return list(self.body.iter(f"{W}sectPr"))

    def value(self, paragraph: Any, path: str) -> str | None:
        """``path`` (pPr/jc@val) of the paragraph's style, or of what that is based on."""
        style = self.styles.get(style_of(paragraph))
        steps, _, attribute = path.partition("@")
        while style is not None:
            found = style.find("/".join(f"{W}{step}" for step in steps.split("/")))
            if found is not None and found.get(f"{W}{attribute}") is not None:
                return str(found.get(f"{W}{attribute}"))
            based = style.find(f"{W}basedOn")
            style = None if based is None else self.styles[based.get(f"{W}val")]
        return None

    def footer(self, kind: str) -> Any:
        reference = self.sections[0].find(f"{W}footerReference[@{W}type='{kind}']")
        if reference is None:
            return None
        relation = next(value for name, value in reference.attrib.items() if name.endswith("}id"))
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        target = next(one.get("Target") for one in relations if one.get("Id") == relation)
        return self.xml(target.removesuffix(".xml"))


def text(element: Any) -> str:
    """The characters below an element."""
    return "".join(one.text or "" for one in element.iter(f"{W}t", f"{W}delText"))


def style_of(paragraph: Any) -> str:
    """The id of a paragraph's style."""
    return str(paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))


def number(element: Any, name: str) -> float:
    """An attribute as a number; 0 where there is none."""
    return float(element.get(f"{W}{name}") or 0)


def rule(measure: Rule) -> Rule:
    """Enter a measure under its name."""
    RULES[measure.__name__] = measure
    return measure


@rule
def page_is_a4_with_its_margins(package: Package) -> list[str]:
    size, margins = package.sections[0].find(f"{W}pgSz"), package.sections[0].find(f"{W}pgMar")
    measured = {
        "width": (number(size, "w") / MM, 210),
        "height": (number(size, "h") / MM, 297),
        "top": (number(margins, "top") / MM, 37),
        "left": (number(margins, "left") / MM, 28),
        "right": (number(margins, "right") / MM, 26),
        "bottom": (number(margins, "bottom") / MM, 35),
    }
    return [f"{name} {is_:.1f}" for name, (is_, due) in measured.items() if abs(is_ - due) > 0.1]


@rule
def grid_holds_22_lines_of_28_characters(package: Package) -> list[str]:
    section = package.sections[0]
    grid, size, margins = (section.find(f"{W}{tag}") for tag in ("docGrid", "pgSz", "pgMar"))
    height = number(size, "h") - number(margins, "top") - number(margins, "bottom")
    width = number(size, "w") - number(margins, "left") - number(margins, "right")
    lines = height // number(grid, "linePitch")
    characters = width / 20 // (16 + number(grid, "charSpace") / 4096)
    found = (grid.get(f"{W}type"), lines, characters)
    return [] if found == ("linesAndChars", 22, 28) else [str(found)]


@rule
def text_is_fang_of_16_points_on_exact_lines(package: Package) -> list[str]:
    due = {
        "rPr/rFonts@eastAsia": "仿宋_GB2312",
        "rPr/sz@val": "32",
        "rPr/spacing@val": "-5",
        "pPr/spacing@lineRule": "exact",
        "pPr/snapToGrid@val": "0",
        "pPr/ind@firstLineChars": "200",
        "pPr/autoSpaceDE@val": "0",
        "pPr/autoSpaceDN@val": "0",
        "pPr/widowControl@val": "0",
        "pPr/overflowPunct@val": "0",
    }
    body = [one for one in package.paragraphs if style_of(one).startswith("Normal")]
    found = {path: package.value(body[0], path) for path in due} if body else {}
    return [f"{path}: {found.get(path)}" for path in due if found.get(path) != due[path]]


@rule
def a_page_holds_22_lines_of_28_characters_without_the_grid(package: Package) -> list[str]:
    body = next(one for one in package.paragraphs if style_of(one).startswith("Normal"))
    section = package.sections[0]
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    height = number(size, "h") - number(margins, "top") - number(margins, "bottom")
    width = number(size, "w") - number(margins, "left") - number(margins, "right")
    lines = height // float(package.value(body, "pPr/spacing@line") or 1)
    spacing = float(package.value(body, "rPr/spacing@val") or 0)
    characters = width // (float(package.value(body, "rPr/sz@val") or 1) * 10 + spacing)
    return [] if (lines, characters) == (22, 28) else [f"{lines} lines of {characters}"]


@rule
def headings_have_face_and_outline_level(package: Package) -> list[str]:
    faults = []
    for one in package.paragraphs:
        for level, pattern in LEVELS.items():
            if pattern.match(text(one)):
                found = (
                    package.value(one, "pPr/outlineLvl@val"),
                    package.value(one, "rPr/rFonts@eastAsia"),
                    package.value(one, "rPr/sz@val"),
                )
                if found != (str(level), FACES[level], "32"):
                    faults.append(f"{text(one)[:10]} {found}")
    return faults


@rule
def no_whole_paragraph_is_an_outline_entry(package: Package) -> list[str]:
    return [
        text(one)[:10]
        for one in package.paragraphs
        if package.value(one, "pPr/outlineLvl@val") and "。" in text(one)[:-1]
    ]


@rule
def title_is_xbs_of_22_points_in_the_middle(package: Package) -> list[str]:
    titles = [one for one in package.paragraphs if style_of(one).startswith("Title")]
    titles = [one for one in titles if not style_of(one).startswith("TitleLabel")]
    due = ("方正小标宋简体", "44", "center")
    paths = ("rPr/rFonts@eastAsia", "rPr/sz@val", "pPr/jc@val")
    found = {text(one): tuple(package.value(one, path) for path in paths) for one in titles}
    return [str(one) for one in found.items() if one[1] != due] if found else ["no title"]


@rule
def every_style_in_use_names_its_chinese_face(package: Package) -> list[str]:
    used = {style_of(one): one for one in package.body.iter(f"{W}p")}
    bare = [name for name, one in used.items() if not package.value(one, "rPr/rFonts@eastAsia")]
    themed = [name for name, one in package.styles.items() if b"Theme" in etree.tostring(one)]
    return [*bare, *themed]


@rule
def nothing_is_formatted_directly(package: Package) -> list[str]:
    """What a style cannot know may stand: places, breaks, tab stops, marks of changes."""
    allowed = {"pStyle", "pageBreakBefore", "framePr", "tabs", "sectPr", "rPr"}
    marks = {"rStyle", "rFonts", "vanish", "specVanish", "ins", "del"}
    children = [
        *_names(package.body.iter(f"{W}pPr"), allowed),
        *_names(package.body.iter(f"{W}rPr"), marks),
    ]
    fonts = [one for one in package.body.iter(f"{W}rFonts") if list(one.attrib) != [f"{W}hint"]]
    return [*children, *(["rFonts"] if fonts else [])]


def _names(parents: Iterator[Any], allowed: set[str]) -> list[str]:
    tags = {child.tag.removeprefix(W) for parent in parents for child in parent}
    return sorted(tags - allowed)


@rule
def no_empty_paragraph_makes_room(package: Package) -> list[str]:
    children = [one for one in package.body if one.tag in (f"{W}p", f"{W}tbl")]
    faults = []
    for at, one in enumerate(children):
        beside = {near.tag for near in children[max(at - 1, 0) : at + 2]}
        empty = one.tag == f"{W}p" and not text(one) and next(one.iter(f"{W}drawing"), None) is None
        if empty and f"{W}tbl" not in beside:
            faults.append(f"paragraph {at}")
    return faults


@rule
def no_spaces_make_an_indent(package: Package) -> list[str]:
    return [text(one)[:8] for one in package.paragraphs if text(one)[0].isspace()]


@rule
def page_numbers_stand_outside(package: Package) -> list[str]:
    faults = [] if package.xml("settings").find(f"{W}evenAndOddHeaders") is not None else ["same"]
    for kind, side in (("default", "right"), ("even", "left")):
        footer = package.footer(kind)
        if footer is None:
            faults.append(f"no {kind} footer")
            continue
        line = footer.find(f"{W}p")
        found = (
            re.sub(r"\d+", "1", text(line)),
            "".join(one.text.strip() for one in line.iter(f"{W}instrText")),
            package.value(line, "pPr/jc@val"),
            package.value(line, f"pPr/ind@{side}Chars"),
            package.value(line, "rPr/sz@val"),
            package.value(line, "rPr/rFonts@eastAsia"),
            package.value(line, "rPr/rFonts@ascii"),
        )
        if found != ("— 1 —", "PAGE", side, "100", "28", "宋体", "宋体"):
            faults.append(f"{kind}: {found}")
    return faults


@rule
def the_dash_is_7_mm_below(package: Package) -> list[str]:
    margins = package.sections[0].find(f"{W}pgMar")
    line = float(package.value(package.footer("default").find(f"{W}p"), "pPr/spacing@line") or 0)
    dash = (number(margins, "bottom") - number(margins, "footer") - line / 2) / MM
    return [] if abs(dash - 7) < 0.2 else [f"{dash:.1f} mm"]


@rule
def the_mark_is_red_and_35_mm_down(package: Package) -> list[str]:
    mark = package.paragraphs[0]
    size = float(package.value(mark, "rPr/sz@val") or 0) / 2
    line = float(package.value(mark, "pPr/spacing@line") or 0) / 20
    before = float(package.value(mark, "pPr/spacing@before") or 0) / 20
    top = (before + (line - size) / 2) / 72 * 25.4
    found = (package.value(mark, "rPr/color@val"), package.value(mark, "pPr/jc@val"))
    faults = [] if found == ("FF0000", "center") else [str(found)]
    return faults if abs(top - 35) < 0.5 else [*faults, f"{top:.1f} mm"]


@rule
def the_number_stands_over_a_red_line(package: Package) -> list[str]:
    line = next((one for one in package.paragraphs if re.search(r"号$", text(one))), None)
    if line is None:
        return ["no number"]
    faults = [] if re.fullmatch(r"[一-鿿]+〔20\d\d〕[1-9]\d*号", text(line)) else [text(line)]
    colour = package.value(line, "pPr/pBdr/bottom@color")
    gap = float(package.value(line, "pPr/pBdr/bottom@space") or 0) + (28.95 - 16) / 2
    if colour != "FF0000" or abs(gap / 72 * 25.4 - 4) > 0.3:
        faults.append(f"{colour} {gap}")
    return faults


@rule
def the_title_stands_two_lines_below_the_red_line(package: Package) -> list[str]:
    title = next(one for one in package.paragraphs if style_of(one).startswith("Title"))
    before = float(package.value(title, "pPr/spacing@before") or 0) / 20 + (36 - 22) / 2
    return [] if abs(before - 2 * 28.95) < 1 else [f"{before} pt"]


@rule
def the_addressee_stands_flush_and_ends_with_a_colon(package: Package) -> list[str]:
    line = next((one for one in package.paragraphs if style_of(one).startswith("Addr")), None)
    if line is None:
        return ["none"]
    flush = package.value(line, "pPr/ind@firstLineChars") == "0"
    return [] if flush and text(line).endswith("：") else [text(line)]


@rule
def the_date_is_four_characters_in(package: Package) -> list[str]:
    line = next((one for one in package.paragraphs if style_of(one).startswith("SignatureD")), None)
    if line is None:
        return ["none"]
    found = (package.value(line, "pPr/jc@val"), package.value(line, "pPr/ind@rightChars"))
    faults = [] if found == ("right", "400") else [str(found)]
    return faults if re.fullmatch(r"20\d\d年[1-9]\d?月[1-9]\d?日", text(line)) else [text(line)]


@rule
def the_colophon_lies_on_the_lower_edge(package: Package) -> list[str]:
    tables = list(package.body.iterchildren(f"{W}tbl"))
    if not tables:
        return ["none"]
    place = tables[-1].find(f"{W}tblPr/{W}tblpPr")
    borders = tables[-1].find(f"{W}tblPr/{W}tblBorders")
    if place is None or borders is None:
        return ["flows or has no rules"]
    found = (place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec"))
    sizes = {one.tag.removeprefix(W): one.get(f"{W}sz") for one in borders}
    faults = [] if found == ("margin", "bottom") else [str(found)]
    if sizes != {"top": "8", "bottom": "8", "insideH": "6"}:
        faults.append(str(sizes))
    lines = list(tables[-1].iter(f"{W}p"))
    small = [package.value(one, "rPr/sz@val") for one in lines]
    return [*faults, *(size or "?" for size in small if size != "28")]


@rule
def the_colophon_says_who_printed_when(package: Package) -> list[str]:
    last = list(package.body.iterchildren(f"{W}tbl"))[-1]
    line = text(list(last.iter(f"{W}p"))[-1])
    return [] if re.fullmatch(r".+20\d\d年\d+月\d+日印发", line) else [line]


@rule
def the_file_says_what_it_is(package: Package) -> list[str]:
    core = package.parts["docProps/core.xml"].decode()
    due = {"title": r".+", "creator": r"(?!python-docx).+", "language": "zh-CN"}
    found = {name: re.search(rf"<dc:{name}>([^<]*)</dc:{name}>", core) for name in due}
    return [
        name
        for name, pattern in due.items()
        if not (match := found[name]) or not re.fullmatch(pattern, match[1])
    ]


@rule
def word_opens_it_as_one_of_its_own(package: Package) -> list[str]:
    settings = etree.tostring(package.xml("settings"), encoding="unicode")
    mode = re.search(r'compatibilityMode"[^>]*w:val="(\d+)"', settings)
    language = package.xml("styles").find(f".//{W}docDefaults//{W}lang")
    faults = [] if mode and int(mode[1]) >= 15 else ["mode"]
    return faults if language.get(f"{W}eastAsia") == "zh-CN" else [*faults, "language"]


ORDERS = {
    "pPr": PARAGRAPH_ORDER,
    "rPr": RUN_ORDER,
    "tblPr": (
        *("tblStyle", "tblpPr", "tblW", "jc", "tblInd", "tblBorders", "tblLayout"),
        *("tblCellMar", "tblLook", "tblCaption"),
    ),
    "tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "textDirection", "vAlign"),
    "trPr": ("cantSplit", "trHeight", "tblHeader", "ins", "del"),
    "sectPr": ("footerReference", "pgSz", "pgMar", "lnNumType", "cols", "titlePg", "docGrid"),
    "style": (
        *("name", "basedOn", "next", "link", "uiPriority", "semiHidden", "unhideWhenUsed"),
        *("qFormat", "pPr", "rPr", "tblPr"),
    ),
}


@rule
def properties_stand_in_the_order_of_the_schema(package: Package) -> list[str]:
    orders = {f"{W}{tag}": order for tag, order in ORDERS.items()}
    faults = []
    for root in (package.body, package.xml("styles")):
        for parent in root.iter(*orders):
            names = [child.tag.removeprefix(W) for child in parent]
            ranks = [orders[parent.tag].index(name) for name in names]
            if ranks != sorted(ranks):
                faults.append(str(names))
    return faults


@rule
def every_style_that_is_named_exists(package: Package) -> list[str]:
    named = {
        one.get(f"{W}val") for one in package.body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    return sorted(named - set(package.styles))


@rule
def marks_have_ids_of_their_own(package: Package) -> list[str]:
    ids = [one.get(f"{W}id") for one in package.body.iter(f"{W}bookmarkStart")]
    names = [one.get(f"{W}name") for one in package.body.iter(f"{W}bookmarkStart")]
    return [] if len(set(ids)) == len(ids) and len(set(names)) == len(names) else ["twice"]


@rule
def contents_are_a_filled_field(package: Package) -> list[str]:
    fields = [one.text for one in package.body.iter(f"{W}instrText")]
    if not any(one.strip().startswith("TOC") for one in fields):
        return ["no field"]
    frame = next(package.body.iter(f"{W}sdt"))
    marks = {one.get(f"{W}name") for one in package.body.iter(f"{W}bookmarkStart")}
    links = [one.get(f"{W}anchor") for one in frame.iter(f"{W}hyperlink")]
    lines = [text(one) for one in frame.iter(f"{W}hyperlink")]
    kinds = [one.get(f"{W}fldCharType") for one in frame.iter(f"{W}fldChar")]
    faults = [link for link in links if link not in marks]
    faults += [line for line in lines if not re.fullmatch(r".+[^\d]\d+", line)]
    return faults if kinds.count("begin") == kinds.count("end") > 1 else [*faults, "unbalanced"]
