"""What is printed is what the tree holds, and the same tree gives the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plans.rendering.block_json import to_json
from plans.rendering.blocks import (
    Block,
    Colophon,
    Document,
    Heading,
    Letterhead,
    Part,
    Signature,
    Title,
    Toc,
    plain,
    text_runs,
)
from plans.rendering.docx import render_docx
from plans.text.markup import plain as plain_text
from plans.text.numbering import numbered
from plans.text.tree import walk
from tests.plans.rendering.docx_cases import (
    BODY,
    DOCUMENTS,
    document,
    imported,
    para,
    part,
    rendered,
    row,
)
from tests.plans.rendering.docx_rules import Package, style_of, text
from tests.plans.rendering.word import W

ROOT = Path(__file__).parents[3]


def squeezed(value: str) -> str:
    """Without white space."""
    return re.sub(r"\s", "", value)


def printed(content: bytes) -> str:
    """All characters of the text in reading order, those of 目录 left out."""
    body = Package(content).body
    for frame in list(body.iter(f"{W}sdt")):
        frame.getparent().remove(frame)
    return squeezed(text(body))


@pytest.mark.parametrize("name", ["chongqing-2021-60", "chongqing-2020-86", "guangyuan"])
def test_every_character_of_an_imported_plan_is_printed(name: str) -> None:
    source = imported(name)
    tree = numbered(source.to_tree(), source.formats)
    written = [tree.title, plain_text(tree.preamble)]
    for node, _ in walk(tree):
        written += [node.number, node.title, plain_text(node.text)]
    case = {"chongqing-2021-60": "chongqing", "chongqing-2020-86": "work plan"}.get(name, name)
    left = printed(rendered(case))
    for piece in written:
        for line in map(squeezed, piece.splitlines()):
            assert line in left
            left = left.replace(line, "", 1)
    assert "此页无正文" not in left


def test_the_notice_is_printed_whole() -> None:
    notice = imported("chongqing-2021-60").notice
    assert notice is not None
    whole = printed(rendered("chongqing"))
    opening = [f"{BODY}文件", "渝科协发〔2021〕60号", notice.title, f"{notice.addressees}："]
    closing = [*notice.body, notice.signature, notice.date]
    assert whole.startswith(squeezed("".join([*opening, *closing])))
    assert whole.endswith(f"抄送：市委办公厅，市政府办公厅。{BODY}办公室2021年9月14日印发")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_tree_gives_the_same_bytes(name: str) -> None:
    assert render_docx(document(name)) == rendered(name)


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    tree = tmp_path / "tree.json"
    tree.write_text(to_json(document("mixed")), encoding="utf-8")
    code = (
        "import pathlib, sys\n"
        "from plans.rendering.block_json import from_json\n"
        "from plans.rendering.docx import render_docx\n"
        "tree = from_json(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "sys.stdout.buffer.write(render_docx(tree))\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tree)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert done.stdout == rendered("mixed")


def test_control_characters_and_markup_of_xml_do_no_harm() -> None:
    tree = Document(
        "a\x00<b>", (part(Title(("<&>",)), para("甲\x0b<w:p/>&乙\ud800")),), author="\x07"
    )
    assert printed(render_docx(tree)) == "<&>甲<w:p/>&乙"


def headings_of(content: bytes) -> list[tuple[str, str]]:
    """Style and text of what the navigation pane shows."""
    package = Package(content)
    lines = [one for one in package.paragraphs if package.value(one, "pPr/outlineLvl@val")]
    return [(style_of(one).partition("V")[0], text(one)) for one in lines]


def test_the_navigation_pane_shows_the_headings_alone() -> None:
    assert headings_of(rendered("mixed")) == [
        ("Heading1", "一、总体要求"),
        ("Heading2", "（一）指导思想。"),
    ]


def test_a_heading_that_runs_in_ends_in_a_style_separator() -> None:
    separated = Package(rendered("mixed")).body.iter(f"{W}specVanish")
    paragraphs = [one.getparent().getparent().getparent() for one in separated]
    assert [text(one) for one in paragraphs] == ["（一）指导思想。"]


def test_a_task_that_runs_in_is_one_paragraph_with_a_linked_heading() -> None:
    package = Package(rendered("mixed"))
    (line,) = [one for one in package.paragraphs if text(one).startswith("1.任务。")]
    runs = list(line.iter(f"{W}r"))
    assert (
        style_of(line)[:6],
        runs[0].find(f"{W}rPr/{W}rStyle").get(f"{W}val"),
        text(runs[0]),
    ) == (
        "Normal",
        "Heading3Char",
        "1.任务。",
    )


def entries(content: bytes) -> list[tuple[str, str]]:
    """Text and page of the entries of 目录."""
    links = Package(content).body.iter(f"{W}hyperlink")
    return [(text(one)[: -len(last)], last) for one in links if (last := text(list(one)[-2]))]


def listed(pages: dict[str, int] | None = None) -> list[tuple[str, str]]:
    chapters: list[tuple[Block, ...]] = [
        (Heading(1, f"{mark}、", "章", anchor=mark), *[para("文" * 280)] * 3, para("末"))
        for mark in "一二三四"
    ]
    blocks: list[Block] = [block for chapter in chapters for block in chapter]
    tree = Document("规划", (Part((Toc(),)), Part((Title(("规划",)), *blocks))))
    return entries(render_docx(tree, pages))


def test_contents_show_estimated_pages() -> None:
    assert listed() == [("一、章", "2"), ("二、章", "3"), ("三、章", "5"), ("四、章", "7")]


def test_contents_show_the_pages_they_are_told() -> None:
    told = {"一": 12, "四": 40}
    assert listed(told) == [("一、章", "12"), ("二、章", "3"), ("三、章", "5"), ("四、章", "40")]


def sections(content: bytes) -> list[tuple[bool, bool, bool]]:
    """Of every section: turned, with line numbers, with a first page of its own."""
    return [
        (
            one.find(f"{W}pgSz").get(f"{W}orient") == "landscape",
            one.find(f"{W}lnNumType") is not None,
            one.find(f"{W}titlePg") is not None,
        )
        for one in Package(content).sections
    ]


def test_wide_tables_and_parts_turn_the_page_and_the_colophon_turns_it_back() -> None:
    turned = [False, True, False, True, False]
    assert sections(rendered("mixed")) == [(one, True, False) for one in turned]


def test_a_letter_has_a_first_page_without_number() -> None:
    package = Package(rendered("letter"))
    assert sections(rendered("letter")) == [(False, False, True)]
    foot = package.footer("first")
    edge = package.value(foot.find(f"{W}p"), "pPr/pBdr/bottom@val")
    assert (text(foot), edge) == ("", "thinThickSmallGap")


def test_a_document_without_page_numbers_has_no_footer() -> None:
    tree = replace(document("one page"), page_numbers=False)
    assert Package(render_docx(tree)).footer("default") is None


def gaps(content: bytes) -> dict[str, float]:
    """Lines above each paragraph that has any, by its text."""
    package = Package(content)
    found = {}
    for one in package.body.iter(f"{W}p"):
        before = float(package.value(one, "pPr/spacing@before") or 0)
        if before and text(one):
            found[text(one)[:6]] = round(before / 579, 1)
    return found


def test_gaps_are_space_above_and_no_empty_lines() -> None:
    assert gaps(rendered("letter")) == {
        "特急渝科协函": 1.8,
        "重庆市科学技": 2.0,
        "各区县（自治": 1.0,
        "意见反馈表": 0.8,
        "负责人（签字": 1.3,
        "附件：1.征": 1.0,
    }


def seal_table(content: bytes) -> list[list[str]]:
    """The cells of the signatures of a joint issue."""
    table = next(Package(content).body.iterchildren(f"{W}tbl"))
    return [[text(cell) for cell in one.iter(f"{W}tc")] for one in table.iter(f"{W}tr")]


def test_bodies_sign_in_rows_and_the_last_seal_covers_the_date() -> None:
    assert seal_table(rendered("joint")) == [
        [BODY, "重庆市科学技术局"],
        ["重庆市教育委员会", "重庆市卫生健康委员会"],
    ]


def test_signers_stand_beside_the_number_two_in_a_row() -> None:
    lines = Package(rendered("upward")).paragraphs[1:3]
    assert ["".join(_tabbed(one)) for one in lines] == [
        "\t\t签发人：王合清　肖猛",
        "\t渝科协文〔2020〕9号\t\t陈昌明",
    ]


def _tabbed(paragraph: Any) -> list[str]:
    pieces = paragraph.iter(f"{W}t", f"{W}tab")
    return [
        one.text if one.tag == f"{W}t" else "\t" for one in pieces if one.getparent().tag == f"{W}r"
    ]


def notice(text_of_notice: str, *, title_lines: int = 3) -> Document:
    """A notice of one paragraph, signed and sealed."""
    blocks = (
        Title(("标题",) * title_lines),
        para(text_of_notice),
        Signature((BODY,), "2021年9月14日"),
    )
    return Document("通知", (part(*blocks),), letterhead=Letterhead((BODY,), "渝科协发〔2021〕1号"))


def above(content: bytes, start: str) -> float:
    """Points above the last paragraph that begins so."""
    package = Package(content)
    *_, line = (one for one in package.paragraphs if text(one).startswith(start))
    return float(package.value(line, "pPr/spacing@before") or 0) / 20


@pytest.mark.parametrize(
    ("lines", "spread", "gap"),
    [(2, False, 2), (4, False, 1.2), (6, True, 2), (7, True, 2), (8, False, 2)],
)
def test_a_signature_is_not_left_alone_on_page_two(lines: int, *, spread: bool, gap: float) -> None:
    content = render_docx(notice("文" * (28 * lines - 2)))
    found = above(content, "文") > 30, round(above(content, BODY) / 28.95, 1)
    assert found == (spread, gap)


def test_tables_keep_merged_cells_and_repeat_their_head() -> None:
    table = list(Package(rendered("mixed")).body.iterchildren(f"{W}tbl"))[1]
    rows = list(table.iter(f"{W}tr"))
    assert [one.find(f"{W}trPr/{W}tblHeader") is not None for one in rows[:3]] == [
        True,
        True,
        False,
    ]
    assert [_cell(one) for one in rows[0].iter(f"{W}tc")] == [
        ("序号", "1", "restart"),
        ("意见", "2", None),
        ("处理", "1", "restart"),
    ]
    assert [_cell(one) for one in rows[1].iter(f"{W}tc")] == [
        ("", "1", "continue"),
        ("单位", "1", None),
        ("内容", "1", None),
        ("", "1", "continue"),
    ]


def _cell(cell: Any) -> tuple[str, str, str | None]:
    span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
    columns = "1" if span is None else span.get(f"{W}val")
    kind = None if merge is None else merge.get(f"{W}val", "continue")
    return text(cell), columns, kind


def test_columns_share_the_width_of_the_page() -> None:
    table = list(Package(rendered("mixed")).body.iterchildren(f"{W}tbl"))[1]
    widths = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
    assert (sum(widths), widths[2] > widths[1] > widths[3] > widths[0]) == (12756, True)


def test_a_ragged_table_is_filled_up() -> None:
    rows = (row("甲", "乙", "丙"), row("丁"))
    tree = Document("表", (part(replace(_table(), rows=rows)),))
    table = next(Package(render_docx(tree)).body.iterchildren(f"{W}tbl"))
    assert [[text(cell) for cell in one.iter(f"{W}tc")] for one in table.iter(f"{W}tr")] == [
        ["甲", "乙", "丙"],
        ["丁", "", ""],
    ]


def _table() -> Any:
    return document("letter").parts[1].blocks[1]


def test_a_colophon_without_copies_has_one_line() -> None:
    tree = replace(document("one page"), colophon=Colophon("办公室", "2020年8月19日"))
    table = list(Package(render_docx(tree)).body.iterchildren(f"{W}tbl"))[-1]
    assert [text(one) for one in table.iter(f"{W}p")] == ["办公室2020年8月19日印发"]


def test_bold_runs_take_the_style_of_strong_words() -> None:
    tree = Document("文", (part(para("甲"), replace(para(""), runs=text_runs("乙"))),))
    assert plain(text_runs("乙")) in printed(render_docx(tree))
    strong = Package(rendered("mixed")).body.xpath(".//*[local-name()='rStyle']/@*")
    assert "Strong" in strong
