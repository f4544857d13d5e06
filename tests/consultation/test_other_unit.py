"""An officer and a head of another invited unit try every address of consultation."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from consultation.models import Comment, Invitation, Round
from consultation.rounds.actions.rounds import invite
from consultation.urls import urlpatterns
from plans.models import Job, User
from plans.permissions import DRAFT_REPLY, RELEASE_REPLY
from tests.cast import appoint
from tests.world import World

NAMES = sorted(one.name for one in urlpatterns if isinstance(one, URLPattern) and one.name)
OPEN = {"public_list", "public_round", "suggest", "suggestion", "come_in"}
"""Open to anybody; the last four only to who knows the address."""
OWN = {"asked"}
"""The page of what one is asked oneself."""


def stranger(world: World, right: str) -> User:
    """An officer or head of another unit that is asked in the same round."""
    user = world.cast.outsider
    appoint(right, user, world.cast.other_district)
    round_ = Round.objects.get(pk=world.arguments["round_id"])
    invite(round_, by=world.cast.drafter, units=[world.cast.other_district])
    return user


def tried(client: Client, url: str) -> tuple[int, ...]:
    """What GET and POST are answered with; 405 where the address does not take it."""
    return tuple(one(url).status_code for one in (client.get, client.post))


@pytest.mark.django_db
@pytest.mark.parametrize("right", [DRAFT_REPLY, RELEASE_REPLY])
def test_no_address_of_the_unit_opens_to_another_unit(world: World, right: str) -> None:
    client = Client()
    client.force_login(stranger(world, right))
    before = (
        list(Comment.objects.values_list("pk", "version", "submitted_at")),
        list(Invitation.objects.values_list("pk", "state", "read_at")),
        Job.objects.count(),
    )
    seen = {name: tried(client, world.address(name)) for name in NAMES if name not in OPEN | OWN}
    leaks = {name: both for name, both in seen.items() if set(both) - {403, 404, 405}}
    assert leaks == {}
    assert [name for name, both in seen.items() if 404 not in both and 403 not in both] == []
    after = (
        list(Comment.objects.values_list("pk", "version", "submitted_at")),
        list(Invitation.objects.values_list("pk", "state", "read_at")),
        Job.objects.count(),
    )
    assert after == before
    page = client.get(world.address("asked")).content.decode()
    assert str(world.cast.district) not in page
