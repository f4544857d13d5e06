"""Phase, writing state and rights: every pair of states, every kind of person."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from plans.actions.drafting import assign_chapter, change_writing_state
from plans.actions.editions import freeze_edition
from plans.actions.plans import change_phase, create_plan, grant_right, revoke_right
from plans.enums import PHASE_TRANSITIONS, WRITING_TRANSITIONS, Phase, PlanKind, WritingState
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Assignment, AuditEntry, Plan, Provision, User
from plans.permissions import (
    DRAFT_PLAN,
    MANAGE_PLAN,
    READ_DRAFT,
    grant,
    may_draft,
    may_edit,
    may_lead,
    may_manage,
    may_read_draft,
    readable_plans,
    revoke,
)
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


@pytest.fixture
def chapter(plan: Plan) -> Provision:
    return plan.provisions.get(title="重点任务")


@pytest.mark.parametrize(("old", "new"), list(product(Phase, Phase)))
def test_phases(cast, plan, old, new):
    edition = freeze_edition(plan.pk, by=cast.drafter, label="送审稿")
    Plan.objects.filter(pk=plan.pk).update(phase=old, approved_edition=edition)
    entries = AuditEntry.objects.count()

    def change() -> str:
        return change_phase(plan.pk, new, by=cast.drafter, edition=edition).phase

    if old == new:
        assert (change(), AuditEntry.objects.count()) == (new, entries)
    elif new in PHASE_TRANSITIONS[old]:
        assert (change(), AuditEntry.objects.count()) == (new, entries + 1)
        assert AuditEntry.objects.latest("pk").old == {"phase": old}
    else:
        with pytest.raises(WrongState):
            change()
        plan.refresh_from_db()
        assert (plan.phase, AuditEntry.objects.count()) == (old, entries)


def test_a_plan_is_approved_on_an_edition_of_its_own(cast, plan):
    other = make_plan(cast.drafter, "lingyige")
    foreign = freeze_edition(other.pk, by=cast.drafter, label="送审稿")
    Plan.objects.filter(pk=plan.pk).update(phase=Phase.DELIBERATING)
    for edition in (None, foreign):
        with pytest.raises(WrongState):
            change_phase(plan.pk, Phase.APPROVED, by=cast.drafter, edition=edition)


@pytest.mark.parametrize(("old", "new"), list(product(WritingState, WritingState)))
def test_writing_states(cast, chapter, old, new):
    Assignment.objects.create(chapter=chapter, state=old)
    if new in WRITING_TRANSITIONS[old]:
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


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (MANAGE_PLAN, (True, True, True)),
        (DRAFT_PLAN, (True, True, False)),
        (READ_DRAFT, (True, False, False)),
    ],
)
def test_grants(cast, plan, right, expected):
    def rights() -> tuple[bool, bool, bool]:
        user = User.objects.get(pk=cast.writer.pk)
        return may_read_draft(user, plan), may_draft(user, plan), may_manage(user, plan)

    assert rights() == (False,) * 3
    grant_right(plan, cast.writer, right, by=cast.drafter)
    assert rights() == expected
    assert list(readable_plans(cast.writer)) == [plan]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.new) == (
        "plan.grant",
        {"user": cast.writer.username, "right": right},
    )
    revoke_right(plan, cast.writer, right, by=cast.drafter)
    assert rights() == (False,) * 3
    assert list(readable_plans(cast.writer)) == []


def test_rights_are_the_managers_business(cast, plan):
    with pytest.raises(NotAllowed):
        grant_right(plan, cast.outsider, READ_DRAFT, by=cast.outsider)
    with pytest.raises(InvalidInput):
        grant_right(plan, cast.writer, "lead_chapter", by=cast.drafter)
    with pytest.raises(WrongState):
        revoke_right(plan, cast.drafter, MANAGE_PLAN, by=cast.drafter)


def test_rights_are_read_anew_after_a_grant(cast, plan):
    assert not may_read_draft(cast.writer, plan)
    grant(READ_DRAFT, cast.writer, plan)
    assert may_read_draft(cast.writer, plan)
    revoke(READ_DRAFT, cast.writer, plan)
    assert not may_read_draft(cast.writer, plan)


def test_a_slug_is_taken_once_and_nothing_is_kept_of_the_second(cast, plan):
    provisions = Provision.objects.count()
    with pytest.raises(InvalidInput):
        make_plan(cast.drafter)
    with pytest.raises(NotAllowed):
        create_plan(
            by=cast.outsider,
            slug="b",
            kind=PlanKind.OVERALL,
            owner=cast.department,
            title="乙",
        )
    assert (Plan.objects.count(), Provision.objects.count()) == (1, provisions)
