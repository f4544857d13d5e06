"""Find and replace: what is found, what is shown before, one revision per provision."""

from __future__ import annotations

import pytest

from plans.drafting.actions.replacing import replace_in_plan
from plans.drafting.actions.revising import Origin
from plans.drafting.queries import plan_tree
from plans.drafting.replacing import replaced, replacements
from plans.errors import InvalidInput, NotAllowed, StaleVersion
from plans.models import Change, Plan
from plans.text.tree import Node, PlanTree
from tests.cast import Cast, make_cast, make_plan
from tests.plans.small_tree import BIG, find


@pytest.mark.parametrize(
    ("text", "find", "put", "expected"),
    [
        ("科协和科协。", "科协", "市科协", "市科协和市科协。"),
        ("**科协**办。\n——科协\n", "科协", "学会", "**学会**办。\n——学会\n"),
        ("|科协|b|\n|c|d|", "科协", "a|b", "|a\\|b|b|\n|c|d|"),
        (":::box 科协\n科协\n:::", "科协", "学会", ":::box 学会\n学会\n:::"),
        ("a*b", "*", "**", "a\\*\\*b"),
        ("未涉及 \\a", "科协", "学会", "未涉及 \\a"),
        ("去掉这里。", "这里", "", "去掉。"),
        ("市科**协办公**室", "科协", "学会", "市学会**办公**室"),
        ("市**科**协**办**公", "**科协", "学会", "市**科**协**办**公"),
        ("市**科**协。", "科协", "", "市。"),
    ],
)
def test_replacing_leaves_the_markup_alone(text, find, put, expected):
    _, found = replaced("", text, find, put)
    assert found == expected


def test_replacements_are_previewed_in_reading_order():
    tree = PlanTree(
        "科协",
        "科协",
        (Node(1, "chapter", "科协工作", text="科协。\n无。"), Node(2, "chapter", "无")),
    )
    front, one = replacements(tree, "科协", "学会")
    assert (front.node.id, front.title, front.text, front.count) == (0, "学会", "学会", 2)
    assert (one.node.id, one.title, one.text, one.count) == (1, "学会工作", "学会。\n无。", 2)
    assert [row.new.text for row in one.rows if row.new] == ["学会。"]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter, tree=BIG)


def test_replacing_is_one_revision_per_provision_all_or_nothing(cast, plan):
    rows = [find(plan, title) for title in ("甲", "乙")]
    versions = {row.pk: row.version for row in rows}

    def put(versions: dict[int, int], by=cast.drafter):
        return replace_in_plan(
            plan, by=by, find="文", put="文稿", versions=versions, origin=Origin("替换")
        )

    made = put(versions)
    assert [v.revision.comment for v in made] == ["替换", "替换"]
    assert len({v.revision_id for v in made}) == 2
    assert list(plan.provisions.order_by("pk").values_list("text", flat=True))[1:4] == [
        "甲文稿。",
        "乙文稿。",
        "丙文。",
    ]
    before = Change.objects.count()
    third = find(plan, "丙")
    with pytest.raises(StaleVersion):
        put({third.pk: 1, **versions})
    with pytest.raises(NotAllowed):
        put({third.pk: 1}, by=cast.outsider)
    for wrong in ({}, {10**9: 1}):
        with pytest.raises(InvalidInput):
            put(wrong)
    assert Change.objects.count() == before


def test_replacing_in_the_plans_own_title_and_preamble(cast, plan):
    wording = plan.title[:2]
    found = next(replacements(plan_tree(plan), wording, "新名"))
    (made,) = replace_in_plan(
        plan,
        by=cast.drafter,
        find=wording,
        put="新名",
        versions={0: plan.version},
        origin=Origin("替换"),
    )
    plan.refresh_from_db()
    assert (plan.title, plan.preamble) == (found.title, found.text)
    assert made.field_dict["title"] == plan.title
