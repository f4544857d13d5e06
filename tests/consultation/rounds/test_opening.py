"""已阅 is a press of the invited: of a link's button, of the page's, or the first opinion."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Invitation
from consultation.rounds.actions.links import make_link
from plans.models import AuditEntry, User
from tests.consultation.experts.panel import make_panel
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.world import client_of

pytestmark = pytest.mark.django_db
UNOPENED, OPENED = ("unread", False), ("read", True)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def standing(invitation_id: int) -> tuple[str, bool]:
    """State, and whether a time of opening is noted."""
    one = Invitation.objects.get(pk=invitation_id)
    return one.state, one.read_at is not None


def noted(action: str) -> list[User]:
    return [entry.actor for entry in AuditEntry.objects.filter(action=action)]


def test_the_unit_presses_on_the_page_and_once_is_enough(scene: Scene) -> None:
    client, number = client_of(scene.cast.officer), scene.invitation.pk
    page = reverse("invitation", args=[number])
    assert "确认收到，开始阅看" in client.get(page).content.decode()
    assert "阅看并提意见" in client.get(reverse("asked")).content.decode()
    assert standing(number) == UNOPENED
    assert client.post(page).headers["Location"] == page
    assert standing(number) == OPENED
    client.post(page)
    assert noted("reply.read") == [scene.cast.officer]
    assert "确认收到" not in client.get(page).content.decode()


def test_staff_and_strangers_open_nothing_for_the_unit(scene: Scene) -> None:
    page = reverse("invitation", args=[scene.invitation.pk])
    for person in (scene.cast.drafter, scene.cast.outsider):
        client_of(person).post(page)
    assert (standing(scene.invitation.pk), noted("reply.read")) == (UNOPENED, [])


def test_a_link_is_opened_by_its_button_and_not_by_a_look(scene: Scene) -> None:
    end = timezone.now() + timedelta(days=2)
    _, token = make_link(scene.invitation, by=scene.cast.drafter, expires_at=end)
    address, visitor = reverse("come_in", args=[token]), Client()
    visitor.get(address)
    assert standing(scene.invitation.pk) == UNOPENED
    visitor.post(address)
    assert standing(scene.invitation.pk) == OPENED
    assert [user.kind for user in noted("reply.read")] == ["link"]


def test_the_first_opinion_says_it_too(scene: Scene) -> None:
    scene.draft()
    assert standing(scene.invitation.pk) == ("drafting", True)
    assert len(noted("reply.read")) == 1


def test_an_expert_begins_by_a_press() -> None:
    panel = make_panel()
    number, client = panel.id("乙专家"), client_of(panel.expert)
    page = reverse("expert", args=[number])
    assert "开始：回避声明" in client.get(page).content.decode()
    client.get(reverse("expert_declare", args=[number]))
    assert standing(number) == UNOPENED
    assert client.post(page).headers["Location"] == reverse("expert_declare", args=[number])
    assert (standing(number), noted("expert.read")) == (OPENED, [panel.expert])


def test_an_expert_who_declares_at_once_has_opened_it() -> None:
    panel = make_panel()
    panel.begin(panel.expert)
    assert standing(panel.id("乙专家")) == ("drafting", True)
