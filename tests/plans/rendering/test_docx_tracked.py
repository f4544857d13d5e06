"""花脸稿: accepting everything leaves the new plan, rejecting everything the old one."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from plans.documents.builders import Draft, draft_document
from plans.rendering.block_json import from_json, to_json
from plans.rendering.docx import render_docx, render_tracked_docx
from plans.rendering.redline import redline_document
from plans.text.numbering import Formats, numbered
from plans.text.tree import Node, PlanTree
from tests.plans.rendering.docx_cases import imported
from tests.plans.rendering.docx_rules import RULES, Package
from tests.plans.rendering.word import W, lines, part, settled
from tests.real_plans import edited

DAY = dt.date(2021, 1, 15)
TABLE = "|指标|2025年|\n|比例|15%|\n|人数|3万|"
BOX = ":::box 专栏1 重点项目\n第一段说明文字在此。\n——一项\n|甲|乙|\n:::"


def plan(*nodes: Node, title: str = "规划", preamble: str = "前言在此。") -> PlanTree:
    return numbered(PlanTree(title, preamble, nodes), Formats())


def chapter(key: int, title: str, text: str = "", *tasks: Node) -> Node:
    return Node(key, "chapter", title, text=text, children=tasks)


def task(key: int, title: str, text: str) -> Node:
    return Node(key, "task", title, run_in=True, text=text)


def tracked(old: PlanTree, new: PlanTree) -> bytes:
    return render_tracked_docx(old, new, author="林君明", date=DAY)


def of_base_styles(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(re.sub(r"V\d+$", "", style), text) for style, text in found]


def clean_copy(tree: PlanTree) -> list[tuple[str, str]]:
    """Style and text of every paragraph of the 清稿."""
    return of_base_styles(lines(part(render_docx(draft_document(Draft(tree))))))


def assert_leads_both_ways(old: PlanTree, new: PlanTree) -> None:
    content = tracked(old, new)
    assert of_base_styles(lines(settled(content, "new"))) == clean_copy(new)
    assert of_base_styles(lines(settled(content, "old"))) == clean_copy(old)


OLD = plan(
    chapter(1, "总体要求", f"指导思想在此说明。\n{TABLE}\n{BOX}\n——坚持党的领导。"),
    chapter(
        2, "重点任务", "引言。", task(3, "建设队伍", "培育人才一百名。"), task(4, "搭平台", "建。")
    ),
    chapter(5, "保障措施", "加强领导，落实**经费保障**责任。"),
)
first, second, third = OLD.nodes
CHANGES = {
    "nothing": OLD.nodes,
    "a word": (replace(first, text=first.text.replace("说明", "阐明")), second, third),
    "a title": (first, replace(second, title="主要任务和重大工程"), third),
    "a chapter more": (first, chapter(9, "规划背景", "新的一章。\n第二段。"), second, third),
    "a chapter less": (first, third),
    "the last chapter less": (first, second),
    "the first chapter less": (second, third),
    "chapters changed places": (second, first, third),
    "tasks changed places": (first, replace(second, children=second.children[::-1]), third),
    "a task in another chapter": (
        replace(first, children=second.children[:1]),
        replace(second, children=second.children[1:]),
        third,
    ),
    "a cell": (replace(first, text=first.text.replace("15%", "18%")), second, third),
    "a row more": (
        replace(first, text=first.text.replace("|人数", "|机构|9家|\n|人数")),
        second,
        third,
    ),
    "a column more": (
        replace(first, text=first.text.replace(TABLE, "|甲|乙|丙|\n|丁|戊|己|")),
        second,
        third,
    ),
    "no table": (replace(first, text=first.text.replace(f"{TABLE}\n", "")), second, third),
    "in the box": (replace(first, text=first.text.replace("一项", "两项工作")), second, third),
    "no box": (replace(first, text=first.text.replace(f"{BOX}\n", "")), second, third),
    "a box at the end": (first, second, replace(third, text=f"{third.text}\n{BOX}")),
    "a table at the end": (first, second, replace(third, text=f"{third.text}\n{TABLE}")),
    "bold no more": (first, second, replace(third, text=third.text.replace("**", ""))),
    "an item from a paragraph": (first, second, replace(third, text=f"——{third.text}")),
    "no run-in": (
        first,
        replace(second, children=tuple(replace(one, run_in=False) for one in second.children)),
        third,
    ),
    "nothing left": (),
}


@pytest.mark.parametrize("what", CHANGES)
def test_changes_can_be_accepted_and_rejected(what: str) -> None:
    new = plan(*CHANGES[what], title="规划纲要" if what == "a title" else "规划")
    assert_leads_both_ways(OLD, new)
    assert_leads_both_ways(new, OLD)


def _with_ids(nodes: tuple[Node, ...], ids: Iterator[int]) -> tuple[Node, ...]:
    return tuple(
        replace(node, id=next(ids), children=_with_ids(node.children, ids)) for node in nodes
    )


@pytest.mark.parametrize("name", ["chongqing-2021-60", "guangyuan"])
@pytest.mark.parametrize("seed", range(3))
def test_a_much_edited_real_plan_leads_both_ways(name: str, seed: int) -> None:
    chance = random.Random(seed)
    source = imported(name)
    tree = source.to_tree()
    old = replace(tree, nodes=_with_ids(tree.nodes, count(1)))
    chapters = [_edited(node, chance) for node in old.nodes]
    chance.shuffle(chapters)
    new = replace(old, nodes=tuple(chapters[1:]), preamble=edited(old.preamble, 3, chance))
    assert_leads_both_ways(numbered(old, source.formats), numbered(new, source.formats))


def _edited(node: Node, chance: random.Random) -> Node:
    children = [_edited(child, chance) for child in node.children]
    if children and chance.random() < 0.3:
        children.pop(chance.randrange(len(children)))
    title = edited(node.title, chance.randrange(2), chance) or node.title
    text = edited(node.text, chance.randrange(6), chance)
    return replace(node, title=title, text=text, children=tuple(children))


def test_every_change_bears_author_date_and_an_id_of_its_own() -> None:
    new = plan(*CHANGES["chapters changed places"])
    changes = list(part(tracked(OLD, new)).iter(f"{W}ins", f"{W}del"))
    assert {(one.get(f"{W}author"), one.get(f"{W}date")) for one in changes} == {
        ("林君明", "2021-01-15T00:00:00Z")
    }
    ids = [one.get(f"{W}id") for one in changes]
    assert len(set(ids)) == len(ids) > 4


def test_a_changed_number_and_word_are_marked_and_nothing_else() -> None:
    old = plan(chapter(1, "总则", "文一。"), chapter(2, "保障措施", "落实责任。"))
    new = plan(chapter(2, "保障措施", "压实责任。"))
    changes = part(tracked(old, new)).iter(f"{W}ins", f"{W}del")
    marked = [(one.tag.removeprefix(W), "".join(one.itertext())) for one in changes if len(one) > 0]
    assert marked == [
        ("del", "一、总则"),
        ("del", "文一。"),
        ("del", "二"),
        ("ins", "一"),
        ("del", "落"),
        ("ins", "压"),
    ]


def test_equal_plans_have_no_change() -> None:
    assert list(part(tracked(OLD, OLD)).iter(f"{W}ins", f"{W}del")) == []


def test_the_same_plans_give_the_same_bytes() -> None:
    new = plan(*CHANGES["a chapter more"])
    assert tracked(OLD, new) == tracked(OLD, new)


def test_the_tree_of_a_redline_can_be_kept_and_rendered_later() -> None:
    new = plan(*CHANGES["a chapter more"])
    tree = redline_document(OLD, new, author="林君明", issued_on="2021-01-15")
    assert render_docx(from_json(to_json(tree))) == tracked(OLD, new)


def test_a_time_is_written_in_utc() -> None:
    shanghai = dt.timezone(dt.timedelta(hours=8))
    moment = dt.datetime(2021, 1, 15, 10, 30, tzinfo=shanghai)
    content = render_tracked_docx(OLD, plan(), author="甲", date=moment)
    change = next(part(content).iter(f"{W}del"))
    assert change.get(f"{W}date") == "2021-01-15T02:30:00Z"


@pytest.mark.parametrize(
    "rule",
    [
        "page_is_a4_with_its_margins",
        "grid_holds_22_lines_of_28_characters",
        "nothing_is_formatted_directly",
        "properties_stand_in_the_order_of_the_schema",
        "every_style_that_is_named_exists",
    ],
)
def test_it_keeps_the_rules_of_our_files(rule: str) -> None:
    new = plan(*CHANGES["a task in another chapter"])
    assert RULES[rule](Package(tracked(OLD, new))) == []
