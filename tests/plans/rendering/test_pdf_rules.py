"""Every rule holds for our PDF files, and finds the fault in a broken one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from plans.documents.builders import Paper, issued_plan
from plans.rendering.blocks import Document
from plans.rendering.pdf import render_pdf
from plans.rendering.pdf.paged import paged_html
from plans.rendering.pdf.render import css_of
from plans.text.numbering import numbered
from tests.plans.rendering.docx_cases import OFFICE, document, imported, issued
from tests.plans.rendering.pdf_pages import Pdf
from tests.plans.rendering.pdf_rules import RULES

NEED_PAGES = {
    "text_fills_the_type_area",
    "a_page_holds_22_lines",
    "lines_stand_28_95_points_apart",
    "a_line_holds_28_characters",
}
"""What a document of one page cannot show."""


@pytest.fixture
def opened() -> Iterator[list[Pdf]]:
    files: list[Pdf] = []
    yield files
    for file in files:
        file.close()


def faults(pdf: Pdf, left_out: Collection[str] = ()) -> dict[str, list[str]]:
    """The rules that a file breaks, with the faults found."""
    found = {name: rule(pdf) for name, rule in RULES.items() if name not in left_out}
    return {name: one for name, one in found.items() if one}


@pytest.mark.parametrize("name", ["chongqing", "contents", "work plan"])
def test_a_notice_with_its_plan_keeps_every_rule(name: str, opened: list[Pdf]) -> None:
    opened.append(Pdf(render_pdf(document(name))))
    assert faults(opened[0]) == {}


def test_guangyuans_plan_keeps_every_rule_under_a_notice(opened: list[Pdf]) -> None:
    source = imported("guangyuan")
    paper = Paper(
        OFFICE, "广科协发〔2022〕1号", date(2022, 3, 1), "关于印发规划的通知", "各县区科协"
    )
    plan = numbered(source.to_tree(), source.formats)
    body = "现将《广元市科学技术协会事业发展“十四五”规划（2021—2025年）》印发你们，请认真贯彻执行。"
    opened.append(Pdf(render_pdf(issued_plan(replace(paper, body=body), plan))))
    assert faults(opened[0]) == {}


def test_a_notice_of_one_page_keeps_the_rules_that_one_page_can_show(opened: list[Pdf]) -> None:
    opened.append(Pdf(render_pdf(document("one page"))))
    assert faults(opened[0], NEED_PAGES) == {}


def test_a_text_twice_as_long_keeps_every_rule(opened: list[Pdf]) -> None:
    longer = issued("chongqing-2021-60", "渝科协发〔2021〕60号", date(2021, 9, 14), times=2)
    opened.append(Pdf(render_pdf(longer)))
    assert faults(opened[0]) == {}


BREAKS = {
    "paper_is_a4": "@page{size:200mm 280mm}",
    "text_fills_the_type_area": "@page{margin-left:35mm}",
    "a_page_holds_22_lines": "html{line-height:30pt}",
    "lines_stand_28_95_points_apart": "b{line-height:40pt}",
    "a_line_holds_28_characters": "html{letter-spacing:1pt}",
    "no_line_begins_or_ends_with_the_wrong_mark": 'p::before{content:"，"}',
    "headings_have_their_faces": '.level-1{font-family:"FandolFang"}',
    "no_heading_stands_at_the_foot_of_a_page": ".level-2{break-after:page}",
    "the_title_is_xbs_of_22_points_in_the_middle": ".title{text-align:left}",
    "only_the_mark_is_coloured": "p{color:#123}",
    "the_mark_is_red_and_35_mm_down": ".mark{color:black}",
    "the_number_stands_4_mm_above_a_red_line": ".number{border-color:black}",
    "the_title_stands_two_lines_below_the_red_line": ".title{padding-top:20pt}",
    "the_addressee_stands_flush_and_ends_with_a_colon": ".addressee{text-indent:2em}",
    "the_first_page_shows_text": ".addressee{break-after:page}",
    "the_date_is_four_characters_in": ".closing p{padding-right:0!important}",
    "the_signature_has_text_on_its_page": ".closing{break-before:page!important}",
    "page_numbers_stand_outside": "@page:right{@bottom-right{padding-right:60pt}}",
    "the_colophon_lies_on_the_lower_edge": ".colophon{border-top-width:1mm}",
    "the_colophon_says_who_printed_when": ".colophon{font-size:16pt}",
}


def test_every_rule_has_a_broken_file() -> None:
    assert sorted(BREAKS) == sorted(RULES)


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_is_found(name: str, opened: list[Pdf]) -> None:
    opened.append(Pdf(_drawn(_short(), BREAKS[name])))
    assert RULES[name](opened[0]) != []


def test_the_short_file_is_whole_before_it_is_broken(opened: list[Pdf]) -> None:
    opened.append(Pdf(_drawn(_short(), "")))
    assert faults(opened[0]) == {}


def _short() -> Document:
    """The notice and the first two chapters of Chongqing's plan."""
    whole = document("chongqing")
    notice, plan = whole.parts
    return replace(whole, parts=(notice, replace(plan, blocks=plan.blocks[:24])))


def _drawn(whole: Document, css: str) -> bytes:
    """The document drawn with a rule more in its style sheet."""
    fonts = FontConfiguration()
    sheet = CSS(string=css_of(whole) + css, font_config=fonts)
    drawn = HTML(string=paged_html(whole)).write_pdf(stylesheets=[sheet], font_config=fonts)
    assert isinstance(drawn, bytes)
    return drawn
