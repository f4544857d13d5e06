"""异议: a vote that its member disowns is void at once, and the result reckoned anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import reverse

from plans.editions.actions.freezing import freeze_edition
from plans.errors import NotAllowed, WrongState
from plans.issuing.actions.publishing import publish
from plans.issuing.papers import Notice as Letter
from plans.models import AuditEntry, Plan, User
from plans.system import clock
from taskforce.deciding.actions.entries import confirm_opinion, enter_opinion
from taskforce.deciding.actions.objections import judge_objection, object_to_opinion
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.queries import last_passed_package
from taskforce.desk.waiting import desk
from taskforce.enums import StepState
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import (
    Gate,
    MemberOpinion,
    Notice,
    Objection,
    Package,
    Seat,
    Stage,
    Step,
)
from taskforce.notices.actions import read_log
from taskforce.overview.state import risks
from taskforce.process.actions.steps import change_step_state
from taskforce.standing import may_be_asked
from tests.cast import Cast, make_user, managed
from tests.scans import scan
from tests.taskforce.deciding.test_decisions import Scene, two_stages
from tests.taskforce.deciding.test_opinions import client_of

pytestmark = pytest.mark.django_db
TITLE = "领导小组审议"


@dataclass
class Disowned:
    """The first stage passed with the member's vote, entered by one and confirmed by another."""

    scene: Scene
    package: Package
    opinion: MemberOpinion

    @property
    def cast(self) -> Cast:
        return self.scene.cast

    @property
    def second(self) -> User:
        return managed(self.cast.second, self.scene.plan)

    @property
    def third(self) -> User:
        """Who had no hand in the vote."""
        found = User.objects.filter(username="第三人").first() or make_user("第三人")
        return managed(found, self.scene.plan)

    def gate(self) -> Gate:
        return Gate.objects.select_related("stage__timeline__plan").get(title=TITLE)

    def states(self) -> tuple[str, dict[str, str]]:
        return self.gate().state, dict(Stage.objects.values_list("title", "state"))

    def object(self, text: str = "我没有同意。") -> Objection:
        return object_to_opinion(self.opinion.pk, by=self.cast.member, text=text)

    def build_on_it(self) -> None:
        step = Step.objects.filter(stage__title="第二阶段").first()
        if step is None:
            stage = Stage.objects.get(title="第二阶段")
            step = Step.objects.create(stage=stage, number=1, key="x", title="起草")
        change_step_state(step.pk, StepState.ACTIVE, by=self.cast.drafter)


def enter(scene: Scene, package: Package, vote: str = "approve") -> MemberOpinion:
    by, seat = scene.cast.drafter, Seat.objects.get(user=scene.cast.member)
    text = "" if vote == "approve" else "突出特色。"
    made = enter_opinion(package.pk, by=by, seat=seat, vote=vote, text=text, scan=scan(by))
    second = managed(scene.cast.second, scene.plan)
    return confirm_opinion(made.pk, by=second, away_reason="出差在外")


def disowned() -> Disowned:
    scene = two_stages()
    package = scene.seal(TITLE, gap_reason="测试")
    opinion = enter(scene, package)
    give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    found = Disowned(scene, package, opinion)
    assert found.states() == ("passed", {"第一阶段": "ended", "第二阶段": "active"})
    return found


@pytest.fixture
def at() -> Disowned:
    return disowned()


def test_an_objection_leaves_no_result_standing(at: Disowned) -> None:
    """The third attack: the objection left the result as it was. Here by requests."""
    page = client_of(at.cast.member).get(reverse("package", args=[at.package.pk]))
    assert "这不是我的意见" in page.content.decode()
    client_of(at.cast.member).post(
        reverse("object_vote", args=[at.opinion.pk]), {"text": "我没有同意。"}
    )
    assert at.states() == ("open", {"第一阶段": "deciding", "第二阶段": "waiting"})
    at.package.refresh_from_db()
    assert (at.package.closed_at, at.package.decision) == (None, None)
    assert at.package.decisions.get().voided_at is not None
    assert Stage.objects.get(title="第一阶段").ended_at is None
    assert [one.given_by for one in at.package.opinions.in_force()] == [at.cast.writer]
    acts = {"decision.void", "stage.reopen", "opinion.object"}
    assert acts <= set(AuditEntry.objects.values_list("action", flat=True))
    read_log()
    told = Notice.objects.filter(text__contains="结果失效").values_list(
        "user__full_name", flat=True
    )
    assert set(told) == {"组长", "协作人", "起草人"}
    give_opinion(at.package.pk, by=at.cast.member, vote="approve")
    assert at.states() == ("passed", {"第一阶段": "ended", "第二阶段": "active"})
    assert at.package.decisions.count() == 2


def test_the_vote_is_void_and_the_member_speaks_for_themselves(at: Disowned) -> None:
    at.object()
    with pytest.raises(WrongState, match="已经被新的意见代替，或者已经提出异议"):
        at.object()
    give_opinion(at.package.pk, by=at.cast.member, vote="return", text="依据不足")
    give_opinion(at.package.pk, by=at.cast.chief, vote="return", text="依据不足")
    assert at.states()[0] == "returned"


def test_a_result_that_follows_without_the_vote_stands(at: Disowned) -> None:
    scene, package = at.scene, at.package
    at.object()
    give_opinion(package.pk, by=at.cast.chief, vote="approve")
    assert at.states()[0] == "passed"
    assert package.decisions.filter(voided_at=None).count() == 1
    assert scene.gate(TITLE).contested_at is None


def test_a_result_that_would_be_another_is_decided_anew() -> None:
    """Without the vote that brought the items two plain consents remain: 通过 instead."""
    scene = two_stages()
    package = scene.seal(TITLE, gap_reason="测试")
    opinion = enter(scene, package, "amend")
    Gate.objects.filter(title=TITLE).update(quorum=3)
    give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    give_opinion(package.pk, by=scene.cast.chief, vote="approve")
    Gate.objects.filter(title=TITLE).update(quorum=2)
    assert scene.gate(TITLE).state == "passed_with_opinions"
    object_to_opinion(opinion.pk, by=scene.cast.member, text="我签的是同意。")
    assert scene.gate(TITLE).state == "passed"
    assert [one.outcome for one in package.decisions.order_by("pk")] == [
        "passed_with_opinions", "passed",
    ]  # fmt: skip


@pytest.mark.parametrize("upheld", [True, False])
def test_whoever_entered_or_confirmed_does_not_judge(at: Disowned, upheld: bool) -> None:
    """The fourth attack: the office that had entered the vote settled the objection."""
    objection = at.object()
    address = reverse("answer_objection", args=[objection.pk])
    body = {"answer": "本人当面确认过。", "upheld": "yes" if upheld else "no"}
    for user in (at.cast.drafter, at.second, at.cast.member, at.cast.chief):
        assert client_of(user).post(address, body).status_code == 404
        with pytest.raises(NotAllowed, match="您不能核实这条异议"):
            judge_objection(objection.pk, by=user, upheld=upheld, answer="确认过。")
    page = client_of(at.cast.drafter).get(reverse("package", args=[at.package.pk]))
    assert "等待没有经手这条意见的办理人员核实（现在没有符合条件的办理人员" in page.content.decode()
    assert client_of(at.third).post(address, body).status_code == 302
    objection.refresh_from_db()
    assert (objection.upheld, objection.answered_by) == (upheld, at.third)
    assert at.states()[0] == "open"
    assert at.package.opinions.in_force().filter(seat__user=at.cast.member).count() == 0


def test_where_more_was_built_on_it_the_result_is_contested_and_shown(at: Disowned) -> None:
    assert at.third
    at.build_on_it()
    at.object()
    assert at.states() == ("passed", {"第一阶段": "ended", "第二阶段": "active"})
    gate, client = at.gate(), client_of(at.cast.drafter)
    assert gate.contested_at is not None
    for name, key in (
        ("timeline", at.scene.plan.slug), ("dashboard", at.scene.plan.slug), ("gate", gate.pk),
        ("package", at.package.pk),
    ):  # fmt: skip
        assert "有争议" in client.get(reverse(name, args=[key])).content.decode(), name
    lines = [item.what for group in desk(at.cast.drafter) for item in group.items]
    assert "“领导小组审议”的结果有争议" in lines
    assert "有争议" in {one.kind for one in risks(gate.stage.timeline, clock.today())}
    assert "“领导小组审议”的结果有争议" in Plan.objects.get().held_because


def test_a_contested_plan_is_not_issued(at: Disowned) -> None:
    at.build_on_it()
    at.object()
    plan = at.scene.plan
    edition = freeze_edition(plan.pk, by=at.cast.drafter, label="定稿")
    Plan.objects.filter(pk=plan.pk).update(phase="approved", approved_edition=edition)
    with pytest.raises(WrongState, match="核实异议或者重新审议之前，规划不能印发"):
        publish(
            plan.pk, by=at.cast.drafter, document_number="渝科协发〔2021〕60号",
            issued_on=clock.today(), disclosure="public",
            notice=Letter("市科协", "标题", "主送", "正文", "市科协"),
        )  # fmt: skip
    page = client_of(at.cast.drafter).get(reverse("issue", args=[plan.slug])).content.decode()
    assert "核实异议或者重新审议之前，规划不能印发" in page


def refused(at: Disowned, objection: Objection) -> None:
    judge_objection(objection.pk, by=at.third, upheld=False, answer="本人签字属实。")


def passed_anew(at: Disowned, objection: Objection) -> None:
    package = seal_package(
        at.gate().pk, by=at.cast.drafter, question="重新审议", papers=[Paper("一", text="一")],
        gap_reason="重新审议",
    )  # fmt: skip
    assert objection.answered_at is None
    give_opinion(package.pk, by=at.cast.member, vote="approve")
    give_opinion(package.pk, by=at.cast.writer, vote="approve")


@pytest.mark.parametrize("end", [refused, passed_anew])
def test_a_contest_ends_by_judgement_or_by_a_new_result(
    at: Disowned, end: Callable[[Disowned, Objection], None]
) -> None:
    at.build_on_it()
    objection = at.object()
    assert may_be_asked(at.gate())
    end(at, objection)
    assert (at.gate().contested_at, Plan.objects.get().held_because) == (None, "")
    assert at.states() == ("passed", {"第一阶段": "ended", "第二阶段": "active"})
    assert not may_be_asked(at.gate())


def test_an_objection_that_is_upheld_leaves_it_contested(at: Disowned) -> None:
    at.build_on_it()
    objection = at.object()
    judge_objection(objection.pk, by=at.third, upheld=True, answer="签批单不是本人签的。")
    assert at.gate().contested_at is not None
    package = seal_package(
        at.gate().pk, by=at.cast.drafter, question="重新审议", papers=[Paper("一", text="一")],
        gap_reason="重新审议",
    )  # fmt: skip
    give_opinion(package.pk, by=at.cast.chief, vote="return", text="不妥")
    assert (at.states()[0], at.gate().contested_at is not None) == ("returned", True)
    assert may_be_asked(at.gate())


def test_an_approved_plan_is_not_undone_but_contested(at: Disowned) -> None:
    edition = freeze_edition(at.scene.plan.pk, by=at.cast.drafter, label="定稿")
    Plan.objects.update(phase="approved", approved_edition=edition)
    at.object()
    assert (at.states()[0], at.gate().contested_at is not None) == ("passed", True)


def test_a_voided_result_is_the_ground_of_nothing(at: Disowned) -> None:
    assert at.package.edition is None
    edition = freeze_edition(at.scene.plan.pk, by=at.cast.drafter, label="送审稿")
    Package.objects.filter(pk=at.package.pk).update(edition=edition)
    timeline = at.gate().stage.timeline
    assert last_passed_package(timeline) == at.package
    at.object()
    assert last_passed_package(timeline) is None


def test_an_objection_to_an_earlier_question_changes_nothing_now(at: Disowned) -> None:
    Gate.objects.filter(title=TITLE).update(contested_at=clock.now())
    passed_anew(at, Objection())
    at.object()
    assert at.states()[0] == "passed"
    assert at.gate().contested_at is None


def test_nobody_disowns_an_own_word_or_what_another_said(at: Disowned) -> None:
    own = at.package.opinions.get(given_by=at.cast.writer)
    with pytest.raises(NotAllowed, match="只有本人"):
        object_to_opinion(own.pk, by=at.cast.writer, text="不是")
    with pytest.raises(NotAllowed, match="只有本人"):
        object_to_opinion(at.opinion.pk, by=at.cast.writer, text="不是")
