"""No rule takes longer than the text grows: texts of one thing over and over, twice as long."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from plans.checks import run_checks
from plans.errors import DomainError
from plans.importing import import_plan
from plans.text.comparing import compare_texts
from plans.text.tree import Node, PlanTree

pytestmark = pytest.mark.embedded  # it asks no database, so once is enough
LENGTH = 8_000
SLACK = 0.25
"""Seconds of this process that a measurement may be off by."""
PARTS = [
    *(
        "第一章",
        "见第一章",
        "本章第一节",
        "任务1",
        "专栏1",
        "表1",
        "图",
        "附件1",
        "第1条",
        "详见第三章。",
    ),
    *("：", "、", "；", "。", "：”", "的，", "，，）", "……", "——", "--", "·"),
    *("（", "）", "《", "》", "“", "”", "（一）", "1）", "a）", "《a", "a》", "（牵头", "（\n"),
    *("甲乙", "甲\n", "一、\n", "科普。\n", "加强组织领导和统筹协调工作，", "加强科普，加强科普，"),
    *(
        "达到10%",
        "10个",
        "每年10个",
        "由10%",
        "百分之十",
        "到2020年",
        "2021—2025年",
        "2月30日",
        "20210年",
    ),
    *("一是", "①", "十四五", "建设、平台", "科技、工作者", "广大、", "等", "ABC ", "http://a.b/"),
    *("|a|b|\n", ":::box\n", "**", "\\", "[image:", "![", "<img ", "\t", "　"),
]


def text_of(part: str, length: int) -> str:
    return (part * (length // len(part) + 1))[:length]


def seconds(work: Callable[[], object]) -> float:
    """Processor time without the collector's; the best of three, for neighbours slow it too."""
    taken = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            before = time.process_time()
            work()
            taken.append(time.process_time() - before)
    finally:
        gc.enable()
    return min(taken)


def grows_no_faster_than_the_text(work: Callable[[str], object], part: str) -> bool:
    """Twice the text takes twice the time; what looks at all of it for each place takes four."""
    short, long = text_of(part, LENGTH), text_of(part, 2 * LENGTH)
    return seconds(lambda: work(long)) <= 3 * seconds(lambda: work(short)) + SLACK


def check(text: str) -> None:
    run_checks(PlanTree("某市规划（2021—2025年）", "", (Node(None, "chapter", "总则", text=text),)))


def read(text: str) -> None:
    """Most of these are no plan; that they are not must not take long to find out either."""
    with suppress(DomainError):
        import_plan(text.encode(), "text.txt")


@pytest.mark.parametrize("part", PARTS)
def test_checking_grows_with_the_text(part: str) -> None:
    check("暖。")
    assert grows_no_faster_than_the_text(check, part)


@pytest.mark.parametrize("part", PARTS)
def test_reading_grows_with_the_text(part: str) -> None:
    assert grows_no_faster_than_the_text(read, part)


@pytest.mark.parametrize("pair", [("甲乙", "乙甲"), ("甲\n", "乙\n"), ("甲乙\n", "乙甲\n")])
def test_comparing_grows_with_the_text(pair: tuple[str, str]) -> None:
    def compare(text: str) -> None:
        list(compare_texts(text, text_of(pair[1], len(text))))

    assert grows_no_faster_than_the_text(compare, pair[0])


def test_a_series_longer_than_any_plan_has_is_shown_in_figures() -> None:
    """一是 a thousand times over: the number has no Chinese figures here, the check goes on."""
    check("；".join(f"{n}是科普" for n in ("一", "三")) + "一是" * 1200)
