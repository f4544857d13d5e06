"""Who writes a chapter and how far it is: every pair of writing states, assigning."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from plans.enums import WritingState
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Assignment, AuditEntry, Plan, Provision, User
from plans.permissions import (
    may_edit,
    may_lead,
    may_read_draft,
)
from plans.team.actions import assign_chapter, change_writing_state
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db

ALLOWED = {
    ("waiting", "writing"),
    *(("writing", "waiting"), ("writing", "to_unify")),
    *(("to_unify", "writing"), ("to_unify", "unified")),
    *(("unified", "writing"), ("unified", "to_unify")),
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


@pytest.fixture
def chapter(plan: Plan) -> Provision:
    return plan.provisions.get(title="重点任务")


@pytest.mark.parametrize(("old", "new"), list(product(WritingState, WritingState)))
def test_writing_states(cast, chapter, old, new):
    Assignment.objects.create(chapter=chapter, state=old)
    if (old, new) in ALLOWED:
        assert change_writing_state(chapter, new, by=cast.drafter).state == new
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action, entry.old, entry.new) == (
            "chapter.writing_state",
            {"state": old},
            {"state": new},
        )
        return
    with pytest.raises(WrongState):
        change_writing_state(chapter, new, by=cast.drafter)
    assert Assignment.objects.get().state == old


def test_a_writer_hands_in_and_the_lead_unifies(cast, chapter):
    assign_chapter(chapter, by=cast.drafter, lead=cast.chief, writers=[cast.writer], due_on=None)
    for state in (WritingState.WRITING, WritingState.TO_UNIFY):
        change_writing_state(chapter, state, by=cast.writer)
    with pytest.raises(NotAllowed):
        change_writing_state(chapter, WritingState.UNIFIED, by=cast.writer)
    with pytest.raises(NotAllowed):
        change_writing_state(chapter, WritingState.WRITING, by=cast.outsider)
    assert change_writing_state(chapter, WritingState.UNIFIED, by=cast.chief).state == "unified"


def test_assigning_gives_and_takes_rights(cast, plan, chapter):
    def assign(lead: User | None, *writers: User) -> Assignment:
        return assign_chapter(
            chapter, by=cast.drafter, lead=lead, writers=writers, due_on=date(2026, 12, 1)
        )

    def rights(user: User) -> tuple[bool, bool, bool]:
        fresh = User.objects.get(pk=user.pk)
        return may_read_draft(fresh, plan), may_edit(fresh, chapter), may_lead(fresh, chapter)

    made = assign(cast.chief, cast.writer)
    assert (made.lead, made.due_on) == (cast.chief, date(2026, 12, 1))
    people = (cast.chief, cast.writer, cast.outsider)
    assert [rights(user) for user in people] == [(True,) * 3, (True, True, False), (False,) * 3]
    assign(None, cast.member)
    people = (cast.chief, cast.writer, cast.member)
    assert [rights(user) for user in people] == [(False,) * 3, (False,) * 3, (True, True, False)]
    with pytest.raises(NotAllowed):
        assign_chapter(chapter, by=cast.member, lead=None, writers=[], due_on=None)
    task = plan.provisions.get(title="强化引领")
    with pytest.raises(InvalidInput):
        assign_chapter(task, by=cast.drafter, lead=None, writers=[], due_on=None)
