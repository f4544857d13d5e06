"""Tags, metadata, bookmarks: what the two kinds of PDF file promise."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pydyf
import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from plans.rendering.blocks import Document
from plans.rendering.pdf import render_pdf
from plans.rendering.pdf.paged import paged_html
from plans.rendering.pdf.render import css_of
from tests.plans.rendering.docx_cases import DOCUMENTS, document
from tests.plans.rendering.pdf_content import beginning_faults
from tests.plans.rendering.pdf_structure import CHECKS, Structure, archive_faults

SHORT = sorted(set(DOCUMENTS) - {"ten times", "chongqing"})


def faults(pdf: Structure) -> dict[str, list[str]]:
    """The checks that a file fails."""
    found = {name: one(pdf) for name, one in CHECKS.items()}
    return {name: one for name, one in found.items() if one}


@pytest.mark.parametrize("variant", ["ua1", "a2a"])
@pytest.mark.parametrize("name", SHORT)
def test_both_kinds_of_file_are_well_tagged(name: str, variant: str) -> None:
    assert faults(Structure(render_pdf(document(name), variant=variant))) == {}


@pytest.mark.parametrize("name", SHORT)
def test_the_archive_file_says_and_holds_what_pdf_a_asks(name: str) -> None:
    assert archive_faults(Structure(render_pdf(document(name), variant="a2a"))) == []


def test_the_file_for_reading_says_that_it_is_pdf_ua() -> None:
    pdf = Structure(render_pdf(document("one page")))
    part = pdf.metadata.find(".//*[@{http://www.aiim.org/pdfua/ns/id/}part]")
    assert part.get("{http://www.aiim.org/pdfua/ns/id/}part") == "1"
    assert archive_faults(pdf) != []


@pytest.mark.parametrize("variant", ["ua1", "a2a"])
def test_the_file_begins_as_a_binary_file(variant: str) -> None:
    content = render_pdf(document("one page"), variant=variant)
    assert beginning_faults(content) == []
    assert beginning_faults(b"%PDF-1.7\n%abc\n" + content) != []


Breaker = Callable[[Any, Any], None]


def _without_language(_: Any, pdf: Any) -> None:
    pdf.catalog["Lang"] = pydyf.String("")


def _untagged(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream):
            entry.stream = [item for item in entry.stream if item not in (b"BDC", b"EMC")]


def _marked_twice(_: Any, pdf: Any) -> None:
    spans = [e for e in pdf.objects if isinstance(e, dict) and e.get("S") == "/Span"]
    spans[1]["K"], spans[1]["Pg"] = spans[0]["K"], spans[0]["Pg"]


def _skipping(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("S") == "/H2":
            entry["S"] = "/H4"


def _nothing(_: Any, pdf: Any) -> None:
    """WeasyPrint alone says no scope."""


def _unnamed_links(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Subtype") == "/Link":
            del entry["Contents"]


def _without_fonts(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/FontDescriptor":
            entry.pop("FontFile2", None)
            entry.pop("FontFile3", None)


def _unordered(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict):
            entry.pop("Tabs", None)


def _foreign_roles(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("S") == "/Div":
            entry["S"] = "/Foreign"


def _rows_as_text(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("S") == "/TR":
            entry["S"] = "/P"


def _silent_figures(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("S") == "/Figure":
            del entry["Alt"]


def _without_bookmarks(_: Any, pdf: Any) -> None:
    del pdf.catalog["Outlines"]


def _parentless(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict):
            entry.pop("StructParents", None)


def _whole_fonts(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Font":
            entry["BaseFont"] = "/FandolFang"


def _unreadable(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and any(b"begincmap" in _bytes(i) for i in entry.stream):
            entry.stream = [b""]


def _in_four_colours(_: Any, pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and b"BT" in entry.stream:
            entry.stream = [b"0 0 0 1 k", *entry.stream]


def _with_an_action(_: Any, pdf: Any) -> None:
    pdf.catalog["OpenAction"] = pydyf.Dictionary({"S": "/Named", "N": "/Print"})


def _bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else b""


BREAKS: dict[str, tuple[str, Breaker]] = {
    "the_file_says_what_it_is": ("one page", _without_language),
    "everything_drawn_is_tagged_or_an_artifact": ("one page", _untagged),
    "the_tree_holds_all_marked_content": ("one page", _marked_twice),
    "headings_leave_out_no_step": ("one page", _skipping),
    "headers_of_tables_say_their_scope": ("letter", _nothing),
    "links_say_where_they_go": ("for comment", _unnamed_links),
    "fonts_are_embedded_and_readable": ("one page", _without_fonts),
    "pages_are_read_in_the_order_of_the_tree": ("one page", _unordered),
    "roles_are_those_of_the_standard": ("one page", _foreign_roles),
    "lists_and_tables_are_built_of_their_parts": ("letter", _rows_as_text),
    "figures_say_what_they_show_and_where": ("codes", _silent_figures),
    "bookmarks_name_every_heading": ("one page", _without_bookmarks),
    "every_mark_is_found_from_its_page": ("one page", _parentless),
    "fonts_are_subsets_in_the_order_of_their_glyphs": ("one page", _whole_fonts),
    "every_glyph_is_in_its_font_and_can_be_read": ("one page", _unreadable),
    "nothing_shines_through_and_colours_are_plain": ("one page", _in_four_colours),
    "nothing_is_run_hidden_or_locked": ("one page", _with_an_action),
}


def test_every_check_has_a_broken_file() -> None:
    assert sorted(BREAKS) == sorted(CHECKS)


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_is_found(name: str) -> None:
    case, breaker = BREAKS[name]
    assert CHECKS[name](Structure(_broken(document(case), breaker))) != []


def _broken(whole: Document, breaker: Breaker) -> bytes:
    drawn = HTML(string=paged_html(whole)).write_pdf(
        stylesheets=[CSS(string=_sheet(whole), font_config=_fonts())],
        font_config=_fonts(),
        pdf_variant="pdf/ua-1",
        finisher=breaker,
    )
    assert isinstance(drawn, bytes)
    return drawn


def _sheet(whole: Document) -> str:
    return css_of(whole)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()
