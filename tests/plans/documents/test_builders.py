"""Every builder's document, with a text of several pages, keeps the rules of its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest

from plans.documents.builders import (
    Argumentation,
    Draft,
    Expert,
    FeedbackForm,
    MeetingNotice,
    Minutes,
    Office,
    Paper,
    Request,
    argumentation_opinion,
    draft_document,
    issued_plan,
    meeting_minutes,
    meeting_notice,
    paper_document,
    request_for_comments,
    upward_document,
)
from plans.enums import UpwardKind
from plans.rendering.blocks import Document, Heading, Item, Paragraph, plain
from plans.rendering.docx import render_docx
from plans.rendering.pdf import render_pdf
from plans.text.tree import PlanTree
from tests.plans.documents.test_documents import CONTACT, OPINION, TREE
from tests.plans.rendering import docx_rules, pdf_rules
from tests.plans.rendering.docx_cases import OFFICE, document, imported
from tests.plans.rendering.docx_rules import Package
from tests.plans.rendering.pdf_pages import Pdf
from tests.plans.rendering.pdf_structure import CHECKS, Structure

LONG = "各单位要加强组织领导，明确责任分工，确保按时保质完成各项任务。" * 3
DAY = date(2020, 11, 20)
BODIES = ("重庆市科学技术协会", "重庆市教育委员会", "重庆市科学技术局")


@cache
def long_text() -> str:
    """Chongqing's plan as the text of a paper, its headings as lines of their own."""
    lines = []
    for block in document("chongqing").parts[1].blocks[:26]:
        if isinstance(block, Heading):
            lines.append(block.number + block.text + block.stop + plain(block.run_in or ()))
        elif isinstance(block, Paragraph | Item):
            lines.append(plain(block.runs))
    return "\n".join((*lines, LONG))


def paper(**changes: object) -> Paper:
    """A paper of several pages."""
    base = Paper(
        OFFICE, "渝科协发〔2020〕90号", DAY, "关于做好规划编制工作的通知", "各区县科协", long_text()
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Mode:
    """Rules that a format does not have, in PDF and DOCX."""

    pdf: frozenset[str]
    docx: frozenset[str]


MARK = {"the_mark_is_red_and_35_mm_down"}
NUMBER = {"the_number_stands_4_mm_above_a_red_line", "the_number_stands_over_a_red_line"}
TITLE = {"the_title_stands_two_lines_below_the_red_line"}
ADDRESSEE = {"the_addressee_stands_flush_and_ends_with_a_colon", "the_first_page_shows_text"}
DATE = {"the_date_is_four_characters_in", "the_signature_has_text_on_its_page"}
COLOPHON = {"the_colophon_lies_on_the_lower_edge", "the_colophon_says_who_printed_when"}
FIRST_NUMBER = {"page_numbers_stand_outside"}
CONTENTS = {"contents_are_a_filled_field"}


def mode(*left_out: set[str], docx: set[str] | None = None, pdf: set[str] | None = None) -> Mode:
    both = frozenset().union(*left_out, CONTENTS)
    return Mode(both | (pdf or set()), both | (docx or set()))


FILE = mode()
JOINT = mode(MARK)
TOGETHER = replace(OFFICE, bodies=BODIES, signatures=BODIES)
UPWARD = mode(NUMBER)
LETTER = mode(MARK, NUMBER, TITLE, COLOPHON, pdf=FIRST_NUMBER)
MINUTES = mode(NUMBER, ADDRESSEE, DATE)
PLAIN = mode(MARK, NUMBER, TITLE, ADDRESSEE, DATE, COLOPHON)
FORM = FeedbackForm("规划", "渝中区科协", "李四", "1", (OPINION,) * 40)
UNIT = Office(("渝中区科学技术协会",), ("渝中区科学技术协会",))

CASES: dict[str, tuple[Mode, Callable[[], Document]]] = {
    "印发通知": (FILE, lambda: issued_plan(paper(), TREE)),
    "会议通知": (FILE, lambda: meeting_notice(MeetingNotice(paper()))),
    "联合发文": (
        JOINT,
        lambda: paper_document(paper(office=TOGETHER), kind="通知"),
    ),
    "请示": (UPWARD, lambda: upward_document(_upward(note=CONTACT), kind=UpwardKind.REQUEST)),
    "报告": (UPWARD, lambda: upward_document(_upward(), kind=UpwardKind.REPORT)),
    "征求意见函": (
        LETTER,
        lambda: request_for_comments(
            Request(paper(number="渝科协函〔2020〕1号"), "规划", "2020年12月10日17时", CONTACT)
        ),
    ),
    "纪要": (
        MINUTES,
        lambda: meeting_minutes(
            Minutes(OFFICE, "重庆市科协会议纪要", "第3期", DAY, "会议纪要", long_text(), "张某某")
        ),
    ),
    "论证意见": (
        PLAIN,
        lambda: argumentation_opinion(
            Argumentation("规划", DAY, long_text(), (Expert("甲", "大学", "教授"),) * 30, "市科协")
        ),
    ),
    "送审稿": (
        PLAIN,
        lambda: draft_document(Draft(_plan(), "送审稿", author="市科协", explanation=long_text())),
    ),
}


def _upward(**changes: object) -> Paper:
    return paper(
        title="关于审定规划的请示", addressees="市委办公厅", signers=("王某某", "李某某"), **changes
    )


def _plan() -> PlanTree:
    source = imported("guangyuan")
    return source.to_tree()


@pytest.fixture
def opened() -> Iterator[list[Pdf]]:
    files: list[Pdf] = []
    yield files
    for file in files:
        file.close()


@pytest.mark.parametrize("name", CASES)
def test_a_pdf_keeps_the_rules_of_its_format(name: str, opened: list[Pdf]) -> None:
    kind, make = CASES[name]
    content = render_pdf(make())
    opened.append(Pdf(content))
    found = {key: rule(opened[0]) for key, rule in pdf_rules.RULES.items() if key not in kind.pdf}
    assert {key: one for key, one in found.items() if one} == {}
    structure = Structure(content)
    told = {key: check(structure) for key, check in CHECKS.items()}
    assert {key: one for key, one in told.items() if one} == {}
    assert "此页无正文" not in opened[0].text


@pytest.mark.parametrize("name", CASES)
def test_a_docx_keeps_the_rules_of_its_format(name: str) -> None:
    kind, make = CASES[name]
    package = Package(render_docx(make()))
    found = {key: rule(package) for key, rule in docx_rules.RULES.items() if key not in kind.docx}
    assert {key: one for key, one in found.items() if one} == {}
