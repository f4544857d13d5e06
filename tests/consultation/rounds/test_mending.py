"""What is put right once a round is out: its letter, one who is asked, the whole of it 作废."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultation.collation.actions.completion import complete_round
from consultation.models import Invitation, Round
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import LetterWords, RoundTerms
from consultation.rounds.actions.issuing import correct_letter, void_round
from consultation.rounds.actions.links import make_link
from consultation.rounds.actions.rounds import close_now, invite
from consultation.rounds.queries import rounds_of
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, User
from plans.system import clock
from taskforce.evidence.kinds.units_answered import units_answered
from taskforce.models import Notice, Stage, Timeline
from taskforce.notices.actions import read_log
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def last_told(user: User) -> str:
    read_log()
    return Notice.objects.filter(user=user).order_by("-pk")[0].text


def test_a_void_round_takes_nothing_more_and_counts_nowhere(scene: Scene) -> None:
    by, asked = scene.cast.drafter, scene.invitation
    scene.draft()
    _, token = make_link(asked, by=by, expires_at=clock.now() + timedelta(days=2))
    void_round(scene.round, by=by, reason="发错了稿")
    found = Round.objects.get(pk=scene.round.pk)
    assert (found.void_reason, found.voided_by, found.in_force) == ("发错了稿", by, False)
    for act in (
        lambda: draft_comment(
            asked.pk, Opinion("change", "改", "因"), by=scene.cast.officer, key=uuid.uuid4()
        ),
        lambda: release(asked.pk, by=scene.cast.head),
        lambda: invite(found, by=by, units=[scene.cast.other_district]),
        lambda: close_now(found, by=by, reason="止"),
        lambda: complete_round(found, by=by),
        lambda: void_round(found, by=by, reason="再"),
    ):
        with pytest.raises(WrongState, match="已经作废"):
            act()
    assert not rounds_of(found.plan).exists()
    stage = Stage(timeline=Timeline(plan=found.plan))
    assert units_answered(stage) == (False, "还没有向任何单位征求意见")
    page = Client().post(reverse("come_in", args=[token]))
    assert page.status_code == 410
    assert "已经作废" in page.content.decode()


def test_it_stays_to_be_read_and_says_so(scene: Scene) -> None:
    void_round(scene.round, by=scene.cast.drafter, reason="发错了稿")
    staff, unit = client_of(scene.cast.drafter), client_of(scene.cast.officer)
    pages = (
        staff.get(reverse("rounds", args=[scene.round.plan.slug])),
        staff.get(reverse("round", args=[scene.round.pk])),
        staff.get(reverse("comments", args=[scene.round.pk])),
        unit.get(reverse("invitation", args=[scene.invitation.pk])),
    )
    assert all("发错了稿" in page.content.decode() for page in pages)
    assert "已作废" in unit.get(reverse("asked")).content.decode()
    assert "催办全部" not in pages[1].content.decode()
    assert (
        last_told(scene.cast.officer) == f"“{scene.round.name}”已作废，不需要再反馈。理由：发错了稿"
    )


def test_what_another_round_follows_or_what_is_completed_is_not_void(scene: Scene) -> None:
    by, now = scene.cast.drafter, clock.now()
    terms = RoundTerms("再次", "units", now, now + timedelta(days=9), previous=scene.round)
    again = open_round(scene.round.edition, terms, by=by)
    with pytest.raises(WrongState, match="请先作废后一轮"):
        void_round(scene.round, by=by, reason="因")
    with pytest.raises(InvalidInput, match="理由"):
        void_round(again, by=by, reason=" ")
    with pytest.raises(NotAllowed):
        void_round(again, by=scene.cast.head, reason="因")
    void_round(again, by=by, reason="因")
    close_now(scene.round, by=by, reason="止")
    complete_round(scene.round, by=by)
    with pytest.raises(WrongState, match="已经办结"):
        void_round(scene.round, by=by, reason="因")


def test_a_letter_is_corrected_with_a_reason_and_those_asked_are_told(scene: Scene) -> None:
    by, words = scene.cast.drafter, LetterWords("改正的正文。", "乙 456", needs_seal=True)
    with pytest.raises(InvalidInput, match="理由"):
        correct_letter(scene.round, words, by=by, reason="")
    correct_letter(scene.round, words, by=by, reason="电话有误")
    found = Round.objects.get(pk=scene.round.pk)
    assert (found.letter_text, found.contact, found.needs_seal) == ("改正的正文。", "乙 456", True)
    entry = AuditEntry.objects.get(action="round.correct")
    assert (entry.old["contact"], entry.new["reason"]) == (scene.round.contact, "电话有误")
    assert last_told(scene.cast.head) == f"“{scene.round.name}”的函件已更正：电话有误"


def test_one_who_is_asked_is_taken_back_on_a_page(scene: Scene) -> None:
    client, asked = client_of(scene.cast.drafter), scene.invitation
    page = reverse("uninvite", args=[scene.round.pk, asked.pk])
    assert "不再列入这一轮的对象" in client.get(page).content.decode()
    client.post(page, {"reason": "单位撤并"})
    assert not Invitation.objects.filter(pk=asked.pk).exists()
    assert (
        last_told(scene.cast.officer)
        == f"“{scene.round.name}”不再征求渝中区科协的意见。理由：单位撤并"
    )


def test_one_who_has_begun_is_not(scene: Scene) -> None:
    scene.draft()
    page = reverse("uninvite", args=[scene.round.pk, scene.invitation.pk])
    answer = client_of(scene.cast.drafter).post(page, {"reason": "因"})
    assert "已开始填写意见，不能取消" in answer.content.decode()
    assert Invitation.objects.filter(pk=scene.invitation.pk).exists()
