"""HTML of a document: clean, nested, escaped."""

from __future__ import annotations

from plans.rendering.blocks import (
    Box,
    Cell,
    Document,
    Heading,
    Paragraph,
    Part,
    Row,
    Run,
    Table,
    Title,
    Toc,
    text_runs,
)
from plans.rendering.html import render_html
from tests.plans.rendering.docx_cases import DOCUMENTS, document


def html(*blocks, **options) -> str:
    return render_html(Document("文稿", (Part(blocks),)), **options)


def test_headings_are_nested_and_carry_ids() -> None:
    written = html(
        Title(("规划", "纲要")),
        Heading(1, "一、", "目标", anchor="p7"),
        Heading(3, "1.", "任务", run_in=text_runs("实施。"), stop="。", anchor="p8"),
        top=2,
    )
    assert written == (
        '<section class="part"><h2 class="title" id="h1">规划纲要</h2>'
        '<h3 class="level-1" id="p7">一、目标</h3>'
        '<div class="run-in in-3"><h4 class="level-3" id="p8">1.任务。</h4><p>实施。</p></div>'
        "</section>\n"
    )


def test_no_id_stands_twice() -> None:
    written = html(Heading(1, "一、", "甲", anchor="p1"), Heading(1, "二、", "乙", anchor="p1"))
    assert [written.count('id="p1"'), written.count('id="h2"')] == [1, 1]


def test_boxes_are_asides_and_header_cells_have_scopes() -> None:
    head = Row((Cell((text_runs("指标"),), header=True), Cell((text_runs("值"),), header=True)))
    body = Row((Cell((text_runs("人数"),), header=True), Cell((text_runs("5"),), columns=2)))
    table = Table((head, body), header_rows=1, caption="表1")
    assert html(Box(text_runs("专栏1"), (table,))) == (
        '<section class="part"><aside class="box"><p class="box-title">专栏1</p><table>'
        "<caption>表1</caption><thead><tr>"
        '<th scope="col"><p>指标</p></th><th scope="col"><p>值</p></th></tr></thead><tbody><tr>'
        '<th scope="row"><p>人数</p></th><td colspan="2"><p>5</p></td></tr></tbody></table>'
        "</aside></section>\n"
    )


def test_contents_link_to_the_headings() -> None:
    assert html(Toc(), Heading(1, "一、", "甲", anchor="p1"), Heading(3, "1.", "乙")) == (
        '<section class="part"><nav class="toc"><p class="toc-title">目录</p><ul>'
        '<li class="level-1"><a href="#p1">一、甲</a></li></ul></nav>'
        '<h1 class="level-1" id="p1">一、甲</h1><h2 class="level-3" id="h2">1.乙</h2></section>\n'
    )


def test_changes_and_weight_are_elements() -> None:
    runs = (Run("旧", change="deleted"), Run("新", bold=True, change="inserted"))
    assert html(Paragraph(runs)) == (
        '<section class="part"><p><del>旧</del><ins><b>新</b></ins></p></section>\n'
    )


def test_text_is_escaped_everywhere() -> None:
    evil = '"><script>'
    written = html(Title((evil,)), Heading(1, evil, evil, anchor=evil), Paragraph(text_runs(evil)))
    assert "<script" not in written


def test_no_document_carries_a_style() -> None:
    for name in sorted(set(DOCUMENTS) - {"ten times"}):
        assert "style=" not in render_html(document(name))
