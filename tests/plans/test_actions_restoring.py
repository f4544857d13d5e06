"""Replacing a wording in the plan; bringing a chapter back as it was."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from plans.actions.restoring import replace_in_plan, restore_chapter
from plans.actions.revising import Origin
from plans.actions.tree import add_provision, delete_provision, move_provision
from plans.actions.writing import save_provision
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import AuditEntry, Change, Plan, Provision
from plans.queries import plan_tree
from plans.replacing import replaced, replacements
from plans.tree import Node, PlanTree
from tests.cast import Cast, make_cast, make_plan

WHY = Origin("试改")
BIG = PlanTree(
    "测试规划",
    "",
    (
        Node(
            None,
            "chapter",
            "重点任务",
            text="总说。",
            children=(
                Node(None, "task", "甲", text="甲文。"),
                Node(None, "task", "乙", text="乙文。"),
                Node(None, "task", "丙", text="丙文。"),
            ),
        ),
        Node(None, "chapter", "保障措施", text="保障。", children=(Node(None, "task", "丁"),)),
    ),
)


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


def find(plan: Plan, title: str) -> Provision:
    return plan.provisions.get(title=title)


def save(cast: Cast, row: Provision, text: str) -> None:
    row.refresh_from_db()
    save_provision(
        row.pk,
        by=cast.drafter,
        expected_version=row.version,
        title=row.title,
        text=text,
        origin=WHY,
    )


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


def restore(cast: Cast, plan: Plan, moment: datetime, by=None):
    chapter = find(plan, "重点任务")
    return restore_chapter(chapter.pk, by=by or cast.drafter, moment=moment, origin=Origin("恢复"))


def test_a_chapter_comes_back_as_it_was(cast, plan):
    before, moment = plan_tree(plan), timezone.now()
    chapter, other = find(plan, "重点任务"), find(plan, "保障措施")
    first, second, third = (find(plan, title) for title in "甲乙丙")
    save(cast, chapter, "总说改。")
    save(cast, third, "丙改。")
    move_provision(third.pk, by=cast.drafter, parent_id=chapter.pk, after_id=None, origin=WHY)
    move_provision(first.pk, by=cast.drafter, parent_id=other.pk, after_id=None, origin=WHY)
    delete_provision(second.pk, by=cast.drafter, origin=WHY)
    added = add_provision(
        plan.pk,
        by=cast.drafter,
        kind="task",
        parent_id=chapter.pk,
        after_id=third.pk,
        title="新增",
        origin=WHY,
    )
    changes = Change.objects.count()
    found = restore(cast, plan, moment)
    assert plan_tree(plan) == before
    assert [row.title for row in found.deleted] == ["新增"]
    assert sorted(row.title for row, _ in found.written) == sorted(["重点任务", *"甲乙丙"])
    assert Change.objects.count() == changes + 5
    added.refresh_from_db()
    assert added.deleted_at is not None
    assert AuditEntry.objects.latest("pk").action == "chapter.restore"
    with pytest.raises(WrongState):
        restore(cast, plan, moment)


def test_swapped_tasks_come_back_in_their_order(cast, plan):
    moment = timezone.now()
    chapter = find(plan, "重点任务")
    rows = {title: find(plan, title) for title in "甲乙丙"}
    ranks = [rows[title].rank for title in "甲乙丙"]
    Provision.objects.filter(pk=rows["甲"].pk).update(rank="zz")
    Provision.objects.filter(pk=rows["丙"].pk).update(rank=ranks[0])
    Provision.objects.filter(pk=rows["甲"].pk).update(rank=ranks[2])
    restore(cast, plan, moment)
    standing = chapter.children.order_by("rank").values_list("title", flat=True)
    assert list(standing) == ["甲", "乙", "丙"]


def test_what_was_moved_in_stays(cast, plan):
    moment = timezone.now()
    chapter, guest = find(plan, "重点任务"), find(plan, "丁")
    section = add_provision(
        plan.pk,
        by=cast.drafter,
        kind="section",
        parent_id=chapter.pk,
        after_id=None,
        title="新节",
        origin=WHY,
    )
    move_provision(guest.pk, by=cast.drafter, parent_id=section.pk, after_id=None, origin=WHY)
    save(cast, chapter, "改。")
    found = restore(cast, plan, moment)
    assert [row.title for row, _ in found.written] == ["重点任务"]
    assert found.deleted == ()


def test_who_may_not_edit_restores_nothing(cast, plan):
    with pytest.raises(NotAllowed):
        restore(cast, plan, timezone.now(), by=cast.outsider)
    with pytest.raises(WrongState):
        restore(cast, plan, datetime(2020, 1, 1, tzinfo=timezone.get_current_timezone()))
