"""Staff act for a unit while its round is 办结, and an invitation goes while it is answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from consultation.collation.actions.completion import complete_round
from consultation.incoming.actions.letters import LetterTerms, enter_letter
from consultation.models import Comment, Invitation
from consultation.replies.actions.entering import Late
from consultation.replies.actions.opinions import change_draft, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.actions.invitations import record_no_reply
from consultation.rounds.actions.rounds import close_now, withdraw_invitation
from plans.system import clock
from tests.at_once import second_told
from tests.consultation.replies.test_replies import OPINION, Scene, make_scene

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]


def entered(scene: Scene) -> object:
    return scene.enter(no_opinion=True, late=Late("邮路延误"))


def silent(scene: Scene) -> object:
    return record_no_reply(scene.invitation.pk, by=scene.cast.drafter, reason="未答")


def drafted(scene: Scene) -> object:
    pk, by = scene.invitation.pk, scene.cast.drafter
    return draft_comment(pk, OPINION, by=by, key=uuid.uuid4(), for_unit=True)


def noted(scene: Scene) -> object:
    terms = LetterTerms("收文1号", clock.today(), "来函正文。")
    return enter_letter(scene.invitation.pk, terms, scene.original(), by=scene.cast.drafter)


@pytest.mark.parametrize("act", [entered, silent, drafted, noted])
def test_nothing_is_entered_once_the_round_is_completed(
    files: object, act: Callable[[Scene], object]
) -> None:
    scene = make_scene()
    close_now(scene.round, by=scene.cast.drafter, reason="到此为止")
    told = second_told(
        lambda: complete_round(scene.round, by=scene.cast.drafter), lambda: act(scene)
    )
    assert "已经办结" in told
    assert (scene.state(), Comment.objects.count()) == ("unread", 0)


def test_an_invitation_is_not_taken_back_while_its_unit_begins_to_answer() -> None:
    scene = make_scene()
    told = second_told(
        scene.draft,
        lambda: withdraw_invitation(scene.invitation, by=scene.cast.drafter, reason="误发"),
    )
    assert told == "该对象已开始填写意见，不能取消。"
    assert Invitation.objects.filter(pk=scene.invitation.pk).exists()


def test_a_draft_that_is_changed_while_its_reply_is_released_stays_as_released() -> None:
    """Both come by the invitation: who comes second waits there, and neither deadlocks."""
    scene = make_scene()
    comment = scene.draft()
    told = second_told(
        lambda: release(scene.invitation.pk, by=scene.cast.head),
        lambda: change_draft(comment.pk, OPINION, by=scene.cast.officer, expected_version=1),
    )
    assert told == "意见已经提交，不能修改。"
