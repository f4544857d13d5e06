"""Gates: evidence, sealed packages, rules of deciding, and what follows from a decision."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.enums import Phase
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Edition, Plan, User
from taskforce import process_templates
from taskforce.bodies.actions.deputies import name_deputy
from taskforce.bodies.actions.seats import SeatTerms, add_seat, end_seat
from taskforce.deciding.actions.decisions import confirm_item
from taskforce.deciding.actions.entries import confirm_opinion, enter_opinion
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.actions.records import (
    confirm_record,
    record_instruction,
    record_meeting,
)
from taskforce.enums import (
    GateState,
    StageState,
    Vote,
)
from taskforce.gates.actions.packages import Paper, recall_package, seal_package
from taskforce.models import Body, Decision, Gate, Instruction, MeetingRecord, Package, Stage
from taskforce.process.actions.starting import start_timeline
from taskforce.standing import is_stale
from taskforce.states import set_gate_state, set_stage_state
from tests.cast import Cast, make_cast, make_plan, managed
from tests.posting import kept
from tests.scans import scan
from tests.taskforce.seating import deputise, take_seat

pytestmark = pytest.mark.django_db
TEMPLATE = """
key: two-stages
title: 两阶段方案
bodies:
  - {key: group, kind: leading_group, name: 领导小组}
  - {key: party, kind: party_group, name: 党组}
  - {key: above, kind: superior, name: 上级}
stages:
  - key: first
    title: 第一阶段
    steps: [{key: study, title: 研究}]
    gates:
      - key: by_group
        title: 领导小组审议
        body: group
        rule: quorum
        quorum: 2
        evidence: [research_results]
  - key: second
    title: 第二阶段
    gates:
      - {key: by_party, title: 党组审议, body: party, rule: meeting}
      - {key: by_above, title: 报上级, body: above, rule: outside}
"""


@dataclass
class Scene:
    cast: Cast
    plan: Plan

    def gate(self, title: str) -> Gate:
        return Gate.objects.get(stage__timeline__plan=self.plan, title=title)

    def seal(self, title: str, *, edition: Edition | None = None, gap_reason: str = "") -> Package:
        return seal_package(
            self.gate(title).pk,
            by=self.cast.drafter,
            question="请审议",
            papers=[Paper("材料", text="内容")],
            edition=edition,
            gap_reason=gap_reason,
        )

    def phase(self) -> str:
        self.plan.refresh_from_db()
        return self.plan.phase


@pytest.fixture
def scene() -> Scene:
    return two_stages()


def two_stages() -> Scene:
    """A leading group of three decides the first stage, the Party group and a body above it the
    second."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    template = process_templates.load(TEMPLATE, {"research_results"})
    start_timeline(plan, template, by=cast.drafter)
    group = Body.objects.get(plan=plan, name="领导小组")
    for user, role in ((cast.chief, "head"), (cast.member, "member"), (cast.writer, "member")):
        take_seat(group, SeatTerms(role, user=user), by=cast.drafter)
    return Scene(cast, plan)


def pass_first(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    give_opinion(package.pk, by=scene.cast.member, vote=Vote.APPROVE)
    give_opinion(package.pk, by=scene.cast.writer, vote=Vote.APPROVE)


def meeting(**values: Any) -> MeetingRecord:
    figures = {"expected": 9, "present": 8, "in_favour": 8, "chair": "甲", "recorder": "乙",
               "voting": "举手", "held_on": date(2021, 1, 20), "chair_last": True}  # fmt: skip
    minutes = values.pop("minutes", None) or scan(User.objects.get(username="起草人"))
    return MeetingRecord(minutes=minutes, **(figures | values))


def test_missing_evidence_refuses_unless_the_office_says_why(scene: Scene) -> None:
    with pytest.raises(WrongState, match="课题研究成果：还没有登记"):
        scene.seal("领导小组审议")
    package = scene.seal("领导小组审议", gap_reason="先行审议")
    assert (package.gaps, package.gap_reason) == (["课题研究成果：还没有登记"], "先行审议")


def test_a_quorum_decides_and_the_next_stage_begins(scene: Scene) -> None:
    pass_first(scene)
    states = dict(Stage.objects.values_list("title", "state"))
    assert states == {"第一阶段": StageState.ENDED, "第二阶段": StageState.ACTIVE}
    assert scene.gate("领导小组审议").state == GateState.PASSED


def test_returning_needs_a_reason_and_the_head_returns_alone(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    with pytest.raises(InvalidInput, match="须写明意见"):
        give_opinion(package.pk, by=scene.cast.chief, vote=Vote.RETURN, text=" ")
    give_opinion(package.pk, by=scene.cast.chief, vote=Vote.RETURN, text="依据不足")
    decision = Decision.objects.get(package=package)
    assert (decision.outcome, decision.reason) == ("returned", "依据不足")
    assert scene.gate("领导小组审议").state == GateState.RETURNED
    assert scene.seal("领导小组审议", gap_reason="补充后再报").pk != package.pk


def test_a_member_may_change_their_mind_before_the_decision(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    give_opinion(package.pk, by=scene.cast.member, vote=Vote.ABSTAIN)
    give_opinion(package.pk, by=scene.cast.member, vote=Vote.APPROVE)
    standing = package.opinions.filter(replaced_at__isnull=True)
    assert [one.vote for one in standing] == [Vote.APPROVE]


def test_nobody_without_a_seat_decides(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    for user in (scene.cast.outsider, scene.cast.drafter):
        user.is_superuser = True
        user.save()
        with pytest.raises(NotAllowed):
            give_opinion(package.pk, by=user, vote=Vote.APPROVE)


def test_a_seat_that_ended_gives_no_right_and_a_deputy_does(scene: Scene) -> None:
    seat = Body.objects.get(name="领导小组").seats.get(user=scene.cast.member)
    end_seat(seat, by=scene.cast.drafter, to_on=date(2020, 1, 1))
    other = Body.objects.get(name="领导小组").seats.get(user=scene.cast.writer)
    deputise(
        other, scene.cast.outsider, by=scene.cast.writer, from_on=date(2020, 1, 1),
        to_on=date(2099, 1, 1),
    )  # fmt: skip
    package = scene.seal("领导小组审议", gap_reason="测试")
    with pytest.raises(NotAllowed):
        give_opinion(package.pk, by=scene.cast.member, vote=Vote.APPROVE)
    opinion = give_opinion(package.pk, by=scene.cast.outsider, vote=Vote.APPROVE)
    assert (opinion.seat, opinion.given_by) == (other, scene.cast.outsider)


def test_the_office_changes_no_seat_of_a_body_that_is_deciding(scene: Scene) -> None:
    body = Body.objects.get(name="领导小组")
    scene.seal("领导小组审议", gap_reason="测试")
    with pytest.raises(WrongState, match="正在审议"):
        end_seat(body.seats.all()[0], by=scene.cast.drafter, to_on=date(2020, 1, 1))
    with pytest.raises(WrongState, match="正在审议"):
        add_seat(body, SeatTerms("member", name="新成员"), by=scene.cast.drafter)


def test_nobody_gives_themselves_a_voice(scene: Scene) -> None:
    body, by = Body.objects.get(name="领导小组"), scene.cast.drafter
    span = {"from_on": date(2020, 1, 1), "to_on": date(2099, 1, 1)}
    with pytest.raises(NotAllowed, match="其他管理人员"):
        name_deputy(body.seats.all()[0], by, by=by, **span)
    with pytest.raises(NotAllowed, match="其他管理人员"):
        add_seat(body, SeatTerms("member", user=by), by=by)


def test_a_members_own_word_is_not_replaced_from_paper(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    own = give_opinion(package.pk, by=scene.cast.member, vote=Vote.RETURN, text="不同意见")
    with pytest.raises(WrongState, match="不能再代录"):
        enter_opinion(
            package.pk,
            by=scene.cast.drafter,
            seat=own.seat,
            vote=Vote.APPROVE,
            scan=scan(scene.cast.drafter),
        )
    own.refresh_from_db()
    assert own.replaced_at is None


def test_an_opinion_on_paper_is_entered_and_confirmed(scene: Scene) -> None:
    from_paper = scene.seal("领导小组审议", gap_reason="测试")
    seat = Body.objects.get(name="领导小组").seats.get(user=scene.cast.member)
    opinion = enter_opinion(
        from_paper.pk, by=scene.cast.drafter, seat=seat, vote=Vote.APPROVE,
        scan=scan(scene.cast.drafter),
    )  # fmt: skip
    assert (opinion.given_by, opinion.made_by) == (scene.cast.member, scene.cast.drafter)
    assert not opinion.in_force
    with pytest.raises(NotAllowed):
        confirm_opinion(opinion.pk, by=scene.cast.chief)
    assert confirm_opinion(opinion.pk, by=scene.cast.member).confirmed_at is not None


def test_a_recalled_package_can_no_longer_be_judged(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    recall_package(package.pk, by=scene.cast.drafter, reason="材料有误")
    with pytest.raises(WrongState, match="已经有了结果"):
        give_opinion(package.pk, by=scene.cast.member, vote=Vote.APPROVE)


def test_after_a_recall_gate_and_stage_stand_where_they_stood(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    recall_package(package.pk, by=scene.cast.drafter, reason="材料有误")
    assert (scene.gate("领导小组审议").state, Stage.objects.get(number=1).state) == (
        "waiting",
        "active",
    )
    returned = scene.seal("领导小组审议", gap_reason="测试")
    for user in (scene.cast.chief, scene.cast.member):
        if returned.closed_at is None:
            give_opinion(returned.pk, by=user, vote=Vote.RETURN, text="再改。")
            returned.refresh_from_db()
    again = scene.seal("领导小组审议", gap_reason="测试")
    recall_package(again.pk, by=scene.cast.drafter, reason="材料有误")
    assert scene.gate("领导小组审议").state == "returned"


def test_where_all_have_spoken_and_too_few_approve_it_is_returned(scene: Scene) -> None:
    package = scene.seal("领导小组审议", gap_reason="测试")
    for user in (scene.cast.chief, scene.cast.member, scene.cast.writer):
        give_opinion(package.pk, by=user, vote=Vote.ABSTAIN)
    decision = Decision.objects.get(package=package)
    assert (decision.outcome, decision.reason) == ("returned", "同意的人数没有达到规定人数。")


def test_a_paper_with_a_long_title_is_sealed_as_it_is_kept(scene: Scene) -> None:
    package = seal_package(
        scene.gate("领导小组审议").pk, by=scene.cast.drafter, question="请审议",
        papers=[Paper("长" * 400, text="内容")], gap_reason="测试",
    )  # fmt: skip
    first, last = package.materials.all()
    papers = [[first.title, first.sha256], [last.title, last.sha256]]
    text = json.dumps(
        {"question": "请审议", "papers": papers}, ensure_ascii=False, sort_keys=True,
        separators=(",", ":"),
    )  # fmt: skip
    assert len(first.title) == 200
    assert package.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"present": 4, "in_favour": 4}, "实到人数没有超过应到人数的半数"),
        ({"in_favour": 4}, "赞成人数没有超过应到人数的半数"),
        ({"present": 10}, "实到人数不能多于应到人数"),
        ({"in_favour": 6, "against": 3}, "表决票数多于实到人数"),
        ({"chair_last": False}, "由主持人末位表态"),
    ],
)
def test_the_rule_of_the_party_group(scene: Scene, figures: dict[str, int], sentence: str) -> None:
    pass_first(scene)
    package = scene.seal("党组审议")
    with pytest.raises(WrongState, match=sentence):
        record_meeting(package.pk, meeting(**figures), by=scene.cast.drafter, outcome="passed")
    assert not MeetingRecord.objects.exists()


def test_a_meeting_counts_everyone_seated_and_has_been_held(scene: Scene) -> None:
    pass_first(scene)
    party = Body.objects.get(name="党组")
    for name in ("甲", "乙"):
        take_seat(party, SeatTerms("member", name=name), by=scene.cast.drafter)
    package, by = scene.seal("党组审议"), scene.cast.drafter
    alone = meeting(expected=1, present=1, in_favour=1)
    with pytest.raises(WrongState, match="少于本机构现有的2位成员"):
        record_meeting(package.pk, alone, by=by, outcome="passed")
    with pytest.raises(InvalidInput, match="不能晚于今天"):
        record_meeting(package.pk, meeting(held_on=date(2999, 1, 1)), by=by, outcome="passed")
    assert not MeetingRecord.objects.exists()


def second(scene: Scene) -> User:
    """Another who runs the process."""
    return managed(scene.cast.second, scene.plan)


def to_party_group(scene: Scene, *items: str) -> Decision:
    pass_first(scene)
    edition = freeze_edition(scene.plan.pk, by=scene.cast.drafter, label="送审稿")
    package = scene.seal("党组审议", edition=edition)
    record_meeting(
        package.pk, meeting(), by=scene.cast.drafter, items=items,
        outcome="passed_with_opinions" if items else "passed",
    )  # fmt: skip
    return confirm_record(package.pk, by=second(scene))


def edit(scene: Scene, text: str, source: str = "") -> None:
    task = scene.plan.provisions.get(title="强化引领")
    save_provision(
        task.pk, by=scene.cast.drafter, expected_version=task.version, title=task.title,
        text=text, origin=Origin("修改", source=source),
    )  # fmt: skip


def consent(scene: Scene, gap_reason: str = "") -> Decision:
    package = scene.seal("报上级", gap_reason=gap_reason)
    day = date(2021, 2, 1)
    said = Instruction(sent_on=day, instructed_on=day, text="同意")
    said.scan = scan(scene.cast.drafter, name="批示.pdf")
    record_instruction(package.pk, said, by=scene.cast.drafter, outcome="passed")
    return confirm_record(package.pk, by=second(scene))


def test_the_last_gate_approves_the_decided_edition(scene: Scene) -> None:
    to_party_group(scene)
    consent(scene)
    assert scene.phase() == Phase.APPROVED
    assert scene.plan.approved_edition is not None
    assert scene.plan.approved_edition.label == "送审稿"


def test_opinions_of_a_passed_draft_are_carried_item_by_item(scene: Scene) -> None:
    decision = to_party_group(scene, "突出特色。", "核对数据。")
    assert scene.phase() == Phase.REVISING
    first, second = decision.items.all()
    with pytest.raises(WrongState, match="前面的审议环节"):
        scene.seal("报上级")
    edit(scene, "突出特色的新文。", source=f"review:{first.pk}")
    assert not is_stale(decision.package)
    final = freeze_edition(scene.plan.pk, by=scene.cast.drafter, label="定稿")
    confirm_item(first.pk, by=scene.cast.drafter, answer="已改")
    confirm_item(second.pk, by=scene.cast.drafter, answer="已核对")
    consent(scene)
    assert (scene.phase(), scene.plan.approved_edition) == (Phase.APPROVED, final)


def test_any_other_edit_makes_the_decision_stale(scene: Scene) -> None:
    decision = to_party_group(scene, "突出特色。")
    edit(scene, "无关的修改。")
    assert is_stale(decision.package)
    freeze_edition(scene.plan.pk, by=scene.cast.drafter, label="定稿")
    (item,) = decision.items.all()
    confirm_item(item.pk, by=scene.cast.drafter, answer="已改")
    with pytest.raises(WrongState, match="“党组审议”通过之后正文又有修改"):
        consent(scene)
    with pytest.raises(WrongState, match="与审议意见无关的修改"):
        consent(scene, gap_reason="急需报送")
    assert scene.phase() != Phase.APPROVED


GATE_STEPS = {
    ("waiting", "open"),
    *(("open", "passed"), ("open", "passed_with_opinions")),
    *(("open", "deferred"), ("open", "returned"), ("open", "waiting")),
    *(("passed", "open"), ("passed", "waiting")),
    *(("passed_with_opinions", "passed"), ("passed_with_opinions", "open")),
    ("deferred", "open"),
    ("returned", "open"),
}
STAGE_STEPS = {
    ("waiting", "active"),
    *(("active", "deciding"), ("active", "waiting")),
    *(("deciding", "active"), ("deciding", "ended")),
    ("ended", "deciding"),
}


@pytest.mark.parametrize("old", GateState)
@pytest.mark.parametrize("new", GateState)
def test_every_gate_transition(scene: Scene, old: GateState, new: GateState) -> None:
    gate = scene.gate("领导小组审议")
    gate.state = old
    if (old, new) in GATE_STEPS:
        set_gate_state(gate, new)
        assert gate.state == new
    else:
        with pytest.raises(WrongState):
            set_gate_state(gate, new)


@pytest.mark.parametrize("old", StageState)
@pytest.mark.parametrize("new", StageState)
def test_every_stage_transition(scene: Scene, old: StageState, new: StageState) -> None:
    Stage.objects.update(state=StageState.WAITING)
    stage = Stage.objects.filter(timeline__plan=scene.plan)[0]
    stage.state = old
    if (old, new) in STAGE_STEPS:
        set_stage_state(stage, new)
        stage.refresh_from_db()
        assert (stage.state, stage.ended_at is not None) == (new, new == StageState.ENDED)
    else:
        with pytest.raises(WrongState):
            set_stage_state(stage, new)


SECRET = "机密★ 内部"


@pytest.mark.parametrize("word", ["chair", "recorder", "voting", "observers", "excused", "written"])
def test_a_meeting_with_a_mark_of_secrecy_is_not_recorded(scene: Scene, word: str) -> None:
    pass_first(scene)
    edition = freeze_edition(scene.plan.pk, by=scene.cast.drafter, label="送审稿")
    package = scene.seal("党组审议", edition=edition)
    with pytest.raises(InvalidInput, match="带有密级标志"):
        record_meeting(
            package.pk, meeting(**{word: SECRET}), by=scene.cast.drafter, outcome="passed"
        )
    assert (scene.gate("党组审议").state, kept(SECRET)) == (GateState.OPEN, [])


@pytest.mark.parametrize("said", [{"reason": SECRET}, {"reason": "因", "items": ["一", SECRET]}])
def test_a_decision_with_a_mark_of_secrecy_is_none(scene: Scene, said: dict[str, Any]) -> None:
    pass_first(scene)
    edition = freeze_edition(scene.plan.pk, by=scene.cast.drafter, label="送审稿")
    package = scene.seal("党组审议", edition=edition)
    with pytest.raises(InvalidInput, match="带有密级标志"):
        record_meeting(package.pk, meeting(), by=scene.cast.drafter, outcome="returned", **said)
    assert (scene.gate("党组审议").state, kept(SECRET)) == (GateState.OPEN, [])


def test_an_item_is_not_confirmed_with_a_mark_of_secrecy(scene: Scene) -> None:
    decision = to_party_group(scene, "突出特色。")
    edit(scene, "突出特色的新文。", source=f"review:{decision.items.get().pk}")
    freeze_edition(scene.plan.pk, by=scene.cast.drafter, label="定稿")
    with pytest.raises(InvalidInput, match="带有密级标志"):
        confirm_item(decision.items.get().pk, by=scene.cast.drafter, answer=SECRET)
    assert (decision.items.get().confirmed_at, kept(SECRET)) == (None, [])
