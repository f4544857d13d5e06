"""Adding, moving, deleting and bringing back: ids stay, numbers follow, nothing is lost."""

from __future__ import annotations

import pytest

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.tree import (
    add_provision,
    delete_provision,
    move_provision,
    undelete_provision,
)
from plans.drafting.queries import plan_tree
from plans.enums import ChangeKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, Change, Plan, Provision
from plans.permissions import WRITE_CHAPTER, grant
from plans.text.tree import numbers
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db
WHY = Origin("试改")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


def find(plan: Plan, title: str) -> Provision:
    return plan.provisions.get(title=title)


def printed(plan: Plan) -> list[str]:
    """Number and title of what stands, in reading order."""
    tree = plan_tree(plan)
    titles = dict(plan.provisions.values_list("pk", "title"))
    return [f"{number}{titles[pk]}" for pk, number in numbers(tree).items()]


def last_audit() -> tuple[str, str]:
    entry = AuditEntry.objects.latest("pk")
    return entry.action, entry.object_id


WHOLE = ["一、总体要求", "二、重点任务", "1.强化引领", "2.服务创新"]


def test_add_puts_it_behind_its_sibling(cast, plan):
    chapter, first = find(plan, "重点任务"), find(plan, "强化引领")
    made = add_provision(
        plan.pk,
        by=cast.drafter,
        kind="task",
        parent_id=chapter.pk,
        after_id=first.pk,
        title="培育人才。",
        text="正文。",
        origin=WHY,
    )
    assert printed(plan) == [*WHOLE[:3], "2.培育人才", "3.服务创新"]
    assert [(c.kind, c.number) for c in Change.objects.filter(provision=made)] == [
        (ChangeKind.ADD, 1)
    ]
    assert last_audit() == ("provision.add", str(made.pk))


def test_add_in_front_and_as_chapter(cast, plan):
    add_provision(
        plan.pk,
        by=cast.drafter,
        kind="chapter",
        parent_id=None,
        after_id=None,
        title="形势",
        origin=WHY,
    )
    assert printed(plan)[:2] == ["一、形势", "二、总体要求"]


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("chapter", "重点任务"),
        ("section", None),
        ("task", None),
        ("section", "强化引领"),
        ("task", "强化引领"),
        ("part", None),
    ],
)
def test_each_level_has_its_place(cast, plan, kind, parent):
    with pytest.raises(InvalidInput):
        add_provision(
            plan.pk,
            by=cast.drafter,
            kind=kind,
            parent_id=find(plan, parent).pk if parent else None,
            after_id=None,
            title="甲",
            origin=WHY,
        )
    assert printed(plan) == WHOLE


def test_move_writes_one_row_and_one_revision(cast, plan):
    task, target = find(plan, "服务创新"), find(plan, "总体要求")
    before = Change.objects.count()
    move_provision(task.pk, by=cast.drafter, parent_id=target.pk, after_id=None, origin=WHY)
    assert printed(plan) == ["一、总体要求", "1.服务创新", "二、重点任务", "2.强化引领"]
    change = Change.objects.latest("pk")
    assert (Change.objects.count(), change.provision_id, change.kind) == (
        before + 1,
        task.pk,
        ChangeKind.MOVE,
    )
    assert last_audit() == ("provision.move", str(task.pk))


def test_a_chapter_moves_with_what_is_below_it(cast, plan):
    chapter = find(plan, "重点任务")
    move_provision(chapter.pk, by=cast.drafter, parent_id=None, after_id=None, origin=WHY)
    assert printed(plan) == ["一、重点任务", "1.强化引领", "2.服务创新", "二、总体要求"]


def test_moving_behind_what_is_gone_is_refused(cast, plan):
    task, chapter = find(plan, "服务创新"), find(plan, "重点任务")
    for parent, after in ((chapter.pk, 0), (0, None), (task.pk, None), (None, None)):
        with pytest.raises(InvalidInput):
            move_provision(task.pk, by=cast.drafter, parent_id=parent, after_id=after, origin=WHY)
    assert printed(plan) == WHOLE


def test_deleting_leaves_tombstones_with_a_revision_each(cast, plan):
    chapter = find(plan, "重点任务")
    gone = delete_provision(chapter.pk, by=cast.drafter, origin=WHY)
    assert printed(plan) == ["一、总体要求"]
    assert [row.title for row in gone] == ["重点任务", "强化引领", "服务创新"]
    assert plan.provisions.count() == 4
    kinds = Change.objects.filter(kind=ChangeKind.DELETE).values_list("provision", flat=True)
    assert sorted(kinds) == sorted(row.pk for row in gone)
    assert last_audit() == ("provision.delete", str(chapter.pk))
    with pytest.raises(WrongState):
        delete_provision(chapter.pk, by=cast.drafter, origin=WHY)


def test_bringing_back_restores_what_went_together(cast, plan):
    chapter, task = find(plan, "重点任务"), find(plan, "强化引领")
    delete_provision(task.pk, by=cast.drafter, origin=WHY)
    delete_provision(chapter.pk, by=cast.drafter, origin=WHY)
    with pytest.raises(WrongState):
        undelete_provision(task.pk, by=cast.drafter, origin=WHY)
    undelete_provision(chapter.pk, by=cast.drafter, origin=WHY)
    assert printed(plan) == ["一、总体要求", "二、重点任务", "1.服务创新"]
    undelete_provision(task.pk, by=cast.drafter, origin=WHY)
    assert printed(plan) == WHOLE
    assert last_audit() == ("provision.undelete", str(task.pk))
    with pytest.raises(WrongState):
        undelete_provision(task.pk, by=cast.drafter, origin=WHY)


def test_a_place_taken_meanwhile_gets_a_rank_beside_it(cast, plan):
    chapter, first = find(plan, "重点任务"), find(plan, "强化引领")
    delete_provision(first.pk, by=cast.drafter, origin=WHY)
    Provision.objects.filter(title="服务创新").update(rank=first.rank)
    undelete_provision(first.pk, by=cast.drafter, origin=WHY)
    assert sorted(printed(plan)) == sorted([*WHOLE[:2], "1.服务创新", "2.强化引领"]), chapter


def test_a_writer_changes_the_own_chapter_alone(cast, plan):
    own, other = find(plan, "重点任务"), find(plan, "总体要求")
    grant(WRITE_CHAPTER, cast.writer, own)
    task = find(plan, "服务创新")

    def add(parent: Provision | None, kind: str = "task") -> Provision:
        return add_provision(
            plan.pk,
            by=cast.writer,
            kind=kind,
            parent_id=parent.pk if parent else None,
            after_id=None,
            title="新",
            origin=WHY,
        )

    add(own)
    for act in (
        lambda: add(other),
        lambda: add(None, "chapter"),
        lambda: move_provision(
            task.pk, by=cast.writer, parent_id=other.pk, after_id=None, origin=WHY
        ),
        lambda: delete_provision(own.pk, by=cast.writer, origin=WHY),
        lambda: delete_provision(other.pk, by=cast.writer, origin=WHY),
    ):
        with pytest.raises(NotAllowed):
            act()
    delete_provision(task.pk, by=cast.writer, origin=WHY)


def test_who_may_not_delete_a_chapter_may_not_bring_it_back(cast, plan):
    own = find(plan, "重点任务")
    grant(WRITE_CHAPTER, cast.writer, own)
    delete_provision(own.pk, by=cast.drafter, origin=WHY)
    with pytest.raises(NotAllowed, match="恢复整章"):
        undelete_provision(own.pk, by=cast.writer, origin=WHY)
    own.refresh_from_db()
    assert own.deleted_at is not None
