"""Numbers that strangers write into addresses and forms: too long, or digits of another kind."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.system.pages import number_in, numbers_in
from tests.consultation.replies.test_replies import make_scene

pytestmark = pytest.mark.django_db
LISTED = ("place", "after", "before", "unit", "chapter", "handler", "tags")
OF_PLAN = (("audit", "before"), ("plan_history", "who"))
ODD = ("9" * 23, "9" * 30, "²", "-1", "1.5", "", "x", "%00", "٣")


def test_a_number_is_a_number_that_a_database_takes() -> None:
    assert [number_in(one) for one in (*ODD, "12", "9" * 18, None)] == [
        *[None] * 8, 3, 12, 10**18 - 1, None,
    ]  # fmt: skip
    assert numbers_in(["1", "²", "9" * 19, "2"]) == [1, 2]


@pytest.mark.parametrize("odd", ODD)
def test_no_page_breaks_on_an_odd_number(odd: str, client: Client) -> None:
    scene = make_scene()
    plan, asked, round_ = scene.round.plan.slug, scene.invitation, scene.round.pk
    pages = (
        [(scene.cast.drafter, reverse("comments", args=[round_]), n) for n in LISTED]
        + [(scene.cast.drafter, reverse(name, args=[plan]), n) for name, n in OF_PLAN]
        + [(scene.cast.drafter, reverse("groups", args=[round_]), "after")]
        + [(scene.cast.officer, reverse("opinion", args=[asked.pk]), "place")]
    )
    for user, page, name in pages:
        client.force_login(user)
        answer = client.get(page, {name: odd})
        assert (page, name, answer.status_code in (200, 404)) == (page, name, True)
    client.force_login(scene.cast.drafter)
    for name in ("argue_some", "make_group"):
        assert client.post(reverse(name, args=[round_]), {"selected": [odd]}).status_code == 302


def test_a_text_with_nul_is_refused_before_anything_is_asked(client: Client) -> None:
    """PostgreSQL takes no NUL: forms refuse it, what is read without a form answered 500."""
    scene = make_scene()
    client.force_login(scene.cast.drafter)
    page = reverse("comments", args=[scene.round.pk])
    close = reverse("close_round", args=[scene.round.pk])
    answers = [
        client.get(page, {"q": "科普\0"}),
        client.get(page, {"q\0": "科普"}),
        client.post(close, {"reason": "提前\0"}),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert "请求不完整，没有办理" in answers[2].content.decode()
    scene.round.refresh_from_db()
    assert scene.round.closes_at > timezone.now()
