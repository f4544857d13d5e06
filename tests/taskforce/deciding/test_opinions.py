"""Members' opinions: what each may say, the head last, paper and objections, what changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Edition, Plan, User
from taskforce import process_templates
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.deciding.actions.entries import confirm_opinion, enter_opinion
from taskforce.deciding.actions.objections import judge_objection, object_to_opinion
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.changes_since import Counts, since_last
from taskforce.deciding.rules import votes_open_to
from taskforce.enums import GateState, Vote
from taskforce.gates.actions.packages import Paper, recall_package, seal_package
from taskforce.models import Body, Decision, Gate, MemberOpinion, Notice, Objection, Package, Seat
from taskforce.notices.actions import read_log
from taskforce.process.actions.starting import start_timeline
from tests.cast import Cast, make_cast, make_plan, managed
from tests.scans import scan
from tests.taskforce.seating import take_seat

pytestmark = pytest.mark.django_db
TEMPLATE = """
key: one-stage
title: 一阶段方案
bodies: [{key: it, kind: KIND, name: 审议机构}, {key: above, kind: superior, name: 上级}]
stages:
  - key: only
    title: 审议
    gates:
      - {key: by_it, title: 审议, body: it, rule: RULE}
      - {key: by_above, title: 报上级, body: above, rule: outside}
"""


@dataclass
class Scene:
    cast: Cast
    plan: Plan

    @property
    def gate(self) -> Gate:
        return Gate.objects.get(title="审议")

    def seat(self, user: User) -> Seat:
        return Seat.objects.get(user=user)

    def seal(self, edition: Edition | None = None, text: str = "内容") -> Package:
        return seal_package(
            self.gate.pk, by=self.cast.drafter, question="请审议",
            papers=[Paper("材料", text=text)], edition=edition,
        )  # fmt: skip

    def freeze(self, label: str) -> Edition:
        self.plan.refresh_from_db()
        return freeze_edition(self.plan.pk, by=self.cast.drafter, label=label)

    def enter(self, package: Package, seat: Seat, vote: str = "approve") -> MemberOpinion:
        by = self.cast.drafter
        text = "" if vote == "approve" else "照原话。"
        return enter_opinion(package.pk, by=by, seat=seat, vote=vote, text=text, scan=scan(by))

    @property
    def second(self) -> User:
        """Another who runs the process."""
        return managed(self.cast.second, self.plan)

    def edit(self, text: str) -> None:
        task = self.plan.provisions.get(title="强化引领")
        save_provision(
            task.pk, by=self.cast.drafter, expected_version=task.version, title=task.title,
            text=text, origin=Origin("修改"),
        )  # fmt: skip


def begin(rule: str, kind: str = "leading_group") -> Scene:
    """Three seats: the chief as head, the member, the writer."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    text = TEMPLATE.replace("RULE", rule).replace("KIND", kind)
    start_timeline(plan, process_templates.load(text, set()), by=cast.drafter)
    body = Body.objects.get(name="审议机构")
    for user, role in ((cast.chief, "head"), (cast.member, "member"), (cast.writer, "member")):
        take_seat(body, SeatTerms(role, user=user), by=cast.drafter)
    return Scene(cast, plan)


QUORUM = "quorum, quorum: 2"


@pytest.mark.parametrize(
    ("rule", "head", "member"),
    [
        ("head", ["approve", "amend", "return", "defer"], ["approve", "amend", "return"]),
        ("all", ["approve", "amend", "return", "defer"], ["approve", "amend", "return"]),
        (
            QUORUM,
            ["approve", "amend", "return", "defer", "abstain"],
            ["approve", "amend", "return", "abstain"],
        ),
        ("meeting", ["approve", "return"], ["approve", "return"]),
        ("outside", [], []),
    ],
)
def test_what_each_seat_may_say(rule: str, head: list[str], member: list[str]) -> None:
    scene = begin(rule)
    gate = scene.gate
    assert [list(votes_open_to(gate, scene.seat(user))) for user in (
        scene.cast.chief, scene.cast.member,
    )] == [head, member]  # fmt: skip


def test_what_the_rule_does_not_allow_is_refused() -> None:
    scene = begin("all")
    package = scene.seal()
    with pytest.raises(WrongState, match="不能选择“弃权”"):
        give_opinion(package.pk, by=scene.cast.member, vote=Vote.ABSTAIN)
    with pytest.raises(WrongState, match="不能选择“暂缓”"):
        give_opinion(package.pk, by=scene.cast.member, vote=Vote.DEFER, text="再议")
    assert not MemberOpinion.objects.exists()


@pytest.mark.parametrize("vote", [Vote.AMEND, Vote.RETURN, Vote.DEFER])
def test_what_is_not_plain_consent_says_why(vote: Vote) -> None:
    scene = begin("head")
    package = scene.seal()
    with pytest.raises(InvalidInput, match="须写明意见"):
        give_opinion(package.pk, by=scene.cast.chief, vote=vote, text=" \n")
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberOpinion.objects.create(
            package=package, seat=scene.seat(scene.cast.chief), given_by=scene.cast.chief,
            vote=vote, given_at=timezone.now(),
        )  # fmt: skip


def test_consent_with_opinions_passes_in_principle_item_by_item() -> None:
    scene = begin(QUORUM)
    package = scene.seal()
    give_opinion(package.pk, by=scene.cast.member, vote=Vote.AMEND, text="突出特色。")
    give_opinion(package.pk, by=scene.cast.writer, vote=Vote.AMEND, text="核对数据。")
    decision = Decision.objects.get(package=package)
    assert decision.outcome == "passed_with_opinions"
    assert list(decision.items.values_list("number", "text")) == [
        (1, "突出特色。"), (2, "核对数据。"),
    ]  # fmt: skip
    assert scene.gate.state == GateState.PASSED_WITH_OPINIONS


def test_the_head_defers_and_the_office_may_ask_again() -> None:
    scene = begin(QUORUM)
    package = scene.seal()
    give_opinion(package.pk, by=scene.cast.chief, vote=Vote.DEFER, text="待上级文件下发。")
    decision = Decision.objects.get(package=package)
    assert (decision.outcome, decision.reason) == ("deferred", "待上级文件下发。")
    assert scene.seal().pk != package.pk


def test_the_head_of_a_party_group_speaks_last() -> None:
    scene = begin("quorum, quorum: 2", kind="party_group")
    package = scene.seal()
    with pytest.raises(WrongState, match="末位表态：还有2位成员"):
        give_opinion(package.pk, by=scene.cast.chief, vote=Vote.APPROVE)
    give_opinion(package.pk, by=scene.cast.member, vote=Vote.APPROVE)
    give_opinion(package.pk, by=scene.cast.writer, vote=Vote.APPROVE)
    assert scene.gate.state == GateState.OPEN
    give_opinion(package.pk, by=scene.cast.chief, vote=Vote.APPROVE)
    assert scene.gate.state == GateState.PASSED


def test_a_written_opinion_at_a_meetings_gate_decides_nothing() -> None:
    scene = begin("meeting")
    package = scene.seal()
    for user in (scene.cast.chief, scene.cast.member, scene.cast.writer):
        give_opinion(package.pk, by=user, vote=Vote.RETURN, text="缺席，书面反对。")
    assert scene.gate.state == GateState.OPEN
    page = client_of(scene.cast.drafter).get(reverse("meeting", args=[package.pk]))
    assert "成员：不同意。缺席，书面反对。" in page.content.decode()


def test_a_seat_without_an_account_decides_on_paper() -> None:
    scene = begin("all")
    body = Body.objects.get(name="审议机构")
    seat = take_seat(body, SeatTerms("member", name="老李"), by=scene.cast.drafter)
    take_seat(body, SeatTerms("member", position="待定的职务"), by=scene.cast.drafter)
    package = scene.seal()
    for user in (scene.cast.chief, scene.cast.member, scene.cast.writer):
        give_opinion(package.pk, by=user, vote=Vote.APPROVE)
    assert scene.gate.state == GateState.OPEN
    opinion = scene.enter(package, seat)
    assert scene.gate.state == GateState.OPEN
    confirm_opinion(opinion.pk, by=scene.second)
    assert scene.gate.state == GateState.PASSED


def test_a_disowned_opinion_counts_no_longer_and_the_office_is_told() -> None:
    scene = begin(QUORUM)
    package = scene.seal()
    opinion = scene.enter(package, scene.seat(scene.cast.member))
    with pytest.raises(NotAllowed):
        object_to_opinion(opinion.pk, by=scene.cast.writer, text="不是我")
    with pytest.raises(InvalidInput, match="哪里不对"):
        object_to_opinion(opinion.pk, by=scene.cast.member, text=" ")
    objection = object_to_opinion(opinion.pk, by=scene.cast.member, text="我签的是不同意。")
    assert not package.opinions.filter(replaced_at__isnull=True).exists()
    with pytest.raises(WrongState, match="已经被新的意见代替"):
        confirm_opinion(opinion.pk, by=scene.cast.member)
    give_opinion(package.pk, by=scene.cast.writer, vote=Vote.APPROVE)
    assert scene.gate.state == GateState.OPEN
    for user in (scene.cast.member, scene.cast.drafter):
        with pytest.raises(NotAllowed):
            judge_objection(objection.pk, by=user, upheld=True, answer="已核实")
    judge_objection(objection.pk, by=scene.second, upheld=True, answer="录入有误。")
    read_log()
    about = Notice.objects.filter(text__contains="异议").order_by("pk")
    assert list(about.values_list("user__full_name", "text")) == [
        ("起草人", "成员对代录的意见提出异议：我签的是不同意。"),
        ("成员", "您的异议成立：录入有误。代录的意见已经作废，请发表您自己的意见。"),
    ]
    with pytest.raises(WrongState, match="已经核实"):
        judge_objection(objection.pk, by=scene.second, upheld=False, answer="再答")


def test_what_was_confirmed_cannot_be_disowned() -> None:
    scene = begin(QUORUM)
    opinion = scene.enter(scene.seal(), scene.seat(scene.cast.member))
    confirm_opinion(opinion.pk, by=scene.cast.member)
    with pytest.raises(WrongState, match="已经确认"):
        object_to_opinion(opinion.pk, by=scene.cast.member, text="不是")


def test_an_objection_and_its_answer_are_never_empty() -> None:
    scene = begin(QUORUM)
    opinion = scene.enter(scene.seal(), scene.seat(scene.cast.member))
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(opinion=opinion, text="", made_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(opinion=opinion, text="不", made_at=now, answered_at=now)


def test_the_first_time_nothing_has_changed() -> None:
    scene = begin(QUORUM)
    assert since_last(scene.cast.member, scene.seal(scene.freeze("一稿"))) is None


def test_what_changed_is_counted_from_what_this_member_saw() -> None:
    scene = begin(QUORUM)
    first = scene.seal(scene.freeze("一稿"))
    give_opinion(first.pk, by=scene.cast.member, vote=Vote.APPROVE)
    recall_package(first.pk, by=scene.cast.drafter, reason="换稿")
    scene.edit("改了一次。")
    second = scene.seal(scene.freeze("二稿"))
    give_opinion(second.pk, by=scene.cast.writer, vote=Vote.RETURN, text="不妥")
    recall_package(second.pk, by=scene.cast.drafter, reason="换稿")
    third = scene.seal(scene.freeze("三稿"), text="新内容")
    mine, theirs = since_last(scene.cast.member, third), since_last(scene.cast.writer, third)
    assert mine is not None
    assert theirs is not None
    assert (mine.package, mine.said, mine.own, mine.papers) == (first, "同意", True, ("材料",))
    assert mine.counts == Counts(0, 0, 1, 0, edges=False)
    assert (theirs.package, theirs.said) == (second, "不同意")
    assert theirs.counts == Counts(0, 0, 0, 0, edges=False)
    assert since_last(scene.cast.chief, third) is None


def test_counts_in_words() -> None:
    some = Counts(added=2, deleted=1, rewritten=0, moved=3, edges=True)
    assert (some.total, some.words) == (7, "新增2处、删去1处、移动3处、题目或引言有改动")
    assert replace(some, edges=False).words == "新增2处、删去1处、移动3处"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_text_is_kept_when_a_vote_is_refused() -> None:
    scene = begin("all")
    package = scene.seal()
    address = reverse("vote", args=[package.pk, "abstain"])
    answer = client_of(scene.cast.member).post(address, {"text": "我的长意见"})
    page = answer.content.decode()
    assert "这一环节不能选择“弃权”" in page
    assert "我的长意见</textarea>" in page


def test_only_the_member_sees_the_comparison_with_what_they_decided() -> None:
    scene = begin(QUORUM)
    first = scene.seal(scene.freeze("一稿"))
    give_opinion(first.pk, by=scene.cast.member, vote=Vote.APPROVE)
    recall_package(first.pk, by=scene.cast.drafter, reason="换稿")
    scene.edit("改了一次。")
    second = scene.seal(scene.freeze("二稿"))
    address = reverse("package_changes", args=[second.pk])
    assert client_of(scene.cast.member).get(address).status_code == 200
    assert client_of(scene.cast.chief).get(address).status_code == 404
    assert client_of(scene.cast.outsider).get(address).status_code == 404


def test_the_decision_page_takes_the_same_queries_for_one_opinion_and_three() -> None:
    scene = begin("all")
    body = Body.objects.get(name="审议机构")
    take_seat(body, SeatTerms("member", name="老李"), by=scene.cast.drafter)
    package = scene.seal(scene.freeze("一稿"))
    client, page = client_of(scene.cast.drafter), reverse("package", args=[package.pk])
    counts = []
    for user in (scene.cast.chief, scene.cast.member, scene.cast.writer):
        give_opinion(package.pk, by=user, vote=Vote.APPROVE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 45
