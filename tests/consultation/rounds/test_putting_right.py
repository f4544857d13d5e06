"""A window and the list of the invited are changed without making false what has come in."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from consultation.incoming.actions.letters import LetterTerms, enter_letter
from consultation.models import HeldSuggestion, Invitation, Reply, Round, WindowChange
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.rounds import change_window, close_now, invite, withdraw_invitation
from plans.errors import InvalidInput, WrongState
from plans.system import clock
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_a_unit_named_twice_is_invited_once(scene: Scene) -> None:
    other = scene.cast.other_district
    made = invite(scene.round, by=scene.cast.drafter, units=[other, other])
    assert [one.unit for one in made] == [other]


def test_the_end_is_not_put_before_what_came_in_time(scene: Scene) -> None:
    scene.draft()
    came = release(scene.invitation.pk, by=scene.cast.head).released_at
    assert came is not None
    with pytest.raises(InvalidInput, match="已经收到反馈"):
        change_window(scene.round, by=scene.cast.drafter, closes_at=came, reason="早")
    assert WindowChange.objects.count() == 0
    close_now(scene.round, by=scene.cast.drafter, reason="齐了")
    scene.round.refresh_from_db()
    assert scene.round.closes_at <= timezone.now()


def test_a_reply_without_opinions_came_in_time_too(scene: Scene) -> None:
    came = release(scene.invitation.pk, by=scene.cast.head, no_opinion=True).released_at
    assert came is not None
    with pytest.raises(InvalidInput, match="已经收到反馈"):
        change_window(scene.round, by=scene.cast.drafter, closes_at=came, reason="早")
    after = came + timedelta(microseconds=1)
    change_window(scene.round, by=scene.cast.drafter, closes_at=after, reason="早")


def test_an_extension_is_not_cut_before_what_came_in_it(scene: Scene) -> None:
    by, day = scene.cast.drafter, timedelta(days=1)
    asked, ended = scene.invitation, scene.round.closes_at - 5 * day
    Round.objects.filter(pk=scene.round.pk).update(opens_at=ended - day, closes_at=ended)
    scene.round.refresh_from_db()
    far = timezone.now() + day
    change_window(scene.round, by=by, closes_at=far, reason="延", invitation=asked)
    came = release(asked.pk, by=scene.cast.head, no_opinion=True).released_at
    assert came is not None
    with pytest.raises(InvalidInput, match="已经收到反馈"):
        change_window(scene.round, by=by, closes_at=came - day, reason="早", invitation=asked)
    change_window(scene.round, by=by, closes_at=far, reason="全部延期")
    change_window(scene.round, by=by, closes_at=came - day, reason="又改回")
    assert not Reply.objects.get().late


def test_a_citizen_s_suggestion_that_waits_came_in_time_too(scene: Scene) -> None:
    now, by = timezone.now(), scene.cast.drafter
    terms = RoundTerms("公开", "public", now - timedelta(days=2), now + timedelta(days=40))
    public = open_round(scene.round.edition, terms, by=by)
    held = HeldSuggestion.objects.create(
        round=public, key=uuid.uuid4(), query_code="AAAA", kind="other", proposal="建议",
        author_name="甲", doubts=["many"],
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="已经收到反馈"):
        change_window(public, by=by, closes_at=held.sent_at, reason="早")


def test_an_invitation_with_an_extension_is_taken_back(scene: Scene) -> None:
    later = scene.round.closes_at + timedelta(days=2)
    by = scene.cast.drafter
    change_window(scene.round, by=by, closes_at=later, reason="延", invitation=scene.invitation)
    withdraw_invitation(scene.invitation, by=by, reason="发错了")
    assert Invitation.objects.filter(round=scene.round).count() == 0
    assert WindowChange.objects.count() == 0


def test_nobody_is_invited_one_by_one_where_everybody_is_asked(scene: Scene) -> None:
    now = timezone.now()
    terms = RoundTerms("公开", "public", now, now + timedelta(days=30))
    public = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    with pytest.raises(WrongState, match="面向社会公众"):
        invite(public, by=scene.cast.drafter, units=[scene.cast.district])
    assert public.invitations.count() == 0


def test_what_refers_to_an_invitation_is_known_where_it_is_taken_back() -> None:
    """A new table says here whether it goes with the invitation or keeps it."""
    told = {
        str(relation.related_model._meta.object_name)
        for relation in Invitation._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.related_model is not None
    }
    goes = {"Contact", "Delivery", "PersonalLink", "WindowChange", "ExpertReview"}
    keeps = {"Reply", "IncomingLetter", "ExpertPanel"}
    assert told == goes | keeps


def test_an_invitation_whose_letter_has_come_stays(scene: Scene) -> None:
    by = scene.cast.drafter
    terms = LetterTerms("收文1", clock.today(), "文字")
    enter_letter(scene.invitation.pk, terms, scene.original(), by=by)
    with pytest.raises(WrongState, match="来函已经登记"):
        withdraw_invitation(scene.invitation, by=by, reason="发错了")
    assert Invitation.objects.filter(pk=scene.invitation.pk).exists()
