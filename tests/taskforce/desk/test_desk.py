"""The desk: each kind of waiting thing comes to whom it concerns, and goes when it is done.

``watch`` compares everybody's desk before and after: what came to whom, what went from whom.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, adopt_into_text, assess
from consultation.collation.actions.handling import assign
from consultation.models import Assessment, Invitation, Round
from consultation.replies.actions.entering import add_sealed_scan
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import hand_in, release, send_back
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.invitations import record_no_reply
from consultation.rounds.actions.rounds import close_now, invite
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.enums import WritingState
from plans.models import Plan, User
from plans.system.actions.attachments import keep_upload
from plans.team.actions import assign_chapter, change_writing_state, resolve_note, write_note
from taskforce import process_templates
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.deciding.actions.decisions import confirm_item
from taskforce.deciding.actions.entries import confirm_opinion, enter_opinion
from taskforce.deciding.actions.objections import judge_objection, object_to_opinion
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.actions.records import (
    confirm_record,
    record_instruction,
    record_meeting,
    refuse_record,
)
from taskforce.desk.waiting import Item, desk
from taskforce.desk.waiting.items import by_due
from taskforce.enums import StepState, Vote
from taskforce.gates.actions.packages import Paper, recall_package, seal_package
from taskforce.models import (
    Body,
    Gate,
    Instruction,
    MeetingRecord,
    MemberOpinion,
    Package,
    Seat,
    Step,
    Timeline,
)
from taskforce.overview.state import risks
from taskforce.process.actions.starting import start_timeline
from taskforce.process.actions.steps import Proof, add_evidence, change_step_state
from tests.cast import Cast, make_cast, make_plan, make_user, managed
from tests.rounds import open_round
from tests.scans import scan
from tests.taskforce.seating import deputise, take_seat

pytestmark = pytest.mark.django_db
DAY = date(2021, 1, 20)
TEMPLATE = """
key: one-stage
title: 一阶段方案
bodies:
  - {key: group, kind: leading_group, name: 领导小组}
  - {key: party, kind: party_group, name: 党组}
  - {key: above, kind: superior, name: 上级}
stages:
  - key: only
    title: 唯一阶段
    steps:
      - {key: study, title: 研究}
      - {key: write, title: 起草, depends_on: [study]}
    gates:
      - {key: by_group, title: 领导小组审定, body: group, rule: quorum, quorum: 2}
      - {key: by_party, title: 党组审议, body: party, rule: meeting}
      - {key: by_above, title: 报上级, body: above, rule: outside}
"""
Lines = set[tuple[str, str, str]]


@dataclass
class Watched:
    """Lines (who, group, action) that came and that went."""

    came: Lines = field(default_factory=set)
    gone: Lines = field(default_factory=set)


def lines(cast: Cast) -> Lines:
    people = [getattr(cast, one.name) for one in fields(cast)]
    return {
        (user.full_name, group.label, item.action)
        for user in people
        if isinstance(user, User)
        for group in desk(user)
        for item in group.items
    }


@contextmanager
def watch(cast: Cast) -> Iterator[Watched]:
    found, before = Watched(), lines(cast)
    yield found
    after = lines(cast)
    found.came, found.gone = after - before, before - after


@dataclass
class Scene:
    cast: Cast
    plan: Plan

    @property
    def office(self) -> User:
        return self.cast.drafter

    def gate(self, title: str) -> Gate:
        return Gate.objects.get(title=title)

    def seal(self, title: str, label: str = "") -> Package:
        self.plan.refresh_from_db()
        edition = freeze_edition(self.plan.pk, by=self.office, label=label) if label else None
        return seal_package(
            self.gate(title).pk, by=self.office, question="请审议",
            papers=[Paper("材料", text=label or "一")], edition=edition,
        )  # fmt: skip

    def seat(self, user: User) -> Seat:
        return Seat.objects.get(user=user, body__name="领导小组")

    def enter(self, package: Package, member: User) -> MemberOpinion:
        by, seat = self.office, self.seat(member)
        return enter_opinion(package.pk, by=by, seat=seat, vote=Vote.APPROVE, scan=scan(by))

    def edit(self, source: str = "") -> None:
        task = self.plan.provisions.get(title="强化引领")
        save_provision(
            task.pk, by=self.office, expected_version=task.version, title=task.title,
            text=f"{task.text}再改。", origin=Origin("改", source=source),
        )  # fmt: skip

    def pass_group(self, label: str = "") -> Package:
        package = self.seal("领导小组审定", label)
        for user in (self.cast.member, self.cast.chief):
            give_opinion(package.pk, by=user, vote=Vote.APPROVE)
        return package

    @property
    def second(self) -> User:
        """Another who runs the process, and is none of the cast."""
        found = User.objects.filter(username="另一位").first() or make_user("另一位")
        return managed(found, self.plan)

    def meet(self, package: Package, *items: str) -> None:
        self.enter_meeting(package, *items)
        confirm_record(package.pk, by=self.second)

    def enter_meeting(self, package: Package, *items: str) -> None:
        held = MeetingRecord(
            expected=9, present=8, in_favour=8, chair="甲", recorder="乙", voting="举手",
            held_on=DAY, chair_last=True, minutes=scan(self.office),
        )  # fmt: skip
        outcome = "passed_with_opinions" if items else "passed"
        record_meeting(package.pk, held, by=self.office, outcome=outcome, items=items)


@pytest.fixture
def scene() -> Scene:
    """The drafter is manager and office; chief and member sit in the leading group, the head of
    the district in the Party group; the writer's unit is the drafter's too."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    start_timeline(plan, process_templates.load(TEMPLATE, set()), by=cast.drafter)
    Step.objects.get(key="study").responsible.add(cast.district)
    for name, user, role in (
        ("领导小组", cast.chief, "head"),
        ("领导小组", cast.member, "member"),
        ("党组", cast.head, "member"),
    ):
        take_seat(Body.objects.get(name=name), SeatTerms(role, user=user), by=cast.drafter)
    return Scene(cast, plan)


def test_the_desk_at_the_start(scene: Scene) -> None:
    assert lines(scene.cast) == {
        ("起草人", "待办工作步骤", "办理"),
        ("经办人", "待办工作步骤", "办理"),
        ("负责人", "待办工作步骤", "办理"),
        ("起草人", "待提请审议", "准备材料"),
    }


def test_a_step_waits_for_its_unit_and_the_next_for_it(scene: Scene) -> None:
    study = Step.objects.get(key="study")
    assert [item.what for group in desk(scene.office) for item in group.items] == [
        "研究", "领导小组审定",
    ]  # fmt: skip
    with watch(scene.cast) as seen:
        add_evidence(study.pk, Proof("成果"), by=scene.cast.officer)
        change_step_state(study.pk, StepState.DONE, by=scene.cast.officer)
    assert seen == Watched(
        gone={("经办人", "待办工作步骤", "办理"), ("负责人", "待办工作步骤", "办理")}
    )
    assert [item.what for group in desk(scene.office) for item in group.items] == [
        "起草", "领导小组审定",
    ]  # fmt: skip


def test_a_chapter_waits_for_its_writer_then_for_the_manager(scene: Scene) -> None:
    chapter = scene.plan.provisions.get(title="总体要求")
    with watch(scene.cast) as seen:
        assign_chapter(chapter, by=scene.office, lead=scene.cast.writer, writers=[], due_on=DAY)
    assert seen == Watched(came={("协作人", "待起草", "起草")})
    change_writing_state(chapter, WritingState.WRITING, by=scene.cast.writer)
    with watch(scene.cast) as seen:
        change_writing_state(chapter, WritingState.TO_UNIFY, by=scene.cast.writer)
    assert seen == Watched(came={("起草人", "待统稿", "统稿")}, gone={("协作人", "待起草", "起草")})
    with watch(scene.cast) as seen:
        change_writing_state(chapter, WritingState.UNIFIED, by=scene.office)
    assert seen == Watched(gone={("起草人", "待统稿", "统稿")})


def test_a_note_waits_for_whom_it_mentions(scene: Scene) -> None:
    chapter = scene.plan.provisions.get(title="总体要求")
    assign_chapter(chapter, by=scene.office, lead=scene.cast.writer, writers=[], due_on=None)
    with watch(scene.cast) as seen:
        note = write_note(chapter, by=scene.office, body="请看", mentioned=[scene.cast.writer])
    assert seen == Watched(came={("协作人", "提到我的批注", "查看")})
    with watch(scene.cast) as seen:
        resolve_note(note, by=scene.cast.writer)
    assert seen == Watched(gone={("协作人", "提到我的批注", "查看")})


def consult(scene: Scene, *, needs_seal: bool = False) -> tuple[Round, Invitation]:
    edition = freeze_edition(scene.plan.pk, by=scene.office, label="征求意见稿")
    now = timezone.now()
    terms = RoundTerms(
        "征求意见", "units", now - timedelta(hours=1), now + timedelta(days=3),
        needs_seal=needs_seal,
    )  # fmt: skip
    round_ = open_round(edition, terms, by=scene.office)
    (asked,) = invite(round_, by=scene.office, units=[scene.cast.district])
    return round_, asked


def comment(scene: Scene, asked: Invitation) -> None:
    opinion = Opinion("change", "改", "因")
    draft_comment(asked.pk, opinion, by=scene.cast.officer, key=uuid.uuid4())


def test_a_reply_waits_for_officer_and_head_and_the_seal(scene: Scene) -> None:
    cast = scene.cast
    with watch(cast) as seen:
        _, asked = consult(scene, needs_seal=True)
    answering = {("经办人", "待反馈意见", "提意见"), ("负责人", "待反馈意见", "提意见")}
    releasing = {("负责人", "待反馈意见", "审签")}
    assert seen == Watched(came=answering)
    comment(scene, asked)
    with watch(cast) as seen:
        hand_in(asked.pk, by=cast.officer)
    assert seen == Watched(came=releasing, gone=answering)
    with watch(cast) as seen:
        send_back(asked.pk, by=cast.head, reason="再改")
    assert seen == Watched(came=answering, gone=releasing)
    with watch(cast) as seen:
        release(asked.pk, by=cast.head)
    sealing = {(who, "待反馈意见", "上传盖章件") for who in ("经办人", "负责人")}
    assert seen == Watched(came={*sealing, UNHANDLED}, gone=answering)
    sealed = keep_upload("a.pdf", b"%PDF-1.4\n", by=cast.officer, plan=scene.plan)
    with watch(cast) as seen:
        add_sealed_scan(asked.pk, by=cast.officer, scan=sealed)
    assert seen == Watched(gone=sealing)


UNHANDLED = ("起草人", "待处理意见", "处理")


def test_an_opinion_waits_for_its_handler_until_carried(scene: Scene) -> None:
    cast = scene.cast
    round_, asked = consult(scene)
    comment(scene, asked)
    with watch(cast) as seen:
        release(asked.pk, by=cast.head)
    assert (UNHANDLED in seen.came, len(seen.came)) == (True, 1)
    row = Assessment.objects.get(round=round_)
    chapter = scene.plan.provisions.get(title="总体要求")
    assign_chapter(chapter, by=scene.office, lead=cast.writer, writers=[], due_on=None)
    with watch(cast) as seen:
        assign([row.pk], by=scene.office, handler=cast.writer, due_on=DAY)
    assert seen == Watched(came={("协作人", "待处理意见", "处理")}, gone={UNHANDLED})
    task = scene.plan.provisions.get(title="强化引领")
    with watch(cast) as seen:
        adopt_into_text(
            row.pk, Answer("adopted"), by=scene.office, provision_id=task.pk,
            expected_version=task.version, title=task.title, text="改后的文字。",
        )  # fmt: skip
    assert seen == Watched(gone={("协作人", "待处理意见", "处理")})


def test_an_adopted_opinion_waits_until_the_text_carries_it(scene: Scene) -> None:
    round_, asked = consult(scene)
    comment(scene, asked)
    release(asked.pk, by=scene.cast.head)
    row = Assessment.objects.get(round=round_)
    assess(row.pk, Answer("adopted"), by=scene.office)
    (item,) = [
        item for group in desk(scene.office) if group.label == "待处理意见" for item in group.items
    ]
    assert item.what == "1条意见待落实"


def test_a_closed_round_waits_for_the_office_until_completed(scene: Scene) -> None:
    cast = scene.cast
    round_, asked = consult(scene)
    ended = ("起草人", "待办结的征求意见", "催办或登记")
    ready = ("起草人", "待办结的征求意见", "办结")
    with watch(cast) as seen:
        close_now(round_, by=scene.office, reason="提前截止")
    assert seen == Watched(
        came={ended},
        gone={("经办人", "待反馈意见", "提意见"), ("负责人", "待反馈意见", "提意见")},
    )
    with watch(cast) as seen:
        record_no_reply(asked.pk, by=scene.office, reason="未反馈")
    assert seen == Watched(came={ready}, gone={ended})
    with watch(cast) as seen:
        round_.refresh_from_db()
        complete_round(round_, by=scene.office)
    assert seen == Watched(gone={ready})


JUDGE = "待审议"
READY = ("起草人", "待提请审议", "准备材料")


def test_a_package_waits_for_each_member_until_they_have_spoken(scene: Scene) -> None:
    cast = scene.cast
    with watch(cast) as seen:
        package = scene.seal("领导小组审定")
    both = {("组长", JUDGE, "审议"), ("成员", JUDGE, "审议")}
    assert seen == Watched(came=both, gone={READY})
    with watch(cast) as seen:
        give_opinion(package.pk, by=cast.member, vote=Vote.ABSTAIN)
    assert seen == Watched(gone={("成员", JUDGE, "审议")})
    with watch(cast) as seen:
        recall_package(package.pk, by=scene.office, reason="换稿")
    assert seen == Watched(came={READY}, gone={("组长", JUDGE, "审议")})


def test_a_package_waits_for_the_deputy_too(scene: Scene) -> None:
    today = timezone.localdate()
    deputise(
        scene.seat(scene.cast.member), scene.cast.outsider, by=scene.cast.member,
        from_on=today, to_on=today,
    )  # fmt: skip
    package = scene.seal("领导小组审定")
    assert ("局外人", JUDGE, "审议") in lines(scene.cast)
    with watch(scene.cast) as seen:
        give_opinion(package.pk, by=scene.cast.outsider, vote=Vote.APPROVE)
    assert seen == Watched(gone={("局外人", JUDGE, "审议"), ("成员", JUDGE, "审议")})


def test_what_was_entered_waits_for_the_member_and_an_objection_for_another(
    scene: Scene,
) -> None:
    cast, second = scene.cast, scene.second
    package = scene.seal("领导小组审定")
    entered, judge = ("成员", JUDGE, "确认"), ("成员", JUDGE, "审议")
    check = ("待复核", "复核")
    with watch(cast) as seen:
        one = scene.enter(package, cast.member)
    assert seen == Watched(came={entered}, gone={judge})
    assert check in of(second)
    disowned = ("须重新处理的结果", "核实")
    with watch(cast) as seen:
        objection = object_to_opinion(one.pk, by=cast.member, text="不是")
    assert seen == Watched(came={judge}, gone={entered})
    assert (disowned in of(second), check in of(second)) == (True, False)
    assert disowned not in of(scene.office)
    judge_objection(objection.pk, by=second, upheld=True, answer="作废")
    assert disowned not in of(second)
    one = scene.enter(package, cast.member)
    with watch(cast) as seen:
        confirm_opinion(one.pk, by=cast.member)
    assert seen == Watched(gone={entered})
    assert check not in of(second)


def of(user: User) -> set[tuple[str, str]]:
    return {(group.label, item.action) for group in desk(user) for item in group.items}


def test_a_record_waits_for_another_officer_and_goes_back(scene: Scene) -> None:
    scene.pass_group()
    package, second = scene.seal("党组审议"), scene.second
    recorded = ("起草人", "待登记结果", "登记会议结果")
    with watch(scene.cast) as seen:
        scene.enter_meeting(package)
    assert seen == Watched(gone={recorded})
    check = ("待复核", "复核")
    assert (check in of(second), check in of(scene.office)) == (True, False)
    with watch(scene.cast) as seen:
        refuse_record(package.pk, by=second, reason="票数不符")
    assert seen == Watched(came={recorded})
    assert check not in of(second)


def test_a_meeting_waits_for_the_office_and_its_papers_for_the_members(scene: Scene) -> None:
    scene.pass_group()
    with watch(scene.cast) as seen:
        package = scene.seal("党组审议")
    waiting = {("起草人", "待登记结果", "登记会议结果"), ("负责人", JUDGE, "阅看会议材料")}
    assert seen == Watched(came=waiting, gone={READY})
    with watch(scene.cast) as seen:
        scene.meet(package)
    assert seen == Watched(came={READY}, gone=waiting)


def test_what_is_outside_waits_for_the_office_then_the_plan_for_its_issue(scene: Scene) -> None:
    scene.pass_group("送审稿")
    scene.meet(scene.seal("党组审议"))
    recorded = ("起草人", "待登记结果", "登记批示")
    with watch(scene.cast) as seen:
        package = scene.seal("报上级")
    assert seen == Watched(came={recorded}, gone={READY})
    said = Instruction(sent_on=DAY, instructed_on=DAY, text="同意。", scan=scan(scene.office))
    with watch(scene.cast) as seen:
        record_instruction(package.pk, said, by=scene.office, outcome="passed")
        confirm_record(package.pk, by=scene.second)
    steps = {(who, "待办工作步骤", "办理") for who in ("起草人", "经办人", "负责人")}
    assert seen == Watched(came={("起草人", "待印发", "印发")}, gone={recorded, *steps})


def test_review_opinions_wait_until_they_are_carried(scene: Scene) -> None:
    scene.pass_group()
    package = scene.seal("党组审议", "送审稿")
    with watch(scene.cast) as seen:
        scene.meet(package, "突出特色。")
    carrying = ("起草人", "待落实审议意见", "落实")
    assert carrying in seen.came
    assert package.decision is not None
    item = package.decision.items.get()
    scene.edit(f"review:{item.pk}")
    with watch(scene.cast) as seen:
        confirm_item(item.pk, by=scene.office, answer="已改")
    assert seen == Watched(came={READY}, gone={carrying})


def test_a_text_that_moves_on_is_put_before_the_office(scene: Scene) -> None:
    package = scene.seal("领导小组审定", "送审稿")
    stale = ("起草人", "须重新处理的结果", "查看")
    with watch(scene.cast) as seen:
        scene.edit()
    assert seen == Watched(came={stale})
    for user in (scene.cast.member, scene.cast.chief):
        give_opinion(package.pk, by=user, vote=Vote.APPROVE)
    again = ("起草人", "须重新处理的结果", "重新提请")
    assert {stale, again} & lines(scene.cast) == {again}
    timeline = Timeline.objects.get()
    assert "须重新提请" in {risk.kind for risk in risks(timeline, DAY)}
    with watch(scene.cast) as seen:
        scene.seal("领导小组审定", "审议稿")
    assert again in seen.gone
    assert {("组长", JUDGE, "审议"), ("成员", JUDGE, "审议")} <= seen.came


def test_what_is_due_first_stands_first_and_undated_last() -> None:
    now = timezone.now()
    items = [Item("", "", due, "", "") for due in (None, now, now.date() - timedelta(days=1))]
    assert [item.due for item in sorted(items, key=by_due)] == [
        now.date() - timedelta(days=1), now, None,
    ]  # fmt: skip


def test_the_desk_takes_the_same_queries_for_one_and_three(scene: Scene) -> None:
    counts, stage = [], Step.objects.all()[0].stage
    for number in range(3):
        chapter = scene.plan.provisions.get(title="总体要求")
        assign_chapter(chapter, by=scene.office, lead=scene.office, writers=[], due_on=DAY)
        write_note(chapter, by=scene.office, body=f"请看{number}", mentioned=[scene.office])
        Step.objects.create(stage=stage, number=9 + number, key="x", title="x")
        with CaptureQueriesContext(connection) as queries:
            desk(scene.office)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 65
