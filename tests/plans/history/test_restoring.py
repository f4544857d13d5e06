"""A chapter brought back to a moment."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.tree import (
    add_provision,
    delete_provision,
    move_provision,
    undelete_provision,
)
from plans.drafting.queries import plan_tree
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.history.actions import restore_chapter
from plans.models import AuditEntry, Change, Plan, Provision, User
from plans.permissions import WRITE_CHAPTER, grant
from tests.cast import Cast, make_cast, make_plan
from tests.plans.small_tree import BIG, WHY, find, save


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter, tree=BIG)


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


def test_a_chapters_writer_brings_back_no_chapter(cast, plan):
    """What he may not delete he may not bring back, neither by name nor by a moment."""
    chapter = find(plan, "重点任务")
    grant(WRITE_CHAPTER, cast.writer, chapter)
    moment = timezone.now()
    writer = User.objects.get(pk=cast.writer.pk)
    with pytest.raises(NotAllowed, match="删除或恢复整章"):
        delete_provision(chapter.pk, by=writer, origin=WHY)
    delete_provision(chapter.pk, by=cast.drafter, origin=WHY)
    with pytest.raises(NotAllowed, match="删除或恢复整章"):
        undelete_provision(chapter.pk, by=writer, origin=WHY)
    with pytest.raises(NotAllowed, match="删除或恢复整章"):
        restore_chapter(chapter.pk, by=writer, moment=moment, origin=WHY)
    assert Provision.objects.get(pk=chapter.pk).deleted_at is not None
    restore_chapter(chapter.pk, by=cast.drafter, moment=moment, origin=WHY)
    assert Provision.objects.get(pk=chapter.pk).deleted_at is None


def test_a_task_alone_is_not_brought_back_as_a_chapter(cast, plan):
    moment = timezone.now()
    with pytest.raises(InvalidInput, match="请选择一章"):
        restore_chapter(find(plan, "甲").pk, by=cast.drafter, moment=moment, origin=Origin("恢复"))
