"""No rule, importer or comparison takes longer than the text grows."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from plans.checks import run_checks
from plans.checks.draft import Draft
from plans.checks.running import RULES
from plans.drafting.replacing import replacements
from plans.errors import DomainError
from plans.importing import import_plan
from plans.text.comparing import compare_texts
from plans.text.comparing.blame import blame
from plans.text.markup import parse, plain, write
from plans.text.merging import merge
from plans.text.tree import Node, PlanTree, walk
from tests.growth import (
    KINDS,
    LENGTH,
    VARIED,
    grows_no_faster_than_the_text,
    seconds,
    text_of,
)
from tests.plans.checks.planted import PLANTED
from tests.real_plans import plan_tree

pytestmark = pytest.mark.embedded  # it asks no database, so once is enough


def tree(text: str) -> PlanTree:
    return PlanTree("某市规划（2021—2025年）", "", (Node(7, "chapter", "总则", text=text),))


def check(text: str) -> None:
    run_checks(tree(text))


def read(text: str, name: str = "text.txt") -> None:
    """Most of these are no plan; that they are not must not take long to find out either."""
    with suppress(DomainError):
        import_plan(text.encode(), name)


def shuffled(text: str) -> str:
    lines = text.split("\n") if "\n" in text else [text[len(text) // 2 :], text[: len(text) // 2]]
    random.Random(1).shuffle(lines)
    return "\n".join(lines)


@pytest.mark.parametrize("kind", KINDS)
def test_checking_grows_with_the_text(kind: str) -> None:
    check("暖。")
    assert grows_no_faster_than_the_text(check, kind, LENGTH)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_finds_much_grows_with_the_text(rule: str) -> None:
    """What was planted for the rule stands there over and over, in lines and in one paragraph."""
    check("暖。")
    _, _, planted = PLANTED[rule][0]
    for part in (f"{planted}。\n", f"{planted}，"):
        assert grows_no_faster_than_the_text(
            lambda text: list(RULES[rule].find(Draft(tree(text)))), part, LENGTH
        )


@pytest.mark.parametrize("kind", KINDS)
def test_reading_grows_with_the_text(kind: str) -> None:
    assert grows_no_faster_than_the_text(read, kind)


BRANCHES: dict[str, Callable[[str], object]] = {
    "Markdown": lambda text: read(text, "text.md"),
    "a plan around it": lambda text: read(f"某市规划\n一、总则\n{text}\n二、附则\n好。\n"),
    "markup": lambda text: (write(parse(text)), plain(text)),
    "turned around": lambda text: compare_texts(text, text[::-1]),
    "in another order": lambda text: compare_texts(text, shuffled(text)),
    "a character everywhere": lambda text: compare_texts(text, text.replace("科", "学")),
    "both sides": lambda text: merge(text, text.replace("科", "学"), shuffled(text)),
    "who wrote it": lambda text: blame([(1, text), (2, shuffled(text)), (3, text[::-1])]),
    "replaced": lambda text: list(replacements(tree(text), text[:2], "新")),
}


@pytest.mark.parametrize("branch", BRANCHES)
def test_each_way_through_a_text_grows_with_it(branch: str) -> None:
    slow = [kind for kind in VARIED if not grows_no_faster_than_the_text(BRANCHES[branch], kind)]
    assert slow == []


@pytest.mark.parametrize("pair", [("甲乙", "乙甲"), ("甲\n", "乙\n"), ("甲乙\n", "乙甲\n")])
def test_comparing_grows_with_the_text(pair: tuple[str, str]) -> None:
    def compare(text: str) -> None:
        list(compare_texts(text, text_of(pair[1], len(text))))

    assert grows_no_faster_than_the_text(compare, pair[0], LENGTH)


def test_a_plan_of_253_kilobytes_is_checked_within_five_seconds() -> None:
    """Both real plans four times over, each time in other words."""
    chance = random.Random(1)

    def other(node: Node) -> Node:
        swaps = {char: chance.choice("科普组织人才建设") for char in "推进加强服务"}
        text = "".join(swaps.get(char, char) for char in node.text)
        return replace(node, number="", text=text, children=tuple(map(other, node.children)))

    nodes = [*plan_tree("chongqing").nodes, *plan_tree("guangyuan").nodes]
    long = PlanTree("某市规划（2021—2025年）", "", tuple(map(other, nodes * 4)))
    assert sum(len((node.title + node.text).encode()) for node, _ in walk(long)) > 253_000
    check("暖。")
    assert seconds(lambda: run_checks(long)) < 5


def test_a_series_longer_than_any_plan_has_is_shown_in_figures() -> None:
    """一是 a thousand times over: the number has no Chinese figures here, the check goes on."""
    check("；".join(f"{n}是科普" for n in ("一", "三")) + "一是" * 1200)
