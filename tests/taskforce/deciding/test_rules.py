"""When a body has decided: every rule at exactly half, one short and one over, written out."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from taskforce.deciding.rules import meeting_carries, speaks_too_early, tally, voters, votes_open_to
from taskforce.models import Body, Gate, MeetingRecord, MemberOpinion, Package, Seat
from tests.taskforce.deciding.test_opinions import Scene, begin
from tests.taskforce.seating import stood

pytestmark = pytest.mark.django_db
WORDS = {"同": "approve", "原": "amend", "反": "return", "缓": "defer", "弃": "abstain"}


def counted(rule: str, votes: str, *, kind: str = "leading_group") -> str:
    """The tally where the head and then the members of a body of four said this; 空 is silence."""
    scene = begin(rule, kind)
    body = Body.objects.get(name="审议机构")
    stood(body, name="老李", role="member", order=9)
    package, gate = scene.seal(), scene.gate
    for seat, vote in zip(list(voters(gate)), votes, strict=True):
        if vote != "空":
            say(package, seat, WORDS[vote])
    return tally(package, gate).value


def say(package: Package, seat: Seat, vote: str) -> MemberOpinion:
    return MemberOpinion.objects.create(
        package=package, seat=seat, given_by=package.sealed_by, vote=vote, text="因",
        given_at=timezone.now(), confirmed_at=timezone.now(),
    )  # fmt: skip


HALF = "quorum, quorum: 2"
OVER_HALF = "quorum, quorum: 3"


@pytest.mark.parametrize(
    ("rule", "votes", "outcome"),
    [
        ("head", "空同同同", "open"),
        ("head", "同空空空", "approved"),
        ("head", "原反反反", "approved"),
        ("head", "反同同同", "returned"),
        ("head", "缓同同同", "deferred"),
        ("head", "弃同同同", "open"),
        ("all", "空空空空", "open"),
        ("all", "同同空空", "open"),
        ("all", "同同同空", "open"),
        ("all", "同原同同", "approved"),
        ("all", "同同同弃", "open"),
        ("all", "同空空反", "returned"),
        ("all", "缓同同同", "deferred"),
        (HALF, "空同空空", "open"),
        (HALF, "空同原空", "approved"),
        (HALF, "空同反反", "open"),
        (HALF, "弃同反反", "returned"),
        (HALF, "弃同弃弃", "returned"),
        (HALF, "弃弃弃弃", "returned"),
        (HALF, "弃弃空反", "returned"),
        (HALF, "反同同同", "returned"),
        (OVER_HALF, "空同同空", "open"),
        (OVER_HALF, "空同同反", "open"),
        (OVER_HALF, "弃同同反", "returned"),
        (OVER_HALF, "弃同同弃", "returned"),
        (OVER_HALF, "空同同同", "approved"),
        ("meeting", "同同同同", "open"),
        ("outside", "同同同同", "open"),
    ],
)
def test_the_count_of_four_opinions(rule: str, votes: str, outcome: str) -> None:
    assert counted(rule, votes) == outcome


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [("空同同同", "open"), ("弃同同空", "approved"), ("同同空空", "approved")],
)
def test_a_party_group_is_not_done_before_its_head_has_spoken(votes: str, outcome: str) -> None:
    assert counted(HALF, votes, kind="party_group") == outcome


def test_an_opinion_that_was_replaced_is_not_counted() -> None:
    scene = begin(HALF)
    package, gate = scene.seal(), scene.gate
    head, first, second = voters(gate)
    old = say(package, first, "approve")
    MemberOpinion.objects.filter(pk=old.pk).update(replaced_at=timezone.now())
    say(package, second, "approve")
    assert tally(package, gate).value == "open"
    say(package, head, "approve")
    assert tally(package, gate).value == "approved"


def test_a_quorum_that_is_not_named_is_everyone() -> None:
    scene = begin(HALF)
    package = scene.seal()
    gate = scene.gate
    gate.quorum = None
    head, first, second = voters(gate)
    say(package, head, "approve")
    say(package, first, "approve")
    assert tally(package, gate).value == "open"
    say(package, second, "approve")
    assert tally(package, gate).value == "approved"


def test_where_nobody_sits_nothing_is_decided() -> None:
    scene = begin("all")
    package = scene.seal()
    Seat.objects.filter(body__name="审议机构").update(to_on=date(2020, 1, 1))
    assert list(voters(scene.gate)) == []
    assert tally(package, scene.gate).value == "open"


def test_a_seat_that_nobody_holds_has_no_voice() -> None:
    scene = begin("all")
    body = Body.objects.get(name="审议机构")
    named = stood(body, name="老李", role="member")
    stood(body, position="待定的职务", role="member")
    assert voters(scene.gate).filter(user=None).get() == named
    Seat.objects.filter(user=scene.cast.member).update(name="", position="部长")
    assert voters(scene.gate).count() == 4


def record(**figures: int | bool) -> MeetingRecord:
    usual = {"expected": 8, "present": 8, "in_favour": 8, "against": 0, "abstained": 0}
    return MeetingRecord(**{**usual, "chair_last": True, **figures})


TOO_FEW = "实到人数没有超过应到人数的半数，会议不能表决通过。"
NO_MAJORITY = "赞成人数没有超过应到人数的半数，不能登记为通过。"


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({}, ""),
        ({"present": 5, "in_favour": 5}, ""),
        ({"present": 4, "in_favour": 4}, TOO_FEW),
        ({"present": 3, "in_favour": 3}, TOO_FEW),
        ({"in_favour": 5, "against": 3}, ""),
        ({"in_favour": 4, "against": 4}, NO_MAJORITY),
        ({"in_favour": 4}, NO_MAJORITY),
        ({"expected": 9, "present": 5, "in_favour": 5}, ""),
        ({"expected": 9, "present": 4, "in_favour": 4}, TOO_FEW),
        ({"expected": 9, "in_favour": 4}, NO_MAJORITY),
        ({"present": 9}, "实到人数不能多于应到人数，请核对。"),
        ({"in_favour": 6, "against": 1, "abstained": 1}, ""),
        ({"in_favour": 6, "against": 2, "abstained": 1}, "表决票数多于实到人数，请核对。"),
        ({"expected": 3, "present": 3, "in_favour": 3}, ""),
        (
            {"expected": 2, "present": 2, "in_favour": 2},
            "应到人数少于本机构现有的3位成员，请核对。",
        ),
        ({"chair_last": False}, "党组会议由主持人末位表态，请核实后勾选“主持人末位表态”。"),
    ],
)
def test_whether_a_meeting_carries(figures: dict[str, int], sentence: str) -> None:
    """Over half of 应到 must have come, and over half of 应到 must be in favour."""
    gate = begin("meeting", "party_group").gate
    assert meeting_carries(record(**figures), gate) == sentence


def test_only_in_a_party_group_the_chair_speaks_last() -> None:
    assert meeting_carries(record(chair_last=False), begin("meeting", "plenary").gate) == ""


WAIT = "主要负责人应当末位表态：还有{}位成员没有发表意见。"


@pytest.mark.parametrize(
    ("kind", "rule", "spoken", "sentence"),
    [
        ("party_group", HALF, 0, WAIT.format(2)),
        ("party_group", HALF, 1, WAIT.format(1)),
        ("party_group", HALF, 2, ""),
        ("party_group", "all", 1, WAIT.format(1)),
        ("party_group", "head", 0, ""),
        ("party_group", "meeting", 0, ""),
        ("leading_group", HALF, 0, ""),
    ],
)
def test_when_the_head_may_speak(kind: str, rule: str, spoken: int, sentence: str) -> None:
    scene = begin(rule, kind)
    package, gate = scene.seal(), scene.gate
    head, *members = voters(gate)
    for seat in members[:spoken]:
        say(package, seat, "approve")
    assert speaks_too_early(package, gate, head) == sentence
    assert speaks_too_early(package, gate, members[0]) == ""


@pytest.mark.parametrize(("rule", "votes"), [("meeting", ["approve", "return"]), ("outside", [])])
def test_what_is_said_where_opinions_are_not_counted(rule: str, votes: list[str]) -> None:
    scene = begin(rule)
    for user in (scene.cast.chief, scene.cast.member):
        assert list(votes_open_to(scene.gate, scene.seat(user))) == votes


def test_what_was_replaced_is_silence_for_the_head() -> None:
    scene = begin(HALF, "party_group")
    package, gate = scene.seal(), scene.gate
    head, *members = voters(gate)
    for seat in members:
        say(package, seat, "approve")
    MemberOpinion.objects.filter(seat=members[0]).update(replaced_at=timezone.now())
    assert speaks_too_early(package, gate, head) == WAIT.format(1)


@pytest.mark.parametrize(
    ("outcomes", "head", "member"),
    [
        (
            [],
            ["approve", "amend", "return", "defer", "abstain"],
            ["approve", "amend", "return", "abstain"],
        ),
        (
            ["passed", "returned", "deferred"],
            ["approve", "return", "defer", "abstain"],
            ["approve", "return", "abstain"],
        ),
        (
            ["passed", "passed_with_opinions"],
            ["approve", "amend", "return", "abstain"],
            ["approve", "amend", "return", "abstain"],
        ),
    ],
)
def test_what_may_be_said_where_not_every_outcome_is_allowed(
    outcomes: list[str], head: list[str], member: list[str]
) -> None:
    scene: Scene = begin(HALF)
    gate: Gate = scene.gate
    gate.outcomes = outcomes
    assert list(votes_open_to(gate, scene.seat(scene.cast.chief))) == head
    assert list(votes_open_to(gate, scene.seat(scene.cast.member))) == member
