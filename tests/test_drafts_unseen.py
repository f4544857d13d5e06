"""Of a round that is not sent out nobody but who manages the plan reads a word, anywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.models import Round
from consultation.rounds.actions.chasing import remind_due
from consultation.rounds.actions.drafts import RoundTerms, choose_addressees, draft_round
from consultation.rounds.actions.issuing import void_round
from plans.models import Edition, OutgoingMail, User
from plans.system import clock
from plans.system.system_user import system_user
from taskforce.models import Notice
from tests.rounds import open_round
from tests.world import NAMES, World, client_of

pytestmark = pytest.mark.django_db
HIDDEN = "尚未发出的"


def hidden_drafts(world: World) -> None:
    """A draft of each audience, to ask everybody there is."""
    edition, by = Edition.objects.get(), world.cast.drafter
    now = clock.now()
    for audience in ("units", "public", "experts"):
        terms = RoundTerms(
            f"{HIDDEN}{audience}", audience, now, now + timedelta(days=2), short_reason="试",
            contact=HIDDEN, letter_text=HIDDEN,
        )  # fmt: skip
        round_ = draft_round(edition, terms, by=by)
        if audience == "units":
            units = [world.cast.district, world.cast.other_district]
            persons = [world.cast.member, world.cast.outsider, world.cast.writer]
            choose_addressees(round_, by=by, units=units, persons=persons)
    Round.objects.filter(name__startswith=HIDDEN).update(opens_at=now - timedelta(hours=1))


def reading(user: User | None, world: World, words: str) -> set[str]:
    """The addresses at which this visitor finds the words."""
    client, found = client_of(user), set()
    for name in NAMES:
        answer = client.get(world.address(name))
        if not answer.streaming and words in answer.content.decode(errors="replace"):
            found.add(name)
    return found


def test_a_draft_is_for_managers_alone(world: World) -> None:
    hidden_drafts(world)
    cast = world.cast
    seen = {
        str(user): reading(user, world, HIDDEN)
        for user in (None, cast.officer, cast.member, cast.writer, cast.outsider)
    }
    assert {who: names for who, names in seen.items() if names} == {}
    assert reading(cast.drafter, world, HIDDEN) == {"rounds", "audit"}


def test_nothing_of_a_draft_is_told(world: World) -> None:
    hidden_drafts(world)
    remind_due(3, by=system_user())
    assert not Notice.objects.filter(text__contains=HIDDEN).exists()
    assert not OutgoingMail.objects.filter(body__contains=HIDDEN).exists()


def test_a_void_public_round_stands_in_no_list_for_strangers(world: World) -> None:
    now = clock.now()
    terms = RoundTerms("发错的一轮", "public", now, now + timedelta(days=40))
    round_ = open_round(Edition.objects.get(), terms, by=world.cast.drafter)
    void_round(round_, by=world.cast.drafter, reason="发错了")
    assert reading(None, world, "发错的一轮") == set()
