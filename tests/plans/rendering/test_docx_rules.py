"""Every rule holds for our files, and finds the fault in a broken one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.plans.rendering.docx_cases import DOCUMENTS, ISSUED, rendered
from tests.plans.rendering.docx_rules import RULES, Package

HEAD = {
    "the_mark_is_red_and_35_mm_down",
    "the_number_stands_over_a_red_line",
    "the_title_stands_two_lines_below_the_red_line",
    "the_addressee_stands_flush_and_ends_with_a_colon",
    "the_date_is_four_characters_in",
    "the_colophon_lies_on_the_lower_edge",
    "the_colophon_says_who_printed_when",
}
WIDE = {
    "page_is_a4_with_its_margins",
    "grid_holds_22_lines_of_28_characters",
    "a_page_holds_22_lines_of_28_characters_without_the_grid",
}
CONTENTS = "contents_are_a_filled_field"


def rules_for(name: str) -> list[str]:
    """The rules that apply to a document of the cases."""
    left = set(RULES)
    if name not in ISSUED:
        left -= HEAD
    if name == "for comment":
        left -= WIDE
    if name not in ("contents", "for comment"):
        left.discard(CONTENTS)
    return sorted(left)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_file_of_ours_keeps_every_rule(name: str) -> None:
    package = Package(rendered(name))
    assert {rule: RULES[rule](package) for rule in rules_for(name)} == {
        rule: [] for rule in rules_for(name)
    }


@dataclass(frozen=True)
class Break:
    """What to write into a part to break a rule: a pattern and what replaces it once."""

    part: str
    pattern: str
    put: str


DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
BREAKS = {
    "page_is_a4_with_its_margins": Break(DOCUMENT, r'w:left="1587"', 'w:left="1440"'),
    "grid_holds_22_lines_of_28_characters": Break(DOCUMENT, r'linePitch="579"', 'linePitch="600"'),
    "text_is_fang_of_16_points_on_exact_lines": Break(
        STYLES, r'(styleId="Normal">.*?)仿宋_GB2312', r"\1宋体"
    ),
    "a_page_holds_22_lines_of_28_characters_without_the_grid": Break(
        STYLES, r'w:line="579"', 'w:line="580"'
    ),
    "headings_have_face_and_outline_level": Break(
        STYLES, r'<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="1"/>'
    ),
    "no_whole_paragraph_is_an_outline_entry": Break(
        DOCUMENT, r'w:val="Normal"(?=/></w:pPr><w:r><w:rPr>)', 'w:val="Heading2"'
    ),
    "title_is_xbs_of_22_points_in_the_middle": Break(
        STYLES, r'(w:styleId="Title">.*?)w:sz w:val="44"', r'\1w:sz w:val="36"'
    ),
    "every_style_in_use_names_its_chinese_face": Break(
        STYLES, 'w:eastAsia="黑体"', 'w:asciiTheme="minorHAnsi"'
    ),
    "nothing_is_formatted_directly": Break(DOCUMENT, r"</w:pPr>", '<w:jc w:val="left"/></w:pPr>'),
    "no_empty_paragraph_makes_room": Break(
        DOCUMENT, r"<w:body>", '<w:body><w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr></w:p>'
    ),
    "no_spaces_make_an_indent": Break(DOCUMENT, r">(?=以深入学习|为深入贯彻)", ">　　"),
    "page_numbers_stand_outside": Break(SETTINGS, r"<w:evenAndOddHeaders/>", ""),
    "the_dash_is_7_mm_below": Break(DOCUMENT, r'w:footer="\d+"', 'w:footer="720"'),
    "the_mark_is_red_and_35_mm_down": Break(STYLES, r'w:val="FF0000"', 'w:val="000000"'),
    "the_number_stands_over_a_red_line": Break(DOCUMENT, "〔2021〕60号", "[2021]060号"),
    "the_title_stands_two_lines_below_the_red_line": Break(
        STYLES, r'(w:styleId="TitleV\d+">.*?)w:before="\d+"', r'\1w:before="300"'
    ),
    "the_addressee_stands_flush_and_ends_with_a_colon": Break(DOCUMENT, r"：</w:t>", "</w:t>"),
    "the_date_is_four_characters_in": Break(DOCUMENT, "2021年9月14日<", "2021年09月14日<"),
    "the_colophon_lies_on_the_lower_edge": Break(DOCUMENT, 'tblpYSpec="bottom"', 'tblpY="1"'),
    "the_colophon_says_who_printed_when": Break(DOCUMENT, "日印发", "日"),
    "the_file_says_what_it_is": Break("docProps/core.xml", "zh-CN", "en"),
    "word_opens_it_as_one_of_its_own": Break(SETTINGS, r'w:val="15"', 'w:val="14"'),
    "properties_stand_in_the_order_of_the_schema": Break(
        STYLES, r'(<w:widowControl w:val="0"/>)(<w:overflowPunct w:val="0"/>)', r"\2\1"
    ),
    "every_style_that_is_named_exists": Break(DOCUMENT, 'w:val="Heading1"', 'w:val="Lost"'),
    "marks_have_ids_of_their_own": Break(
        DOCUMENT, "(bookmarkStart [^>]*)_Toc100000002", r"\1_Toc100000001"
    ),
    "contents_are_a_filled_field": Break(DOCUMENT, r' TOC \\o "1-2"', " DATE "),
}


def test_every_rule_has_its_broken_file() -> None:
    assert set(BREAKS) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_file_is_found_out(rule: str) -> None:
    broken = changed(rendered("contents"), BREAKS[rule])
    measure: Callable[[Package], list[str]] = RULES[rule]
    assert measure(Package(rendered("contents"))) == []
    assert measure(Package(broken)) != []


def changed(content: bytes, change: Break) -> bytes:
    """The file with one change, which must have changed something."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as file:
        for name in source.namelist():
            part = source.read(name)
            if name == change.part:
                text, count = re.subn(change.pattern, change.put, part.decode(), count=1)
                assert count == 1
                part = text.encode()
            file.writestr(name, part)
    return target.getvalue()
