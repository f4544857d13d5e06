"""Order keys stay short however often one place is used, and the history still reads right."""

from __future__ import annotations

import pytest
from django.utils import timezone

from plans.drafting.actions.ordering import respace
from plans.drafting.actions.revising import Origin, lock_plan
from plans.drafting.actions.tree import (
    add_provision,
    delete_provision,
    move_provision,
    undelete_provision,
)
from plans.drafting.queries import plan_tree
from plans.history.actions import restore_chapter
from plans.models import AuditEntry, Change, Plan, Provision, Respacing
from tests.cast import Cast, make_cast, make_plan
from tests.plans.small_tree import BIG, WHY, find

INSERTIONS = 1000


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter, tree=BIG)


def put_behind(cast: Cast, plan: Plan, after: Provision | None, title: str) -> Provision:
    """A task under 重点任务 behind another, or a chapter where there is none to be behind."""
    return add_provision(
        plan.pk,
        by=cast.drafter,
        kind="task" if after else "chapter",
        parent_id=after.parent_id if after else None,
        after_id=after.pk if after else None,
        title=title,
        origin=WHY,
    )


def written_anew(cast: Cast, plan: Plan, parent: Provision | None) -> Respacing:
    return respace(lock_plan(plan.pk), parent, by=cast.drafter)


def titles(plan: Plan, chapter: str) -> list[str]:
    found = next(node for node in plan_tree(plan).nodes if node.title == chapter)
    return [node.title for node in found.children]


def longest(plan: Plan) -> int:
    return max(len(row.rank) for row in plan.provisions.all())


def test_a_thousand_insertions_behind_the_same_task(cast, plan):
    first = find(plan, "甲")
    for number in range(INSERTIONS):
        put_behind(cast, plan, first, f"新{number}")
        if number == 100:
            assert Respacing.objects.count() == 0
    assert longest(plan) <= 40
    newest_first = [f"新{number}" for number in reversed(range(INSERTIONS))]
    assert titles(plan, "重点任务") == ["甲", *newest_first, "乙", "丙"]
    assert 1 <= Respacing.objects.count() <= 6
    told = AuditEntry.objects.filter(action="provision.respace").last()
    assert told is not None
    assert told.new["parent"] == first.parent_id


def test_two_chapters_changing_places_four_hundred_times(cast, plan):
    one, other = find(plan, "重点任务"), find(plan, "保障措施")
    for turn in range(400):
        front, behind = (other, one) if turn % 2 else (one, other)
        move_provision(front.pk, by=cast.drafter, parent_id=None, after_id=behind.pk, origin=WHY)
    assert longest(plan) <= 40
    assert [node.title for node in plan_tree(plan).nodes] == ["重点任务", "保障措施"]


def test_writing_a_level_anew_is_no_revision_and_changes_no_order(cast, plan):
    chapter, second = find(plan, "重点任务"), find(plan, "乙")
    delete_provision(second.pk, by=cast.drafter, origin=WHY)
    changes, before = Change.objects.count(), plan_tree(plan)
    made = written_anew(cast, plan, chapter)
    assert plan_tree(plan) == before
    assert Change.objects.count() == changes
    assert [new for _, new in made.ranks] == ["9", "i", "r"]
    undelete_provision(second.pk, by=cast.drafter, origin=WHY)
    assert titles(plan, "重点任务") == ["甲", "乙", "丙"]


def test_a_chapter_comes_back_in_its_order_over_a_level_written_anew(cast, plan):
    chapter, third = find(plan, "重点任务"), find(plan, "丙")
    put_behind(cast, plan, find(plan, "甲"), "新")
    moment = timezone.now()
    move_provision(third.pk, by=cast.drafter, parent_id=chapter.pk, after_id=None, origin=WHY)
    delete_provision(find(plan, "新").pk, by=cast.drafter, origin=WHY)
    written_anew(cast, plan, chapter)
    put_behind(cast, plan, find(plan, "乙"), "后来")
    written_anew(cast, plan, chapter)
    assert titles(plan, "重点任务") == ["丙", "甲", "乙", "后来"]
    found = restore_chapter(chapter.pk, by=cast.drafter, moment=moment, origin=Origin("恢复"))
    assert titles(plan, "重点任务") == ["甲", "新", "乙", "丙"]
    assert sorted(row.title for row, _ in found.written) == ["丙", "新"]


def test_a_chapter_whose_place_was_taken_comes_back_beside_it(cast, plan):
    chapter, moment = find(plan, "重点任务"), timezone.now()
    delete_provision(chapter.pk, by=cast.drafter, origin=WHY)
    Provision.objects.filter(title="保障措施").update(rank=chapter.rank)
    restore_chapter(chapter.pk, by=cast.drafter, moment=moment, origin=Origin("恢复"))
    assert sorted(node.title for node in plan_tree(plan).nodes) == ["保障措施", "重点任务"]
    assert titles(plan, "重点任务") == ["甲", "乙", "丙"]
