"""Whether a decision still stands after the text has moved on, and what may be asked now."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.errors import InvalidInput
from taskforce.deciding.actions.records import confirm_record, record_meeting
from taskforce.gates.actions.packages import recall_package
from taskforce.models import Decision, Gate, Package, Stage
from taskforce.standing import is_stale, last_decided, may_be_asked, must_ask_again, stale_before
from tests.cast import make_plan, managed
from tests.taskforce.deciding.test_decisions import meeting
from tests.taskforce.deciding.test_opinions import Scene, begin, client_of

pytestmark = pytest.mark.django_db


@dataclass
class Meeting:
    """A plenary that decides by meeting on an edition, in the first gate of a stage of two."""

    scene: Scene

    @property
    def gate(self) -> Gate:
        return Gate.objects.select_related("stage").get(title="审议")

    def seal(self, label: str = "送审稿") -> Package:
        return self.scene.seal(self.scene.freeze(label))

    def decide(self, package: Package, outcome: str, *items: str, reason: str = "") -> Decision:
        record_meeting(
            package.pk, meeting(), by=self.scene.cast.drafter, outcome=outcome, items=items,
            reason=reason,
        )  # fmt: skip
        return confirm_record(package.pk, by=managed(self.scene.cast.second, self.scene.plan))

    def edit(self, text: str, source: str = "") -> None:
        task = self.scene.plan.provisions.get(title="强化引领")
        save_provision(
            task.pk, by=self.scene.cast.drafter, expected_version=task.version, title=task.title,
            text=text, origin=Origin("修改", source=source),
        )  # fmt: skip


@pytest.fixture
def at() -> Meeting:
    return Meeting(begin("meeting", "plenary"))


def fresh(package: Package) -> Package:
    return Package.objects.select_related("gate__stage", "edition__plan").get(pk=package.pk)


@pytest.mark.parametrize(
    ("outcome", "stale"),
    [("passed", True), ("passed_with_opinions", True), ("deferred", False), ("returned", False)],
)
def test_an_edit_after_the_decision(at: Meeting, outcome: str, stale: bool) -> None:
    """What was returned or deferred is meant to be edited."""
    package = at.seal()
    items = ["突出特色。"] if outcome == "passed_with_opinions" else []
    at.decide(package, outcome, *items, reason="" if outcome == "passed" else "因")
    assert not is_stale(fresh(package))
    at.edit("改了。")
    assert is_stale(fresh(package)) is stale
    assert must_ask_again(at.gate) is stale
    assert may_be_asked(at.gate)


def test_an_edit_while_the_package_is_being_judged(at: Meeting) -> None:
    """An edit that was taken back leaves the text as it was put before the deciders."""
    package = at.seal()
    assert not is_stale(fresh(package))
    at.edit("改了。")
    assert is_stale(fresh(package))
    at.edit("深入开展活动。")
    assert not is_stale(fresh(package))
    at.edit("又改。")
    recall_package(package.pk, by=at.scene.cast.drafter, reason="换稿")
    assert not is_stale(fresh(package))


def test_a_package_without_an_edition_never_goes_stale(at: Meeting) -> None:
    package = at.scene.seal()
    at.edit("改了。")
    assert not is_stale(fresh(package))
    at.decide(package, "passed")
    assert not is_stale(fresh(package))


def test_decisions_of_an_ended_stage_stand(at: Meeting) -> None:
    package = at.seal()
    at.decide(package, "passed")
    at.edit("改了。")
    Stage.objects.update(state="ended", ended_at=timezone.now())
    assert not is_stale(fresh(package))
    assert not must_ask_again(at.gate)


def test_edits_that_carry_an_opinion_keep_the_decision(at: Meeting) -> None:
    package = at.seal()
    decision = at.decide(package, "passed_with_opinions", "突出特色。", reason="因")
    (item,) = decision.items.all()
    at.edit("突出特色。", source=f"review:{item.pk}")
    assert not is_stale(fresh(package))
    at.edit("别的。", source="comment:1")
    assert is_stale(fresh(package))


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        ("waiting", True),
        ("open", False),
        ("passed", False),
        ("passed_with_opinions", False),
        ("deferred", True),
        ("returned", True),
    ],
)
def test_when_a_gate_may_be_asked(at: Meeting, state: str, asked: bool) -> None:
    Gate.objects.filter(pk=at.gate.pk).update(state=state)
    assert may_be_asked(at.gate) is asked
    assert not must_ask_again(at.gate)


def test_the_last_package_that_was_decided(at: Meeting) -> None:
    assert last_decided(at.gate) is None
    first = at.seal("一稿")
    at.decide(first, "returned", reason="因")
    second = at.seal("二稿")
    assert last_decided(at.gate) == first
    at.decide(second, "passed")
    assert last_decided(at.gate) == second


def test_the_gates_before_whose_decisions_the_text_left_behind(at: Meeting) -> None:
    later = Gate.objects.select_related("stage").get(title="报上级")
    at.decide(at.seal(), "passed")
    assert stale_before(later) == []
    at.edit("改了。")
    assert (stale_before(later), stale_before(at.gate)) == (["审议"], [])


@pytest.mark.parametrize("outcome", ["deferred", "returned", "passed_with_opinions"])
def test_what_is_not_plainly_passed_needs_a_reason(at: Meeting, outcome: str) -> None:
    package = at.seal()
    with pytest.raises(InvalidInput):
        at.decide(package, outcome, reason=" ")
    assert not Decision.objects.exists()


def test_what_is_passed_needs_none(at: Meeting) -> None:
    assert at.decide(at.seal(), "passed").reason == ""


def test_edits_of_another_plan_change_nothing(at: Meeting) -> None:
    other = make_plan(at.scene.cast.drafter, "lingyige")
    package = at.seal()
    at.decide(package, "passed")
    edition = freeze_edition(other.pk, by=at.scene.cast.drafter, label="别的稿")
    task = other.provisions.get(title="强化引领")
    save_provision(
        task.pk, by=at.scene.cast.drafter, expected_version=task.version, title=task.title,
        text="别的规划改了。", origin=Origin("修改"),
    )  # fmt: skip
    assert edition.plan_id != at.scene.plan.pk
    assert not is_stale(fresh(package))


@pytest.mark.parametrize(
    ("outcome", "items", "state"),
    [
        ("passed", (), "passed"),
        ("passed_with_opinions", ("突出特色。",), "passed_with_opinions"),
        ("deferred", (), "deferred"),
    ],
)
def test_asked_again_and_taken_back_it_reads_as_it_was_decided(
    at: Meeting, outcome: str, items: tuple[str, ...], state: str
) -> None:
    """Never as 未提请, and the stage goes on as before."""
    at.decide(at.seal(), outcome, *items, reason="" if outcome == "passed" else "因")
    before = Stage.objects.get().state
    at.edit("改了。")
    again = at.seal("再审稿")
    assert at.gate.state == "open"
    recall_package(again.pk, by=at.scene.cast.drafter, reason="换稿")
    assert (at.gate.state, Stage.objects.get().state) == (state, before)
    page = client_of(at.scene.cast.drafter).get(reverse("gate", args=[at.gate.pk]))
    assert at.gate.get_state_display() in page.content.decode()
    assert "未提请" not in page.content.decode()
