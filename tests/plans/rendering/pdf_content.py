"""What PDF/UA-1 and PDF/A-2a ask of roles, glyphs, colours and pictures; each returns faults."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pdfminer.pdftypes import PDFStream, resolve1, stream_value

from tests.plans.rendering.pdf_structure import Structure, check

ROLES = {
    *("Root", "Document", "Sect", "Div", "P", "Span", "H1", "H2", "H3", "H4", "H5", "H6", "Link"),
    *("L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Caption", "Figure"),
    "NonStruct",
}
INSIDE = {
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Table": {"Caption", "THead", "TBody", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
"""What may stand right below these roles."""
PRINTED = 4
_SUBSET = re.compile(r"[A-Z]{6}\+")
_UNREADABLE = {"\x00", "\ufeff", "\ufffe"}


@check
def roles_are_those_of_the_standard(pdf: Structure) -> list[str]:
    return sorted({element.kind for element in pdf.root.walk()} - ROLES)


@check
def lists_and_tables_are_built_of_their_parts(pdf: Structure) -> list[str]:
    faults = []
    for element in pdf.root.walk():
        below = {child.kind for child in element.children}
        wrong = below - INSIDE.get(element.kind, below)
        faults += [f"{element.kind} holds {kind}" for kind in sorted(wrong)]
        if element.kind in INSIDE and not element.children:
            faults.append(f"{element.kind} is empty")
    return faults


@check
def figures_say_what_they_show_and_where(pdf: Structure) -> list[str]:
    faults = []
    for figure in (element for element in pdf.root.walk() if element.kind == "Figure"):
        left, foot, right, top = resolve1(resolve1(figure.attributes["A"])["BBox"])
        if not resolve1(figure.attributes.get("Alt", b"")):
            faults.append("no words")
        page = pdf.pages[figure.marks[0][0]]
        _, _, width, height = page.mediabox
        if not (0 <= left < right <= width and 0 <= foot < top <= height):
            faults.append(f"outside the page: {left}, {foot}, {right}, {top}")
    return faults


@check
def bookmarks_name_every_heading(pdf: Structure) -> list[str]:
    headings = {int(e.kind[1]) for e in pdf.root.walk() if re.fullmatch(r"H[1-6]", e.kind)}
    count = sum(1 for e in pdf.root.walk() if re.fullmatch(r"H[1-6]", e.kind))
    if "Outlines" not in pdf.catalog:
        return ["no bookmarks"]
    levels = [level for level, *_ in pdf.document.get_outlines()]
    skipped = [f"{a} then {b}" for a, b in pairwise([0, *levels]) if b > a + 1]
    deep = [] if max(levels) == max(headings) else [f"{max(levels)} deep"]
    return [*skipped, *deep, *([] if len(levels) <= count else [f"{len(levels)} of {count}"])]


@check
def every_mark_is_found_from_its_page(pdf: Structure) -> list[str]:
    """The tree of parents leads from a page and a number to an element that holds it."""
    tree = resolve1(resolve1(pdf.catalog["StructTreeRoot"])["ParentTree"])
    numbers = resolve1(tree["Nums"])
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    faults = []
    for number, page in enumerate(pdf.pages):
        at = page.attrs.get("StructParents")
        held = resolve1(parents.get(at)) if at is not None else None
        marks = [mark for on, mark in pdf.drawn_marks() if on == number]
        if held is None or len(held) != len(marks):
            faults.append(f"page {number + 1}: {len(marks)} marks")
    return faults


@check
def fonts_are_subsets_in_the_order_of_their_glyphs(pdf: Structure) -> list[str]:
    faults = []
    for font in pdf.fonts():
        below = resolve1(resolve1(font["DescendantFonts"])[0])
        name = font["BaseFont"].name
        if not _SUBSET.match(name) or below["BaseFont"].name != name:
            faults.append(f"{name} is not named as a subset")
        if "FontFile2" in resolve1(below["FontDescriptor"]) and _map(below) != "Identity":
            faults.append(f"{name} has no map of glyphs")
    return faults


def _map(font: dict[str, Any]) -> str:
    value = resolve1(font.get("CIDToGIDMap"))
    return str(getattr(value, "name", value))


@check
def every_glyph_is_in_its_font_and_can_be_read(pdf: Structure) -> list[str]:
    """None is .notdef, each has its characters, each is as wide as the file says."""
    faults = []
    fonts = dict(_named_fonts(pdf))
    for name, used in _drawn_glyphs(pdf).items():
        font = fonts[name]
        readable = _readable(stream_value(font["ToUnicode"]).get_data())
        faults += [f"{name}: .notdef"] * (0 in used)
        faults += [f"{name}: {one} is unreadable" for one in sorted(used - readable)]
        faults += _widths(name, font, used)
    return faults


def _named_fonts(pdf: Structure) -> Iterator[tuple[str, dict[str, Any]]]:
    for page in pdf.pages:
        named = resolve1(resolve1(page.resources).get("Font", {}))
        yield from ((name, resolve1(one)) for name, one in named.items())


def _drawn_glyphs(pdf: Structure) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for page in range(len(pdf.pages)):
        name = ""
        for operator, before in pdf.operations(page):
            if operator == b"Tf":
                name = before.split()[0].removeprefix(b"/").decode()
            elif operator in (b"TJ", b"Tj"):
                for text in re.findall(rb"<([0-9a-fA-F]+)>", before):
                    found[name] |= {int(text[at : at + 4], 16) for at in range(0, len(text), 4)}
    return found


def _readable(cmap: bytes) -> set[int]:
    """Glyphs that a ToUnicode map gives characters."""
    pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*\n", cmap)
    texts = ((int(glyph, 16), bytes.fromhex(text.decode())) for glyph, text in pairs)
    read = {glyph: text.decode("utf-16-be") for glyph, text in texts}
    return {glyph for glyph, text in read.items() if text and not _UNREADABLE & set(text)}


def _widths(name: str, font: dict[str, Any], used: set[int]) -> list[str]:
    """Glyphs whose width in the PDF is not that of the embedded font, in thousandths."""
    below = resolve1(resolve1(font["DescendantFonts"])[0])
    said = _said_widths(resolve1(below["W"]))
    real = _real_widths(resolve1(below["FontDescriptor"]))
    return [
        f"{name}: {glyph} is {real[glyph]:.0f} wide, not {said.get(glyph)}"
        for glyph in sorted(used)
        if glyph in real and abs(said.get(glyph, 1000) - real[glyph]) > 1
    ]


def _said_widths(array: list[Any]) -> dict[int, float]:
    said: dict[int, float] = {}
    for first, widths in zip(array[::2], array[1::2], strict=True):
        said |= {first + at: float(width) for at, width in enumerate(resolve1(widths))}
    return said


def _real_widths(descriptor: dict[str, Any]) -> dict[int, float]:
    key = next(key for key in ("FontFile2", "FontFile3") if key in descriptor)
    content = stream_value(descriptor[key]).get_data()
    if content[:4] in (b"OTTO", b"\x00\x01\x00\x00", b"true"):
        font = TTFont(BytesIO(content))
        em = font["head"].unitsPerEm
        order = font.getGlyphOrder()
        return {at: 1000 * font["hmtx"][glyph][0] / em for at, glyph in enumerate(order)}
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(content), None)
    return {}


@check
def nothing_shines_through_and_colours_are_plain(pdf: Structure) -> list[str]:
    faults = []
    for number, page in enumerate(pdf.pages, 1):
        resources = resolve1(page.resources)
        for name, state in resolve1(resources.get("ExtGState", {})).items():
            given = resolve1(state)
            clear = [given.get(key, 1) != 1 for key in ("ca", "CA")]
            if any(clear) or "SMask" in given or "BM" in given:
                faults.append(f"page {number}: {name}")
        for name, picture in resolve1(resources.get("XObject", {})).items():
            faults += [f"page {number}: {name} {one}" for one in _picture_faults(resolve1(picture))]
        for operator, _ in pdf.operations(number - 1):
            if operator in (b"k", b"K", b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN"):
                faults.append(f"page {number}: {operator!r}")
    return faults


def _picture_faults(picture: PDFStream) -> list[str]:
    space = getattr(resolve1(picture.get("ColorSpace")), "name", "")
    wrong = {
        "mask": "SMask" in picture,
        "blurred": bool(picture.get("Interpolate")) and str(picture.get("Interpolate")) != "false",
        "colours": space not in ("DeviceRGB", "DeviceGray"),
    }
    return [name for name, is_so in wrong.items() if is_so]


@check
def nothing_is_run_hidden_or_locked(pdf: Structure) -> list[str]:
    faults: list[str] = [key for key in ("OpenAction", "AA", "AcroForm") if key in pdf.catalog]
    names = resolve1(pdf.catalog.get("Names", {}))
    faults += [key for key in ("JavaScript", "EmbeddedFiles") if key in names]
    if pdf.document.encryption is not None:
        faults.append("encrypted")
    for one in pdf.annotations():
        if one.get("F") != PRINTED or "AA" in one:
            faults.append(f"link with flags {one.get('F')}")
    return faults


def beginning_faults(content: bytes) -> list[str]:
    """The file begins with its version and with bytes that no text has."""
    first, second, _ = content.split(b"\n", 2)
    binary = second[:1] == b"%" and sum(byte > 127 for byte in second[1:]) >= 4
    return [] if first == b"%PDF-1.7" and binary else [repr(first), repr(second)]
