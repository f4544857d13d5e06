"""The unit's pages: two officers at one opinion, paragraphs to choose, the redline, the link."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Comment
from consultation.replies.actions.opinions import Opinion, change_draft
from consultation.rounds.actions.links import make_link
from plans.models import EditionProvision
from plans.permissions import DRAFT_REPLY
from tests.cast import appoint, make_user
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.rounds.test_links import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def officer(scene: Scene, client: Client) -> Client:
    client.force_login(scene.cast.officer)
    return client


def test_two_officers_at_one_opinion_see_each_others_words(scene: Scene, officer: Client) -> None:
    comment = scene.draft()
    colleague = make_user("另一经办人", scene.cast.district)
    appoint(DRAFT_REPLY, colleague, scene.cast.district)
    url = reverse("change_opinion", args=[scene.invitation.pk, comment.pk])
    form = officer.get(url).context["form"]
    change_draft(comment.pk, Opinion("change", "同事的话"), by=colleague, expected_version=1)
    mine = {name: form[name].value() or "" for name in form.fields} | {"proposal": "我的话"}
    refused = officer.post(url, mine)
    text = refused.content.decode()
    assert (refused.status_code, "同事的话" in text, "我的话" in text) == (409, True, True)
    comment.refresh_from_db()
    assert (comment.proposal, comment.version) == ("同事的话", 2)
    again = refused.context["form"]
    agreed = {name: again[name].value() or "" for name in again.fields}
    assert officer.post(url, agreed).status_code == 302
    comment.refresh_from_db()
    assert (comment.proposal, comment.version) == ("我的话", 3)


def test_a_paragraph_is_chosen_where_nothing_was_selected(scene: Scene, officer: Client) -> None:
    place = EditionProvision.objects.get(edition=scene.round.edition, title="总体要求")
    url = f"{reverse('opinion', args=[scene.invitation.pk])}?place={place.pk}"
    choices = officer.get(url).context["form"].fields["paragraph"].choices
    assert [label for _, label in choices][:2] == ["整个部分", "坚持服务大局。"]
    told = {"kind": "change", "proposal": "坚持服务全局。", "paragraph": "0", "key": uuid.uuid4()}
    officer.post(url, told)
    comment = Comment.objects.get()
    assert (comment.quote, comment.start) == ("坚持服务大局。", 5)
    page = officer.get(reverse("invitation", args=[scene.invitation.pk])).content.decode()
    assert "<del><span" in page
    assert "大</del>" in page


def test_the_same_form_twice_makes_one_opinion(scene: Scene, officer: Client) -> None:
    url = reverse("opinion", args=[scene.invitation.pk])
    told = {"kind": "other", "proposal": "改", "key": uuid.uuid4()}
    assert [officer.post(url, told).status_code for _ in range(2)] == [302, 302]
    assert Comment.objects.count() == 1


def test_the_wording_is_shown_while_it_is_written(scene: Scene, officer: Client) -> None:
    url = reverse("opinion_redline", args=[scene.invitation.pk])
    told = {"kind": "change", "quote": "深入开展活动", "proposal": "深入开展科普活动"}
    shown = officer.post(url, told).content.decode()
    assert ("科普</ins>" in shown, "<html" in shown) == (True, False)
    assert (
        officer.post(url, {"kind": "other", "quote": "甲", "proposal": "乙"}).content.strip() == b""
    )


def test_no_opinion_takes_two_taps_from_the_link(scene: Scene) -> None:
    end = timezone.now() + timedelta(days=2)
    _, token = make_link(scene.invitation, by=scene.cast.drafter, expires_at=end)
    visitor = Client()
    first = visitor.post(reverse("come_in", args=[token]), {"none": "1"}, follow=True)
    assert "反馈“无意见”" in first.content.decode()
    second = visitor.post(first.context["action"], follow=True)
    assert "已反馈“无意见”" in second.content.decode()
    assert (scene.state(), scene.invitation.reply.alone) == ("released", True)


def test_who_came_by_link_may_hand_in_to_the_head(scene: Scene) -> None:
    end = timezone.now() + timedelta(days=2)
    _, token = make_link(scene.invitation, by=scene.cast.drafter, expires_at=end)
    visitor = come_in(token)
    told = {"kind": "other", "proposal": "改", "key": uuid.uuid4()}
    visitor.post(reverse("opinion", args=[scene.invitation.pk]), told)
    page = visitor.get(reverse("invitation", args=[scene.invitation.pk]))
    assert (page.context["may_hand_in"], page.context["may_release"]) == (True, True)
    visitor.post(reverse("hand_in", args=[scene.invitation.pk]))
    assert scene.state() == "to_release"
    head = Client()
    head.force_login(scene.cast.head)
    assert "改" in head.get(reverse("invitation", args=[scene.invitation.pk])).content.decode()
