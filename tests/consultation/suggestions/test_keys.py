"""A page's key belongs to who sent it: a repeat makes nothing new, another's key meets nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Comment, Round
from consultation.replies.actions.opinions import draft_comment
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.rounds import invite
from plans.models import Unit
from tests.consultation.replies.test_replies import OPINION, Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("075194d3-6885-417e-a8a8-6c931e272f00")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def public_round(scene: Scene) -> Round:
    now = timezone.now()
    span = (now - timedelta(minutes=1), now + timedelta(days=40))
    terms = RoundTerms("公开征求意见", "public", *span)
    return open_round(scene.round.edition, terms, by=scene.cast.drafter)


def send(round_: Round, reason: str) -> str:
    """POST as a citizen does; gives the address that shows the suggestion."""
    values = {"kind": "other", "proposal": "", "reason": reason, "key": str(KEY), "quote": ""}
    answer = Client().post(reverse("suggest", args=[round_.pk]), values)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_citizen_may_send_the_key_of_a_units_opinion(scene: Scene) -> None:
    """It answered 500: the opinion that was found under the key had no query code."""
    own = draft_comment(scene.invitation.pk, OPINION, by=scene.cast.officer, key=KEY)
    address = send(public_round(scene), "多办科普活动")
    made = Comment.objects.exclude(pk=own.pk).get()
    assert (made.source, made.reason) == ("public", "多办科普活动")
    assert address == reverse("suggestion", args=[made.contact.query_code])
    own.refresh_from_db()
    assert (own.reason, own.submitted_at) == ("因为", None)


def test_a_suggestion_sent_twice_is_one_and_in_another_round_another(scene: Scene) -> None:
    first, second = public_round(scene), public_round(scene)
    assert send(first, "建议") == send(first, "建议")
    assert send(second, "建议") != send(first, "建议")
    assert Comment.objects.count() == 2


def test_two_units_with_one_key_write_two_opinions(scene: Scene) -> None:
    society = Unit.objects.create(name="第001学会", kind="society", email="a@test.invalid")
    (other,) = invite(scene.round, by=scene.cast.drafter, units=Unit.objects.filter(pk=society.pk))
    mine = draft_comment(scene.invitation.pk, OPINION, by=scene.cast.officer, key=KEY)
    theirs = draft_comment(other.pk, OPINION, by=scene.cast.drafter, key=KEY, for_unit=True)
    assert mine.pk != theirs.pk
    assert {mine.unit, theirs.unit} == {scene.cast.district, society}
