"""催办台账: pages and filters of the board; one click reminds all that are silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultation.models import Contact, Round
from consultation.replies.actions.replies import release
from consultation.rounds.actions.chasing import remind
from consultation.rounds.actions.rounds import change_window, close_now, invite
from consultation.rounds.chase_board import (
    LATE,
    NO_OPINION,
    SILENT,
    Wanted,
    board_page,
    state_counts,
)
from plans.errors import NotAllowed, WrongState
from plans.models import OutgoingMail, Unit
from plans.system.clock import database_now
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def ask_societies(scene: Scene, count: int) -> None:
    names = [f"第{n:03d}学会" for n in range(count)]
    Unit.objects.bulk_create(
        Unit(name=name, kind="society", email=f"{name[1:4]}@test.invalid") for name in names
    )
    societies = Unit.objects.filter(kind="society").order_by("pk")
    invite(scene.round, by=scene.cast.drafter, units=societies)


def names(round_: Round, wanted: Wanted) -> list[str]:
    lines = board_page(round_, wanted, database_now()).lines
    return [str(line.invitation) for line in lines]


def test_the_board_turns_pages_by_key(scene: Scene) -> None:
    ask_societies(scene, 119)
    seen: list[str] = []
    sizes, after = [], 0
    while after is not None:
        page = board_page(scene.round, Wanted(), database_now(), after=after)
        seen += [str(line.invitation) for line in page.lines]
        sizes.append(len(page.lines))
        last, after = page, page.after  # type: ignore[assignment]
    assert (sizes, len(set(seen)), last.total) == ([50, 50, 20], 120, 120)
    back = board_page(scene.round, Wanted(), database_now(), before=last.before)
    assert [str(line.invitation) for line in back.lines] == seen[50:100]


def test_the_board_is_narrowed_by_state_kind_and_words(scene: Scene) -> None:
    ask_societies(scene, 3)
    release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    assert names(scene.round, Wanted(state=NO_OPINION)) == ["渝中区科协"]
    assert names(scene.round, Wanted(state="released")) == []
    assert names(scene.round, Wanted(state=SILENT, q="001")) == ["第001学会"]
    assert names(scene.round, Wanted(kind="society")) == ["第000学会", "第001学会", "第002学会"]
    assert names(scene.round, Wanted(state=LATE)) == []
    later = timezone.now() + timedelta(days=9)
    first = scene.round.invitations.get(unit__name="第000学会")
    change_window(
        scene.round, by=scene.cast.drafter, closes_at=later, reason="延", invitation=first
    )
    close_now(scene.round, by=scene.cast.drafter, reason="提前")
    scene.round.refresh_from_db()
    assert names(scene.round, Wanted(state=LATE)) == ["第001学会", "第002学会"]
    assert state_counts(scene.round, database_now()) == {
        "unread": 3, "released": 0, "no_opinion": 1, "late": 2,
    }  # fmt: skip


def test_one_click_reminds_all_that_are_silent_in_a_few_statements(scene: Scene) -> None:
    ask_societies(scene, 60)
    with CaptureQueriesContext(connection) as few:
        assert remind(scene.round, by=scene.cast.drafter).reached == 61
    assert len(few) < 24
    assert (OutgoingMail.objects.count(), Contact.objects.filter(kind="portal").count()) == (120, 1)
    assert all(one.reminded_at and one.last_contact_at for one in scene.round.invitations.all())
    with pytest.raises(WrongState, match="今天已经催办过"):
        remind(scene.round, by=scene.cast.drafter)
    assert remind(scene.round, by=scene.cast.drafter, invitation=scene.invitation).reached == 1
    with pytest.raises(NotAllowed):
        remind(scene.round, by=scene.cast.officer)


def test_the_button_reminds_those_that_the_filters_leave(scene: Scene, client: Client) -> None:
    ask_societies(scene, 3)
    client.force_login(scene.cast.drafter)
    answer = client.post(reverse("remind", args=[scene.round.pk]) + "?q=001")
    assert answer.headers["Location"] == f"{reverse('round', args=[scene.round.pk])}?q=001"
    reminded = scene.round.invitations.filter(reminded_at__isnull=False)
    assert [str(one) for one in reminded] == ["第001学会"]


@pytest.mark.parametrize("count", [1, 70])
def test_the_board_costs_the_same_for_any_number(scene: Scene, client: Client, count: int) -> None:
    ask_societies(scene, count)
    client.force_login(scene.cast.drafter)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("round", args=[scene.round.pk]))
    assert answer.status_code == 200
    assert len(asked) <= 16
