"""有争议: what is decided anew in a stage that has ended, and what that holds up."""

from __future__ import annotations

import pytest

from plans.editions.actions.freezing import freeze_edition
from plans.models import Plan
from taskforce.deciding.actions.decisions import confirm_item
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import Package, ReviewItem
from tests.fuzz.combinations import combinations_are_in_the_table
from tests.fuzz.invariants import stages_follow_their_gates
from tests.taskforce.deciding.test_objections import Disowned, disowned, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Disowned:
    return disowned()


def broken() -> list[str]:
    """What stands together and may not; the world of these tests is not whole otherwise."""
    return [*combinations_are_in_the_table(), *stages_follow_their_gates()]


def ask_anew(at: Disowned) -> Package:
    return seal_package(
        at.gate().pk, by=at.cast.drafter, question="重新审议", papers=[Paper("一", text="一")],
        gap_reason="重新审议",
    )  # fmt: skip


def passed_with(at: Disowned, *items: str) -> list[ReviewItem]:
    package = ask_anew(at)
    for user in (at.cast.member, at.cast.writer):
        give_opinion(package.pk, by=user, vote="amend", text=items[0])
    return list(ReviewItem.objects.filter(decision__package=package))


def test_passed_anew_with_opinions_it_is_contested_until_they_are_carried(at: Disowned) -> None:
    """The stage has ended and more was built on it: nothing is issued before that."""
    at.build_on_it()
    at.object()
    items = passed_with(at, "突出特色。")
    assert (at.states()[0], at.states()[1]["第一阶段"]) == ("passed_with_opinions", "ended")
    assert "领导小组审议" in Plan.objects.get().held_because
    assert broken() == []
    for item in items:
        confirm_item(item.pk, by=at.cast.drafter, answer="已改")
    assert (at.states()[0], at.gate().contested_at) == ("passed", None)
    assert Plan.objects.get().held_because == ""


def test_a_groundless_objection_leaves_the_question_that_was_put_anew(at: Disowned) -> None:
    """Returned then, it is contested, so that nothing is issued on it."""
    at.build_on_it()
    objection = at.object()
    package = ask_anew(at)
    refused(at, objection)
    assert (at.states()[0], at.gate().contested_at) == ("open", None)
    assert broken() == []
    give_opinion(package.pk, by=at.cast.chief, vote="return", text="不妥")
    assert (at.states()[0], at.gate().contested_at is not None) == ("returned", True)
    assert "领导小组审议" in Plan.objects.get().held_because
    assert broken() == []


def test_what_is_published_stays_so_when_an_earlier_result_is_returned(at: Disowned) -> None:
    edition = freeze_edition(at.scene.plan.pk, by=at.cast.drafter, label="定稿")
    Plan.objects.update(phase="published", approved_edition=edition)
    at.object()
    give_opinion(ask_anew(at).pk, by=at.cast.chief, vote="return", text="不妥")
    assert at.states()[0] == "returned"
    assert Plan.objects.get().phase == "published"
