"""Phase, writing state and rights: every pair of states, every kind of person."""

from __future__ import annotations

from itertools import product

import pytest

from plans.editions.actions.freezing import freeze_edition
from plans.enums import Phase, PlanKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, Plan, Provision, User
from plans.permissions import (
    DRAFT_PLAN,
    MANAGE_PLAN,
    READ_DRAFT,
    grant,
    may_draft,
    may_manage,
    may_read_draft,
    readable_plans,
    revoke,
)
from plans.plan.actions import change_phase, create_plan, grant_right, revoke_right
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


ALLOWED = {
    *(("drafting", "consulting"), ("drafting", "revising"), ("drafting", "deliberating")),
    *(("consulting", "drafting"), ("consulting", "revising")),
    *(("revising", "consulting"), ("revising", "deliberating")),
    *(("deliberating", "revising"), ("deliberating", "approved")),
    *(("approved", "revising"), ("approved", "published")),
    ("published", "revising"),
}


@pytest.mark.parametrize(("old", "new"), list(product(Phase, Phase)))
def test_phases(cast, plan, old, new):
    edition = freeze_edition(plan.pk, by=cast.drafter, label="送审稿")
    Plan.objects.filter(pk=plan.pk).update(phase=old, approved_edition=edition)
    entries = AuditEntry.objects.count()

    def change() -> str:
        return change_phase(plan.pk, new, by=cast.drafter, edition=edition).phase

    if old == new:
        assert (change(), AuditEntry.objects.count()) == (new, entries)
    elif (old, new) in ALLOWED:
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


@pytest.mark.parametrize(
    ("right", "expected"),
    [
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
    for change in (grant_right, revoke_right):
        with pytest.raises(InvalidInput):
            change(plan, cast.writer, MANAGE_PLAN, by=cast.drafter)


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
