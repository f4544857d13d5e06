"""Two at the same moment who take the same locks: the second waits, and both are done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consultation.collation.actions.dispositions import Answer, adopt_into_text, assess
from consultation.collation.actions.groups import confirm_group
from consultation.models import Assessment, Invitation, OpinionGroup
from consultation.replies.actions.replies import release
from consultation.rounds.actions.rounds import invite
from plans.models import Provision
from plans.permissions import RELEASE_REPLY
from tests.at_once import second_told
from tests.cast import appoint
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.fuzz.invariants import dispositions_are_counted, opinions_are_numbered_without_gaps

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]


def row(number: int) -> Assessment:
    return Assessment.objects.get(number=number)


def adopt(scene: Scene) -> object:
    task = Provision.objects.get(title="强化引领")
    return adopt_into_text(
        row(1).pk, Answer("adopted"), by=scene.cast.drafter, provision_id=task.pk,
        expected_version=task.version, title=task.title, text="改为乙。",
    )  # fmt: skip


def answer(scene: Scene) -> object:
    return assess(row(2).pk, Answer("noted"), by=scene.cast.drafter)


def another_release(scene: Scene) -> object:
    asked = Invitation.objects.get(unit=scene.cast.other_district)
    return release(asked.pk, by=scene.cast.head, no_opinion=True)


def confirm(scene: Scene) -> object:
    return confirm_group(OpinionGroup.objects.get().pk, by=scene.cast.drafter)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (adopt, answer),
        (answer, adopt),
        (adopt, another_release),
        (another_release, adopt),
        (confirm, answer),
        (answer, confirm),
    ],
)
def test_neither_is_lost(
    first: Callable[[Scene], object], second: Callable[[Scene], object]
) -> None:
    scene = make_scene()
    for _ in range(3):
        scene.draft()
    release(scene.invitation.pk, by=scene.cast.head)
    invite(scene.round, by=scene.cast.drafter, units=[scene.cast.other_district])
    appoint(RELEASE_REPLY, scene.cast.head, scene.cast.other_district)
    group = OpinionGroup.objects.create(round=scene.round)
    Assessment.objects.filter(number__in=(2, 3)).update(group=group)
    assert second_told(lambda: first(scene), lambda: second(scene)) == "done"
    assert [*dispositions_are_counted(), *opinions_are_numbered_without_gaps()] == []
    if adopt in (first, second):
        assert row(1).state == "done"
    if answer in (first, second):
        assert row(2).disposition == "noted"
    if confirm in (first, second):
        assert row(3).disposition == ("noted" if answer in (first, second) else "")
