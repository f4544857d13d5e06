"""Titles: whole words, 梯形 or 菱形, nothing lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.rendering.measure import cells
from plans.rendering.titles import LANDSCAPE_WIDTH, WIDTH, break_title, title_of

BROKEN = {
    "全民科学素质行动规划纲要实施方案": ("全民科学素质行动规划纲要实施方案",),
    "重庆市科学技术协会事业发展第十四个五年规划和二〇三五年远景目标纲要": (
        "重庆市科学技术协会事业发展",
        "第十四个五年规划和二〇三五年远景目标纲要",
    ),
    "广元市科学技术协会事业发展“十四五”规划（2021—2025年）": (
        "广元市科学技术协会事业发展",
        "“十四五”规划（2021—2025年）",
    ),
    "重庆市科学技术协会关于召开“十四五”规划编制工作专题会议的通知": (
        "重庆市科学技术协会关于召开",
        "“十四五”规划编制工作专题会议的通知",
    ),
    "关于征求《重庆市科学技术协会事业发展“十四五”规划（征求意见稿）》意见的函": (
        "关于征求《重庆市科学技术协会事业发展",
        "“十四五”规划（征求意见稿）》意见的函",
    ),
    "市科协“十四五”规划编制工作领导小组组成人员名单": (
        "市科协“十四五”规划",
        "编制工作领导小组组成人员名单",
    ),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_title_is_broken_at_its_words(text: str) -> None:
    assert break_title(text) == BROKEN[text]


@pytest.mark.parametrize(
    "text",
    [
        *BROKEN,
        "重庆市科学技术协会关于印发《重庆市科学技术协会事业发展第十四个五年规划和"
        "二〇三五年远景目标纲要》的通知",
        "重庆市科学技术协会关于印发《〈重庆市科学技术协会事业发展“十四五”规划（2021-2025）〉"
        "编制工作方案》的通知",
        "重庆市科学技术协会关于报请审定《重庆市科学技术协会事业发展第十四个五年规划和"
        "二〇三五年远景目标纲要（送审稿）》的请示",
    ],
)
def test_no_line_is_shorter_than_both_its_neighbours(text: str) -> None:
    widths = [cells(line) for line in break_title(text)]
    falls = [below < above for above, below in pairwise(widths)]
    assert falls == sorted(falls)
    assert max(widths) <= WIDTH


@given(st.text(alphabet="的科协规划，。《》（）“”abc 12年一二三关于", max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_character_is_lost_and_no_line_too_long(text: str) -> None:
    lines = break_title(text)
    assert "".join(lines) == text
    assert all(cells(line.strip()) <= WIDTH for line in lines)


@pytest.mark.parametrize("text", ["", "重" * 50, "《" * 50])
def test_what_has_no_words_is_cut_at_the_width(text: str) -> None:
    assert "".join(break_title(text)) == text


def test_a_wide_page_takes_more() -> None:
    title = title_of("《重庆市科学技术协会事业发展规划》征求意见表", width=LANDSCAPE_WIDTH)
    assert len(title.lines) == 1
