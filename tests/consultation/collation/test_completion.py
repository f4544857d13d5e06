"""办结: not while anybody may still answer; a completed round takes no opinion any more."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from consultation.collation.actions.completion import complete_round
from consultation.enums import ReplyOrigin
from consultation.models import Comment, Round
from consultation.replies.actions.entering import Late, enter_for_unit
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.invitations import record_no_reply
from consultation.rounds.actions.rounds import change_window, close_now
from consultation.suggestions.actions.receiving import Citizen, submit_suggestion
from plans.errors import WrongState
from plans.system.system_user import system_user
from tests.consultation.replies.test_replies import OPINION, Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def completed(scene: Scene) -> None:
    """The round completed with its unit silent; the window is then set open by hand."""
    close_now(scene.round, by=scene.cast.drafter, reason="提前截止")
    complete_round(scene.round, by=scene.cast.drafter)
    later = timezone.now() + timedelta(days=3)
    Round.objects.filter(pk=scene.round.pk).update(closes_at=later)


def test_a_completed_round_takes_nothing_from_units_or_for_them(scene: Scene) -> None:
    scene.draft()
    completed(scene)
    asked, cast = scene.invitation.pk, scene.cast
    tries = (
        lambda: release(asked, by=cast.head),
        lambda: scene.draft(),
        lambda: draft_comment(asked, OPINION, by=cast.drafter, key=uuid.uuid4(), for_unit=True),
        lambda: enter_for_unit(
            asked, by=cast.drafter, origin=ReplyOrigin.FORM, no_opinion=False, late=Late("邮路")
        ),
    )
    for attempt in tries:
        with pytest.raises(WrongState, match="已经办结，不能再增加意见"):
            attempt()
    assert Comment.objects.filter(submitted_at__isnull=False).count() == 0


def test_a_round_is_not_completed_while_a_unit_may_still_answer(scene: Scene) -> None:
    by, round_ = scene.cast.drafter, scene.round
    with pytest.raises(WrongState, match="渝中区科协1家还没有反馈，期限也没有截止"):
        complete_round(round_, by=by)
    close_now(round_, by=by, reason="提前截止")
    record_no_reply(scene.invitation.pk, by=by, reason="未反馈")
    later = timezone.now() + timedelta(days=1)
    scene.invitation.refresh_from_db()
    change_window(round_, by=by, closes_at=later, reason="延期", invitation=scene.invitation)
    with pytest.raises(WrongState, match="渝中区科协1家还没有反馈"):
        complete_round(round_, by=by)
    release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    assert complete_round(round_, by=by).figures["no_opinion"] == 1


def test_a_public_round_is_completed_after_its_end_and_takes_no_more(scene: Scene) -> None:
    now, by = timezone.now(), scene.cast.drafter
    terms = RoundTerms("公开", "public", now - timedelta(days=1), now + timedelta(days=40))
    public = open_round(scene.round.edition, terms, by=by)
    with pytest.raises(WrongState, match="公开征求意见还没有截止"):
        complete_round(public, by=by)
    close_now(public, by=by, reason="提前截止")
    complete_round(public, by=by)
    Round.objects.filter(pk=public.pk).update(closes_at=now + timedelta(days=40))
    with pytest.raises(WrongState, match="已经办结"):
        submit_suggestion(
            public, Opinion("other", "", "建议"), Citizen(), by=system_user(), key=uuid.uuid4()
        )
