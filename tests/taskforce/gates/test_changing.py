"""How a gate is decided changes by two, one of them a member; the package says by which rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.permissions import MANAGE_PLAN
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.desk.waiting import desk
from taskforce.gates.actions.changing import (
    confirm_change,
    propose_change,
    refuse_change,
    waits_for_change,
    withdraw_change,
)
from taskforce.gates.actions.packages import recall_package
from taskforce.gates.terms import Terms, terms_of
from taskforce.models import Body, Gate, GateChange, Notice, Package
from taskforce.notices.actions import read_log
from taskforce.permissions import may_confirm_change
from tests.cast import appoint
from tests.taskforce.deciding.test_opinions import Scene, begin
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    made = begin("all")
    appoint(MANAGE_PLAN, made.cast.second, made.plan)
    return made


def shall_be(gate: Gate, **terms: object) -> Terms:
    return replace(terms_of(gate), **terms)  # type: ignore[arg-type]


def proposed(scene: Scene, rule: str = "head") -> GateChange:
    terms = shall_be(scene.gate, rule=rule)
    return propose_change(scene.gate.pk, terms, by=scene.cast.drafter, reason="领导外出")


def confirming(change: GateChange) -> set[str]:
    people = User.objects.exclude(kind="system")
    return {user.full_name for user in people if may_confirm_change(user, change)}


def sealed_rules(package: Package) -> str:
    return package.materials.get(title="审议办法").text


def test_a_change_counts_when_a_member_of_the_body_confirms(scene: Scene) -> None:
    change = proposed(scene)
    assert scene.gate.rule == "all"
    assert confirming(change) == {"组长", "成员", "协作人"}
    for user in (scene.cast.drafter, scene.cast.second, scene.cast.outsider):
        with pytest.raises(NotAllowed, match="待审议机构的一位成员确认"):
            confirm_change(change.pk, by=user)
    confirm_change(change.pk, by=scene.cast.member)
    assert scene.gate.rule == "head"
    package = scene.seal()
    give_opinion(package.pk, by=scene.cast.chief, vote="approve")
    assert scene.gate.state == "passed"


def test_a_member_in_the_hand_of_who_proposed_confirms_nothing(scene: Scene) -> None:
    User.objects.filter(pk=scene.cast.member.pk).update(opened_by=scene.cast.drafter)
    assert confirming(proposed(scene)) == {"组长", "协作人"}


def test_members_who_have_left_leave_no_change_without_a_second(scene: Scene) -> None:
    """Nobody of the body has an account in use: another who runs the process confirms."""
    change = proposed(scene)
    held = Body.objects.get(pk=scene.gate.body_id).seats.values("user")
    User.objects.filter(pk__in=held).update(is_active=False)
    assert confirming(change) == {"复核人"}
    assert waits_for_change(change) == "审议机构没有成员有可用的账号，待另一位管理人员确认"
    confirm_change(change.pk, by=scene.cast.second)


def test_another_body_is_confirmed_by_the_present_one(scene: Scene) -> None:
    above = Body.objects.get(name="上级")
    terms = shall_be(scene.gate, body=above, rule="outside", evidence=("minutes",))
    change = propose_change(scene.gate.pk, terms, by=scene.cast.drafter, reason="改由上级审定")
    confirm_change(change.pk, by=scene.cast.chief)
    gate = scene.gate
    assert (gate.body, gate.rule, gate.evidence) == (above, "outside", ["minutes"])
    back = propose_change(
        gate.pk, shall_be(gate, rule="meeting"), by=scene.cast.drafter, reason="因"
    )
    assert confirming(back) == {"复核人"}


def test_nothing_changes_while_a_package_is_open_or_the_gate_is_decided(scene: Scene) -> None:
    waiting = proposed(scene)
    package = scene.seal()
    for act in (
        lambda: proposed(scene, "meeting"),
        lambda: confirm_change(waiting.pk, by=scene.cast.chief),
    ):
        with pytest.raises(WrongState, match="审议期间和有了结果之后不能调整"):
            act()
    for user in (scene.cast.chief, scene.cast.member, scene.cast.writer):
        give_opinion(package.pk, by=user, vote="approve")
    with pytest.raises(WrongState, match="已通过"):
        confirm_change(waiting.pk, by=scene.cast.chief)
    assert scene.gate.rule == "all"


def test_the_package_says_by_which_rule_and_what_was_changed(scene: Scene) -> None:
    first = scene.seal()
    assert sealed_rules(first) == (
        "审议环节：审议\n审议机构：审议机构\n决定方式：全体成员同意\n须具备的材料：没有规定\n"
        "最初依据：一阶段方案，起草人制定\n"
        "提请时的成员：组长 组长、成员 成员、成员 协作人\n调整：没有调整过"
    )
    recall_package(first.pk, by=scene.cast.drafter, reason="先调整")
    change = confirm_change(proposed(scene).pk, by=scene.cast.chief)
    assert change.confirmed_at is not None
    second = scene.seal()
    last = sealed_rules(second).splitlines()[-1]
    assert last.startswith("调整：决定方式由“全体成员同意”改为“主要负责人审定”。起草人提出，组长于")
    assert last.endswith("确认；理由：领导外出")
    assert first.sha256 != second.sha256
    page = client_of(scene.cast.member).get(reverse("package", args=[second.pk])).content.decode()
    assert "审议办法经过调整：决定方式由“全体成员同意”改为“主要负责人审定”" in page
    assert last in page


def test_refused_withdrawn_and_proposed_in_vain(scene: Scene) -> None:
    cast = scene.cast
    with pytest.raises(NotAllowed, match="只有提出人可以撤回"):
        withdraw_change(proposed(scene).pk, by=cast.second)
    with pytest.raises(WrongState, match="已有一项调整等待确认"):
        proposed(scene, "meeting")
    refuse_change(GateChange.objects.get().pk, by=cast.member)
    withdraw_change(proposed(scene).pk, by=cast.drafter)
    for one in GateChange.objects.all():
        for action in (confirm_change, refuse_change, withdraw_change):
            with pytest.raises(WrongState, match="已经办理"):
                action(one.pk, by=cast.chief)
    for terms, words in (
        ({}, "与现在的审议办法相同"),
        ({"rule": "quorum"}, "写明至少多少人同意"),
        ({"quorum": 2}, "其他方式不填人数"),
        ({"rule": "lot"}, "从所列的决定方式"),
        ({"evidence": ("nothing",)}, "从所列的决定方式和材料"),
    ):
        with pytest.raises(InvalidInput, match=words):
            propose_change(
                scene.gate.pk, shall_be(scene.gate, **terms), by=cast.drafter, reason="因"
            )
    terms_ = shall_be(scene.gate, rule="head")
    with pytest.raises(NotAllowed, match="提出调整审议办法"):
        propose_change(scene.gate.pk, terms_, by=cast.chief, reason="因")
    with pytest.raises(InvalidInput, match="理由"):
        propose_change(scene.gate.pk, terms_, by=cast.drafter, reason=" ")


def test_by_the_pages_and_everybody_is_told(scene: Scene) -> None:
    cast, gate = scene.cast, scene.gate
    read_log()
    Notice.objects.all().delete()
    form = {"body": gate.body_id, "rule": "quorum", "quorum": 2, "evidence": ["minutes"],
            "reason": "人数多"}  # fmt: skip
    page = reverse("change_gate", args=[gate.pk])
    assert client_of(cast.member).post(page, form).status_code == 404
    client_of(cast.drafter).post(page, form)
    change = GateChange.objects.get()
    shown = client_of(cast.drafter).get(reverse("gate", args=[gate.pk])).content.decode()
    assert "撤回" in shown
    assert page not in shown, "a second one cannot be proposed while this one waits"
    (line,) = [one for one in desk(cast.member) if one.label == "待确认的审议办法"]
    assert line.items[0].what == f"起草人提出调整“{gate.title}”的审议办法"
    mine = client_of(cast.member)
    asked = mine.get(line.items[0].url).content.decode()
    assert (
        "决定方式由“全体成员同意”改为“达到规定人数同意（至少2人）”；"
        "须具备的材料由“没有规定”改为“会议纪要”"
    ) in asked
    mine.post(reverse("answer_change", args=[gate.pk, change.pk, "confirm"]))
    assert (scene.gate.rule, scene.gate.quorum, scene.gate.evidence) == ("quorum", 2, ["minutes"])
    shown = mine.get(reverse("gate", args=[gate.pk])).content.decode()
    assert [word in shown for word in ("已生效", "人数多", "起草人于")] == [True] * 3
    read_log()
    texts = {(one.user.full_name, one.text[:6]) for one in Notice.objects.all()}
    assert texts == {
        *((who, "起草人提出调") for who in ("组长", "成员", "协作人")),
        *((who, "成员确认调整") for who in ("组长", "协作人", "起草人")),
    }
    unknown = reverse("answer_change", args=[gate.pk, change.pk, "settle"])
    assert mine.post(unknown).status_code == 404
