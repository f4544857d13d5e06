"""Numbers of chapters, sections and tasks as they are printed, written out."""

from __future__ import annotations

import pytest

from plans.text.numbering import Formats, chinese_number, mark, numbered
from plans.text.tree import Node, PlanTree

IN_CHINESE = {
    1: "一",
    2: "二",
    9: "九",
    10: "十",
    11: "十一",
    19: "十九",
    20: "二十",
    21: "二十一",
    40: "四十",
    99: "九十九",
    100: "一百",
    101: "一百零一",
    109: "一百零九",
    110: "一百一十",
    111: "一百一十一",
    120: "一百二十",
    200: "二百",
    305: "三百零五",
    999: "九百九十九",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    1100: "一千一百",
    2020: "二千零二十",
    9999: "九千九百九十九",
    10000: "10000",
}


@pytest.mark.parametrize(("value", "words"), IN_CHINESE.items())
def test_a_number_in_chinese(value: int, words: str) -> None:
    assert chinese_number(value) == words


@pytest.mark.parametrize("value", [-1, 0])
def test_a_number_that_no_heading_bears(value: int) -> None:
    with pytest.raises(ValueError, match="no Chinese heading number"):
        chinese_number(value)


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("cn", "十二、"),
        ("cn_paren", "（十二）"),
        ("arabic_dot", "12."),
        ("arabic_paren", "（12）"),
        ("di_pian", "第十二篇 "),
        ("di_zhang", "第十二章 "),
        ("di_jie", "第十二节 "),
    ],
)
def test_each_style(style: str, printed: str) -> None:
    assert mark(style, 12) == printed


def task(title: str) -> Node:
    return Node(None, "task", title)


TREE = PlanTree(
    "规划",
    "",
    (
        Node(None, "chapter", "甲", children=(task("甲1"), task("甲2"))),
        Node(
            None,
            "chapter",
            "乙",
            children=(
                Node(None, "section", "乙一", children=(task("乙1"),)),
                Node(None, "section", "乙二", children=(task("乙2"), task("乙3"))),
            ),
        ),
    ),
)


def numbers(nodes: tuple[Node, ...]) -> list[str]:
    return [number for node in nodes for number in (node.number, *numbers(node.children))]


def test_tasks_that_run_through_the_plan() -> None:
    assert numbers(numbered(TREE, Formats()).nodes) == [
        *("一、", "1.", "2."),
        *("二、", "（一）", "3.", "（二）", "4.", "5."),
    ]


def test_tasks_that_begin_anew_under_each_parent() -> None:
    formats = Formats("di_zhang", "di_jie", "arabic_paren", task_running=False)
    assert numbers(numbered(TREE, formats).nodes) == [
        *("第一章 ", "（1）", "（2）"),
        *("第二章 ", "第一节 ", "（1）", "第二节 ", "（1）", "（2）"),
    ]
