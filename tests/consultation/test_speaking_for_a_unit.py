"""Nobody speaks for a unit whom the asking plan's managers put there alone: the attack, tried."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Comment, Invitation, Reply
from consultation.permissions import may_answer, may_release
from consultation.rounds.actions.rounds import invite
from plans.models import Appointment, AuditEntry, UnitUserObjectPermission, User
from tests.cast import appoint, managed
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.world import World, client_of

pytestmark = pytest.mark.django_db
HEAD = "release_reply"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def refused() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(action="user.refused").order_by("pk")
    return [(str(row.actor), row.new["tried"]) for row in rows]


def test_a_drafter_makes_himself_head_and_releases_the_reply(scene: Scene) -> None:
    """Refused at every step, nothing is changed, and each attempt is in the log."""
    drafter, asked = scene.cast.drafter, scene.invitation
    client = client_of(drafter)
    district = scene.cast.district
    before = (
        list(UnitUserObjectPermission.objects.values("user", "permission", "content_object")),
        list(Appointment.objects.values()),
        list(Invitation.objects.values("pk", "state", "read_at")),
        list(Reply.objects.values()),
        Comment.objects.count(),
    )
    client.post(reverse("name_for_unit", args=[district.pk, drafter.pk]), {"duty": HEAD})
    sign = reverse("sign", args=[asked.pk])
    tried = [client.post(sign + "?none=1"), client.post(reverse("hand_in", args=[asked.pk]))]
    assert [answer.status_code for answer in tried] == [404, 404]
    after = (
        list(UnitUserObjectPermission.objects.values("user", "permission", "content_object")),
        list(Appointment.objects.values()),
        list(Invitation.objects.values("pk", "state", "read_at")),
        list(Reply.objects.values()),
        Comment.objects.count(),
    )
    assert after == before
    assert refused() == [("起草人", "name_for_unit"), ("起草人", "sign"), ("起草人", "hand_in")]


def test_with_an_account_of_his_making_he_comes_no_further(scene: Scene) -> None:
    drafter, asked, district = scene.cast.drafter, scene.invitation, scene.cast.district
    client = client_of(drafter)
    made = {"username": "kuilei", "full_name": "傀儡"}
    client.post(reverse("new_person", args=[district.pk]), made)
    puppet = User.objects.get(username="kuilei")
    client.post(reverse("name_for_unit", args=[district.pk, puppet.pk]), {"duty": HEAD})
    row = Appointment.objects.get(user=puppet)
    client.post(reverse("confirm_appointment", args=[row.pk]))
    as_puppet = client_of(puppet)
    as_puppet.post(reverse("confirm_appointment", args=[row.pk]))
    answer = as_puppet.post(reverse("sign", args=[asked.pk]) + "?none=1")
    assert answer.status_code == 404
    row.refresh_from_db()
    asked.refresh_from_db()
    assert (row.in_force, asked.state) == (False, "unread")
    assert refused() == [
        ("起草人", "confirm_appointment"),
        ("傀儡", "confirm_appointment"),
        ("傀儡", "sign"),
    ]


def test_a_head_who_manages_the_plan_since_is_refused_with_a_sentence(scene: Scene) -> None:
    head = managed(scene.cast.head, scene.round.plan)
    assert (may_answer(head, scene.invitation), may_release(head, scene.invitation)) == (
        False,
        False,
    )
    client = client_of(head)
    told = "您主持“测试规划”的编制，不能代表渝中区科协填写、审签意见。"
    for name in ("invitation", "sign", "opinion"):
        answer = client.get(reverse(name, args=[scene.invitation.pk]))
        assert (answer.status_code, told in answer.content.decode()) == (409, True)
    answer = client.post(reverse("sign", args=[scene.invitation.pk]) + "?none=1")
    scene.invitation.refresh_from_db()
    assert (answer.status_code, scene.invitation.state) == (409, "unread")
    assert refused() == [("负责人", "sign")]


def test_so_is_one_whose_unit_is_asked_later(scene: Scene) -> None:
    unit = scene.cast.other_district
    person = managed(scene.cast.outsider, scene.round.plan)
    appoint(HEAD, person, unit)
    (asked,) = invite(scene.round, by=scene.cast.drafter, units=[unit])
    assert not may_release(person, asked)
    assert not may_answer(person, asked)
    assert may_release(scene.cast.head, scene.invitation)


def test_who_works_on_the_plan_opens_no_units_link_while_signed_in(world: World) -> None:
    client = client_of(world.cast.drafter)
    answer = client.post(world.address("come_in"))
    told = "您登录的账号参与这个规划的编制，不能以渝中区科协的身份打开链接。"
    assert (answer.status_code, told in answer.content.decode()) == (410, True)
    assert client.session["_auth_user_id"] == str(world.cast.drafter.pk)
    assert not AuditEntry.objects.filter(action="link.open").exists()
    assert refused() == [("起草人", "come_in")]
    assert Client().post(world.address("come_in")).status_code == 302
    assert client_of(world.cast.officer).post(world.address("come_in")).status_code == 302


def test_looking_at_what_one_may_not_see_is_in_no_log(world: World) -> None:
    assert client_of(world.cast.outsider).get(world.address("people")).status_code == 404
    assert refused() == []


def test_the_log_says_in_words_what_was_refused(scene: Scene) -> None:
    client_of(scene.cast.officer).post(reverse("keep_units"), {"kept": "x"})
    page = client_of(scene.cast.auditor).get(reverse("audit_all")).content.decode()
    assert "越权操作被拒绝" in page
    assert "没有这个页面的权限。" in page
