"""One person with several voices: an own seat and another's, or two seats."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, User
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.desk.waiting.deciding import decisions
from taskforce.enums import GateState
from taskforce.models import Body, Decision, MemberOpinion, Notice, Package, Seat
from taskforce.notices.actions import read_log
from taskforce.seconds import seat_name
from tests.taskforce.deciding.test_opinions import QUORUM, Scene, begin
from tests.taskforce.seating import stood, stood_for

pytestmark = pytest.mark.django_db


def deputised(rule: str = "all") -> tuple[Scene, Package, Seat, Seat]:
    """The member deputises for the chief today; the package, and the member's two seats."""
    scene = begin(rule)
    own, chief = scene.seat(scene.cast.member), scene.seat(scene.cast.chief)
    stood_for(chief, scene.cast.member, timezone.localdate(), timezone.localdate())
    return scene, scene.seal(), own, chief


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def votes() -> list[tuple[str, str, str]]:
    rows = MemberOpinion.objects.in_force().order_by("id")
    return [(seat_name(one.seat), str(one.given_by), one.vote) for one in rows]


def test_all_have_agreed_when_a_deputy_has_spoken_for_each_seat() -> None:
    scene, package, own, chief = deputised()
    member = scene.cast.member
    give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    give_opinion(package.pk, by=member, vote="approve", seat_id=own.pk)
    assert not Decision.objects.exists()
    give_opinion(package.pk, by=member, vote="approve", seat_id=chief.pk)
    assert scene.gate.state == GateState.PASSED
    assert votes() == [
        ("协作人", "协作人", "approve"),
        ("成员", "成员", "approve"),
        ("组长", "成员", "approve"),
    ]


def test_each_voice_is_in_the_log_and_the_holder_is_told_of_theirs() -> None:
    scene, package, own, chief = deputised()
    give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=own.pk)
    give_opinion(package.pk, by=scene.cast.member, vote="return", text="不妥。", seat_id=chief.pk)
    rows = AuditEntry.objects.filter(action="opinion.give").order_by("id")
    assert [(one.new["seat"], one.new["vote"]) for one in rows] == [
        ("成员 成员", "approve"),
        ("组长 组长", "return"),
    ]
    read_log()
    told = Notice.objects.filter(user=scene.cast.chief, text__contains="代理人")
    assert [one.text for one in told] == ["成员作为您的代理人，对“审议”发表了意见：不同意。"]


def test_a_seat_counts_once_whoever_speaks_for_it() -> None:
    """A quorum of two is not reached by one seat for which holder and deputy spoke."""
    scene, package, _, chief = deputised(QUORUM)
    give_opinion(package.pk, by=scene.cast.chief, vote="approve")
    give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=chief.pk)
    give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=chief.pk)
    assert not Decision.objects.exists()
    assert votes() == [("组长", "成员", "approve")]


def test_who_has_two_voices_says_which() -> None:
    scene, package, own, _ = deputised()
    with pytest.raises(InvalidInput, match="不止一个席位，请选择"):
        give_opinion(package.pk, by=scene.cast.member, vote="approve")
    other = scene.seat(scene.cast.writer)
    with pytest.raises(NotAllowed, match="现在不能以这一席位发表意见"):
        give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=other.pk)
    with pytest.raises(NotAllowed, match="不是这一审议机构的成员"):
        give_opinion(package.pk, by=scene.cast.outsider, vote="approve", seat_id=own.pk)
    assert not MemberOpinion.objects.exists()


def test_two_seats_of_one_person_from_before_each_have_a_voice() -> None:
    scene = begin("all")
    member, first = scene.cast.member, scene.seat(scene.cast.member)
    second = stood(Body.objects.get(name="审议机构"), user=member, name="成员", role="secretary")
    package = scene.seal()
    for user in (scene.cast.chief, scene.cast.writer):
        give_opinion(package.pk, by=user, vote="approve")
    give_opinion(package.pk, by=member, vote="approve", seat_id=first.pk)
    assert scene.gate.state == GateState.OPEN
    give_opinion(package.pk, by=member, vote="approve", seat_id=second.pk)
    assert scene.gate.state == GateState.PASSED


def test_the_head_of_a_party_group_speaks_last_by_a_deputy_too() -> None:
    scene = begin("all", kind="party_group")
    chief, own = scene.seat(scene.cast.chief), scene.seat(scene.cast.member)
    stood_for(chief, scene.cast.member, timezone.localdate(), timezone.localdate())
    package = scene.seal()
    give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    with pytest.raises(WrongState, match="末位表态：还有1位成员"):
        give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=chief.pk)
    give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=own.pk)
    give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=chief.pk)
    assert scene.gate.state == GateState.PASSED


def test_the_page_says_for_whom_and_the_desk_waits_until_each_has_spoken() -> None:
    scene, package, own, chief = deputised()
    member, client = scene.cast.member, signed_in(scene.cast.member)
    page = reverse("package", args=[package.pk])
    text = client.get(page).content.decode()
    assert "您在审议机构为2个席位发表意见，分别发表、分别计算" in text
    assert [f"{words}</h2>" in text for words in ("本人（成员）", "代组长（组长）")] == [True, True]
    address = reverse("vote", args=[package.pk, "approve"])
    answer = client.post(address, {"text": "", "seat": own.pk}, follow=True).content.decode()
    assert "您的意见已记录：同意。" in answer
    assert "本人（成员）（已发表）、代组长（组长）。" in answer
    assert [item.what for item in decisions(member)] == ["请审议"]
    answer = client.post(address, {"text": "", "seat": chief.pk}, follow=True).content.decode()
    assert "您代组长发表的意见已记录：同意。" in answer
    assert "，由成员代理" in answer
    assert decisions(member) == []
    assert votes() == [("成员", "成员", "approve"), ("组长", "成员", "approve")]


def test_what_ends_the_matter_is_asked_with_the_name_and_counts_for_that_seat() -> None:
    scene, package, own, chief = deputised()
    give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    give_opinion(package.pk, by=scene.cast.member, vote="approve", seat_id=own.pk)
    client = signed_in(scene.cast.member)
    address = reverse("vote", args=[package.pk, "approve"])
    asked = client.post(address, {"text": "", "seat": chief.pk})
    assert "您的代组长的同意将使本节点通过" in asked.content.decode()
    form = asked.context["form"]
    assert form["seat"].value() == str(chief.pk)
    client.post(address, {name: form[name].value() or "" for name in ("text", "seat", "seen")})
    assert scene.gate.state == GateState.PASSED
    assert votes()[-1] == ("组长", "成员", "approve")


def test_a_refused_opinion_stands_at_its_seat_again() -> None:
    scene, package, own, chief = deputised()
    client = signed_in(scene.cast.member)
    address = reverse("vote", args=[package.pk, "return"])
    page = client.post(address, {"text": "", "seat": chief.pk})
    forms = {voice.seat.pk: voice.form for voice in page.context["voices"]}
    assert forms[chief.pk].errors
    assert not forms[own.pk].errors
    page = client.post(address, {"text": "不妥。", "seat": "999999999999999999999"})
    assert "现在不能以这一席位发表意见" in page.content.decode()
    page = client.post(address, {"text": "不妥。"})
    assert "请选择以哪一个席位发表意见" in page.content.decode()
    assert not MemberOpinion.objects.exists()
