"""专用链接: forged, revoked, forwarded; another browser sees no draft that someone else wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.enums import Audience
from consultation.models import Comment, Invitation, PersonalLink
from consultation.replies.actions.entering import add_sealed_scan
from consultation.replies.actions.replies import hand_in
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.links import make_link, revoke_link, token_of
from consultation.rounds.actions.rounds import invite
from plans.errors import WrongState
from plans.models import OutgoingMail, Unit, User
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.cast import make_user
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db
SECRET, PAPERS = "只有我写的意见", ("receipt", "reply_letter")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def link(scene: Scene) -> tuple[PersonalLink, str]:
    end = timezone.now() + timedelta(days=2)
    return make_link(scene.invitation, by=scene.cast.drafter, expires_at=end)


def come_in(token: str) -> Client:
    client = Client()
    client.post(reverse("come_in", args=[token]))
    return client


def test_a_forwarded_link_shows_no_draft_of_another_browser(scene: Scene) -> None:
    _, token = link(scene)
    first, second = come_in(token), come_in(token)
    page = reverse("invitation", args=[scene.invitation.pk])
    key = "00000000-0000-4000-8000-000000000001"
    told = {"kind": "other", "proposal": SECRET, "key": key}
    first.post(reverse("opinion", args=[scene.invitation.pk]), told)
    seen = [SECRET in client.get(page).content.decode() for client in (first, second)]
    assert (seen, Comment.objects.count()) == ([True, False], 1)
    comment = Comment.objects.get()
    url = reverse("change_opinion", args=[scene.invitation.pk, comment.pk])
    assert (first.get(url).status_code, second.get(url).status_code) == (200, 404)


def test_who_forwards_cannot_be_spoken_for(scene: Scene) -> None:
    _, token = link(scene)
    scene.draft()
    visitor = come_in(token)
    visitor.post(reverse("sign", args=[scene.invitation.pk]))
    assert scene.state() == "drafting"


def test_the_unit_hears_what_was_said_by_a_link() -> None:
    """Who makes a link may open it in another browser and speak for the unit: it is told."""
    scene = make_scene(needs_seal=True)
    asked, cast = scene.invitation, scene.cast
    Unit.objects.filter(pk=cast.district.pk).update(email="yz@test.invalid")
    made, token = link(scene)
    visitor = come_in(token)
    visitor.post(f"{reverse('sign', args=[asked.pk])}?none=1")
    assert scene.state() == "to_seal"
    add_sealed_scan(asked.pk, by=made.users.get(), scan=scene.original())
    read_log()
    for done in ("正式反馈了“征求意见”", "上传了对“征求意见”的盖章件"):
        told = Notice.objects.filter(text=f"有人用专用链接以“{asked}”的名义{done}，请核对。")
        assert {one.user for one in told} == {cast.head, cast.officer}, done
    mail = OutgoingMail.objects.get(to="yz@test.invalid", subject__contains="名义作出的反馈")
    assert "不是贵单位作出的，请尽快联系" in mail.body


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda t: "x" + t])
def test_a_forged_link_opens_nothing(scene: Scene, change: object) -> None:
    _, token = link(scene)
    answer = Client().post(reverse("come_in", args=[change(token)]))  # type: ignore[operator]
    assert answer.status_code == 410


def test_a_preview_opens_nothing_and_a_stopped_link_ends_the_visit(scene: Scene) -> None:
    made, token = link(scene)
    Client().get(reverse("come_in", args=[token]))
    made.refresh_from_db()
    assert made.used_at is None
    visitor = come_in(token)
    page = reverse("invitation", args=[scene.invitation.pk])
    assert visitor.get(page).status_code == 200
    revoke_link(made, by=scene.cast.drafter)
    assert visitor.get(page).status_code == 302
    assert Client().post(reverse("come_in", args=[token])).status_code == 410


def test_a_person_with_an_account_is_spoken_for_by_no_link(scene: Scene) -> None:
    """Staff make the link and could speak by it in that person's name, who can log in."""
    (asked,) = invite(scene.round, by=scene.cast.drafter, persons=[scene.cast.member])
    end = timezone.now() + timedelta(days=2)
    with pytest.raises(WrongState, match="成员有平台账号，请其登录后提出意见，不能制作专用链接"):
        make_link(asked, by=scene.cast.drafter, expires_at=end)
    old = PersonalLink.objects.create(
        invitation=asked, nonce="old", expires_at=end, created_by=scene.cast.drafter
    )
    visitor = come_in(token_of(old))
    assert visitor.post(f"{reverse('sign', args=[asked.pk])}?none=1").status_code == 404
    owner = Client()
    owner.force_login(scene.cast.member)
    assert owner.get(reverse("invitation", args=[asked.pk])).status_code == 200


def test_a_link_of_a_person_without_account_shows_no_draft_of_another(scene: Scene) -> None:
    person = make_user("代表")
    User.objects.filter(pk=person.pk).update(kind="link")
    (asked,) = invite(scene.round, by=scene.cast.drafter, persons=[person])
    asked = Invitation.objects.get(pk=asked.pk)
    end = timezone.now() + timedelta(days=2)
    _, token = make_link(asked, by=scene.cast.drafter, expires_at=end)
    first, second = come_in(token), come_in(token)
    told = {"kind": "other", "proposal": SECRET, "key": "00000000-0000-4000-8000-000000000002"}
    first.post(reverse("opinion", args=[asked.pk]), told)
    page = reverse("invitation", args=[asked.pk])
    seen = [SECRET in client.get(page).content.decode() for client in (first, second)]
    assert seen == [True, False]
    assert Comment.objects.get().author != person


def test_a_link_opens_its_own_invitation_alone(scene: Scene) -> None:
    terms = RoundTerms(
        "第二轮",
        Audience.UNITS,
        timezone.now() - timedelta(minutes=1),
        timezone.now() + timedelta(days=3),
    )
    again = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    (other,) = invite(again, by=scene.cast.drafter, units=[scene.cast.district])
    _, token = link(scene)
    visitor = come_in(token)
    names = [(scene.invitation, 200), (other, 404)]
    seen = [visitor.get(reverse("invitation", args=[one.pk])).status_code for one, _ in names]
    listed = visitor.get(reverse("asked")).context["rows"]
    assert (seen, [row["invitation"] for row in listed]) == ([200, 404], [scene.invitation])


def test_when_the_link_ends_the_visit_ends(scene: Scene) -> None:
    made, token = link(scene)
    visitor = come_in(token)
    made.expires_at = timezone.now() - timedelta(seconds=1)
    made.save()
    page = reverse("invitation", args=[scene.invitation.pk])
    assert visitor.get(page).status_code == 302
    assert visitor.get(reverse("asked")).status_code == 302
    assert "_auth_user_id" not in visitor.session


def test_who_forwards_sends_nothing_back(scene: Scene) -> None:
    scene.draft()
    hand_in(scene.invitation.pk, by=scene.cast.officer)
    _, token = link(scene)
    visitor = come_in(token)
    visitor.post(reverse("return_opinions", args=[scene.invitation.pk]), {"reason": "x"})
    assert scene.state() == "to_release"


def test_who_forwards_reads_no_receipt_with_the_opinions_of_another(scene: Scene) -> None:
    _, token = link(scene)
    first, second = come_in(token), come_in(token)
    key = "00000000-0000-4000-8000-000000000003"
    told = {"kind": "other", "proposal": SECRET, "key": key}
    first.post(reverse("opinion", args=[scene.invitation.pk]), told)
    first.post(reverse("sign", args=[scene.invitation.pk]))
    assert scene.state() == "released"
    papers = [reverse(name, args=[scene.invitation.pk, "docx"]) for name in PAPERS]
    seen = [[client.post(page).status_code for page in papers] for client in (first, second)]
    assert seen == [[302, 302], [404, 404]]
    page = reverse("invitation", args=[scene.invitation.pk])
    receipt = reverse("receipt", args=[scene.invitation.pk, "pdf"])
    shown = [receipt in client.get(page).content.decode() for client in (first, second)]
    assert shown == [True, False]


def test_who_forwards_hands_in_nothing_of_another(scene: Scene) -> None:
    _, token = link(scene)
    scene.draft()
    come_in(token).post(reverse("hand_in", args=[scene.invitation.pk]))
    assert scene.state() == "drafting"
