"""A plan's tree and stored markup as blocks."""

from __future__ import annotations

import pytest

from plans.rendering.blocks import Box, Cell, Heading, Item, Paragraph, Row, Run, Table
from plans.rendering.from_tree import body_blocks, node_blocks, text_blocks
from plans.text.tree import Node, PlanTree


def para(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_a_plan_is_its_preamble_and_its_provisions_in_order() -> None:
    task = Node(3, "task", "强化领导", run_in=True, text="成立小组。\n另行通知。", number="1.")
    section = Node(2, "section", "指导思想", text="坚持。", children=(task,), number="（一）")
    chapter = Node(1, "chapter", "总体要求", text="", children=(section,), number="一、")
    assert body_blocks(PlanTree("规划", "为了发展，制定本规划。", (chapter,))) == (
        para("为了发展，制定本规划。"),
        Heading(1, "一、", "总体要求", anchor="p1"),
        Heading(2, "（一）", "指导思想", anchor="p2"),
        para("坚持。"),
        Heading(3, "1.", "强化领导", run_in=(Run("成立小组。"),), stop="。", anchor="p3"),
        para("另行通知。"),
    )


@pytest.mark.parametrize(
    ("text", "run_in", "rest"),
    [
        ("", None, []),
        ("\n坚持。", None, [para("坚持。")]),
        ("——条目", None, [Item((Run("条目"),))]),
        ("坚持。", (Run("坚持。"),), []),
    ],
)
def test_what_follows_on_the_line_of_a_heading(text, run_in, rest) -> None:
    heading, *body = node_blocks(Node(None, "section", "指导思想", True, text, (), "（一）"))
    assert (heading, body) == (
        Heading(2, "（一）", "指导思想", run_in=run_in, stop="。"),
        rest,
    )


@pytest.mark.parametrize("title", ["为什么？", "要求：", "好！"])
def test_a_heading_that_is_closed_gets_no_second_mark(title: str) -> None:
    heading = node_blocks(Node(None, "task", title, True, "正文。", (), "1."))[0]
    assert isinstance(heading, Heading)
    assert heading.stop == ""


def test_markup_becomes_runs_items_boxes_and_tables() -> None:
    text = "前**重**后\n\n——条目\n:::box 专栏1\n内容\n|甲|乙|\n|1|\n:::"
    head = Row((Cell(((Run("甲"),),), header=True), Cell(((Run("乙"),),), header=True)))
    table = Table((head, Row((Cell(((Run("1"),),)), Cell(((),))))), header_rows=1)
    assert text_blocks(text) == (
        Paragraph((Run("前"), Run("重", bold=True), Run("后"))),
        Item((Run("条目"),)),
        Box((Run("专栏1"),), (para("内容"), table)),
    )


def test_a_table_of_many_columns_is_turned() -> None:
    tables = text_blocks("|1|2|3|4|5|6|\n\n|1|2|3|4|5|6|7|")
    assert [table.landscape for table in tables if isinstance(table, Table)] == [False, True]
