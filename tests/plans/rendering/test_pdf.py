"""PDF of whole documents: their text, their bytes, and what the machine must have."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pydyf
import pytest
from pdfminer.pdftypes import stream_value

from plans.documents.builders import Draft, Paper, draft_document, paper_document, preview_document
from plans.errors import DomainError
from plans.importing.values import ImportedPlan
from plans.rendering.blocks import (
    Block,
    Colophon,
    Document,
    Heading,
    Letterhead,
    PageBreak,
    Paragraph,
    Part,
    Run,
    Signature,
    Title,
    Toc,
    text_runs,
)
from plans.rendering.fonts import FILES, FONT_DIR, SYNTHETIC_BOLD
from plans.rendering.pdf import render_pdf
from plans.text import markup
from plans.text.tree import Node
from tests.plans.rendering.docx_cases import DOCUMENTS, OFFICE, document, imported
from tests.plans.rendering.pdf_pages import RIGHT, Line, Pdf, face
from tests.plans.rendering.pdf_structure import Structure

LINE = "全市各级科协组织要结合实际认真贯彻实施，确保规划确定的各项目标任务落到实处。"


@pytest.fixture
def opened() -> Iterator[list[Pdf]]:
    files: list[Pdf] = []
    yield files
    for file in files:
        file.close()


def read(opened: list[Pdf], whole: Document) -> Pdf:
    """The document as a PDF, closed when the test ends."""
    opened.append(Pdf(render_pdf(whole)))
    return opened[-1]


def source_text(plan: ImportedPlan, number: str, date: str) -> str:
    """All that the import read, with 版头 and 版记, without white space."""
    notice = plan.notice
    assert notice is not None
    head = [f"{OFFICE.bodies[0]}文件", number, notice.title, f"{notice.addressees}："]
    signed = [notice.signature, date]
    body = [plan.title, markup.plain(plan.preamble)]
    for node in plan.walk():
        stop = "。" if node.run_in else ""
        body += [f"{node.number}{node.title}{stop}", markup.plain(node.text)]
    foot = [f"抄送：{OFFICE.copies_to}。", f"{OFFICE.printed_by}{date}印发"]
    return re.sub(r"\s", "", "".join([*head, *notice.body, *signed, *body, *foot]))


def unmarked(text: str) -> str:
    """Without the marks that stand between a number and its title in one source or another."""
    return re.sub(r"[\*、.．（）]", "", text)


@pytest.mark.parametrize(
    ("name", "source", "number", "date"),
    [
        ("chongqing", "chongqing-2021-60", "渝科协发〔2021〕60号", "2021年9月14日"),
        ("work plan", "chongqing-2020-86", "渝科协发〔2020〕86号", "2020年8月19日"),
    ],
)
def test_the_text_is_the_imported_text(
    name: str, source: str, number: str, date: str, opened: list[Pdf]
) -> None:
    expected = source_text(imported(source), number, date)
    assert unmarked(read(opened, document(name)).text) == unmarked(expected)


def test_the_empty_page_note_is_not_printed(opened: list[Pdf]) -> None:
    assert "此页无正文" not in read(opened, document("chongqing")).text


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"ten times"}))
def test_the_same_tree_gives_the_same_bytes(name: str) -> None:
    assert render_pdf(document(name)) == render_pdf(document(name))


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from tests.plans.rendering.docx_cases import document; "
        "from plans.rendering.pdf import render_pdf; "
        "print(hashlib.sha256(render_pdf(document('one page'))).hexdigest())"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert said.stdout.split() == [hashlib.sha256(render_pdf(document("one page"))).hexdigest()]


def test_without_fonts_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        render_pdf(document("one page"), fonts=tmp_path)
    names = "、".join(file.name for file in (*FILES, *SYNTHETIC_BOLD))
    assert str(refused.value) == (
        f"缺少公文字体（{names}），暂不能生成PDF。请管理员执行 make setup 安装字体。"
    )


def test_one_missing_font_is_named(tmp_path: Path) -> None:
    for file in (*FILES[:-1], *SYNTHETIC_BOLD):
        (tmp_path / file.name).symlink_to(FONT_DIR / file.name)
    with pytest.raises(DomainError, match=r"FandolSong-Bold\.otf"):
        render_pdf(document("one page"), fonts=tmp_path)


def test_contents_give_the_page_of_every_heading(opened: list[Pdf]) -> None:
    pdf = read(opened, document("contents"))
    entries = dict(re.findall(r"([一二三四五六七八九十]+、.+?)…+ *(\d+)", _page_text(pdf, 2)))
    found = {
        line.text: str(line.page)
        for page in pdf.body[3:]
        for line in page
        if re.match(r"[一二三四五六七八九十]+、", line.text) and face(line.seen[2]) == "FandolHei"
    }
    assert {title: entries.get(title) for title in found if title in entries} == {
        title: page for title, page in found.items() if title in entries
    }
    assert len(entries) >= 10


def _page_text(pdf: Pdf, page: int) -> str:
    return "\n".join(line.text for line in pdf.body[page])


def test_contents_end_with_the_text_that_they_open(opened: list[Pdf]) -> None:
    tree = imported("guangyuan").to_tree()
    draft = Draft(tree, "送审稿", toc=True, explanation="一、编制过程\n说明。")
    pdf = read(opened, draft_document(draft))
    assert "编制过程" not in _page_text(pdf, 0)


def test_bookmarks_follow_the_headings(opened: list[Pdf]) -> None:
    outline = list(read(opened, document("work plan")).file.doc.get_outlines())
    assert [(level, title) for level, title, *_ in outline][:6] == [
        (
            1,
            "重庆市科学技术协会关于印发《〈重庆市科学技术协会事业发展“十四五”规划（2021-2025）〉"
            "编制工作方案》的通知",
        ),
        (1, "《重庆市科学技术协会事业发展“十四五”规划（2021-2025）》编制工作方案"),
        (2, "一、指导思想和编制原则"),
        (3, "（一）指导思想"),
        (3, "（二）编制原则"),
        (4, "1.坚持上位要求与下位需求相衔接"),
    ]


def _of(*blocks: Block, **options: object) -> Document:
    return Document("文稿", (Part(blocks),), **options)  # type: ignore[arg-type]


def _para(text: str) -> Paragraph:
    return Paragraph(text_runs(text))


def _lines(pdf: Pdf) -> list[list[Line]]:
    return [page for page in pdf.body if page]


def test_bold_text_is_drawn_with_a_stroke() -> None:
    runs = {bold: (Run("加强领导", bold=bold),) for bold in (False, True)}
    modes = {bold: _text_modes(_of(Paragraph(one))) for bold, one in runs.items()}
    assert modes == {False: set(), True: {b"0 Tr", b"2 Tr"}}


def _text_modes(whole: Document) -> set[bytes]:
    structure = Structure(render_pdf(whole))
    data = b"".join(stream_value(one).get_data() for one in structure.pages[0].contents)
    return set(re.findall(rb"\b[02] Tr", data))


@pytest.mark.parametrize("text", ["王䶮、李𬭚、张㛃、孙頔", "①②③℃‰·Ⅷ"])
def test_a_rare_character_leaves_the_line_as_high_as_it_was(text: str, opened: list[Pdf]) -> None:
    pdf = read(opened, _of(*[_para(text)] * 50))
    assert [len(page) for page in _lines(pdf)] == [22, 22, 6]
    assert pdf.text == text * 50


def test_a_rare_character_of_a_heading_stands_in_its_bookmark() -> None:
    pdf = Structure(render_pdf(_of(Heading(1, "一、", "学习𠮷", stop="。"), _para("正文。"))))
    assert [title for _, title, *_ in pdf.document.get_outlines()] == ["一、学习𠮷"]


def test_a_page_break_starts_a_page(opened: list[Pdf]) -> None:
    pdf = read(opened, _of(_para("前页。"), PageBreak(), _para("后页。")))
    assert [page[0].text for page in _lines(pdf)] == ["前页。", "后页。"]


def test_the_first_page_of_a_letter_bears_no_number(opened: list[Pdf]) -> None:
    pdf = read(opened, document("letter"))
    numbers = [[line.text for line in page if line.base > 750] for page in pdf.pages]
    assert numbers == [[], ["— 2 —"], ["— 3 —"]]


def test_a_colophon_that_a_line_would_save_from_a_page_of_its_own(opened: list[Pdf]) -> None:
    pdf = read(
        opened,
        _of(
            Title(("关于做好规划宣传工作的通知",)),
            *[_para("请做好规划宣传工作。")] * 5,
            Signature(("重庆市科学技术协会",), "2020年9月1日"),
            letterhead=Letterhead(("重庆市科学技术协会",), "渝科协发〔2020〕91号"),
            colophon=Colophon("办公室", "2020年9月1日", "市委办公厅，市政府办公厅。"),
        ),
    )
    assert len(pdf.pages) == 1


def test_a_contents_page_comes_by_itself(opened: list[Pdf]) -> None:
    pdf = read(opened, _of(Toc(), Title(("规划",)), Heading(1, "一、", "目标"), _para(LINE)))
    assert [page[0].text for page in _lines(pdf)] == ["目录", "规划"]


def test_a_preview_is_one_chapter(opened: list[Pdf]) -> None:
    node = Node(7, "chapter", "发展目标", text=LINE, number="一、")
    pdf = read(opened, preview_document(node, "规划"))
    assert pdf.text == f"一、发展目标{LINE}"


def test_hostile_text_is_printed_and_not_obeyed(opened: list[Pdf]) -> None:
    hostile = '<img src="file:///etc/passwd"><style>p{color:red}</style>&amp;'
    pdf = read(opened, _of(_para(hostile)))
    assert pdf.text == hostile.replace(" ", "")


def test_a_long_address_stays_inside_the_type_area(opened: list[Pdf]) -> None:
    url = "https://guihua.example.org/fankui/" + "a1B2c3D4" * 12
    pdf = read(opened, _of(_para(f"网上反馈专用链接：{url}")))
    assert (pdf.text, max(line.right for line in pdf.body[0]) <= RIGHT) == (
        f"网上反馈专用链接：{url}",
        True,
    )


def test_page_references_are_those_of_pydyf_as_pages_are_added() -> None:
    pdf = pydyf.PDF()
    seen = [pdf.page_references]
    for _ in range(2):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        seen.append(pdf.page_references)
    numbers = [f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3]]
    assert seen == [(), tuple(numbers[:1]), tuple(numbers)]


SHORT_TEXTS = ("请各单位认真落实。", "一、工作要求\n请各单位认真落实。", "请认真落实。" * 40)


@pytest.mark.parametrize("text", SHORT_TEXTS)
@pytest.mark.parametrize("count", [1, 3, 5])
def test_the_first_page_shows_text_however_many_bodies_sign(
    count: int, text: str, opened: list[Pdf]
) -> None:
    bodies = tuple(f"甲市科学技术{name}" for name in "协局委办部"[:count])
    paper = Paper(
        replace(OFFICE, bodies=bodies, signatures=bodies),
        *("甲科协发〔2020〕1号", date(2020, 11, 20), "关于认真做好规划编制工作的通知"),
        *("各区县科协", text),
    )
    first = read(opened, paper_document(paper, kind="通知")).body[0]
    assert "认真落实" in "".join(line.text for line in first)


def test_nothing_is_left_in_the_temporary_directory(tmp_path: Path) -> None:
    script = (
        "from tests.plans.rendering.docx_cases import document; "
        "from plans.rendering.pdf import render_pdf; "
        "import os; render_pdf(document('one page')); os._exit(0)"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert list(tmp_path.glob("weasyprint-*")) == []
