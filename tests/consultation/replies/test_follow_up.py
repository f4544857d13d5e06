"""The second round: earlier opinions settled or kept; reminders by what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from consultation.collation.actions.dispositions import Answer, assess
from consultation.collation.listing import Criteria, collation
from consultation.enums import Audience, FollowUp
from consultation.models import Assessment, Contact, Invitation
from consultation.replies.actions.follow_up import settle_earlier
from consultation.replies.actions.replies import release
from consultation.replies.queries import earlier_opinions
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.rounds import change_window, invite
from consultation.rounds.tasks import remind
from plans.editions.actions.freezing import freeze_edition
from plans.errors import InvalidInput, NotAllowed
from plans.system.actions.outbox import send_waiting
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    made = make_scene()
    made.draft()
    release(made.invitation.pk, by=made.cast.head)
    return made


def second(scene: Scene) -> Invitation:
    row = Assessment.objects.get(round=scene.round)
    assess(row.pk, Answer("not_adopted", "因"), by=scene.cast.drafter)
    edition = freeze_edition(scene.round.plan_id, by=scene.cast.drafter, label="修改稿")
    now = timezone.now()
    terms = RoundTerms(
        "第二轮", Audience.UNITS, now - timedelta(1), now + timedelta(5), previous=scene.round
    )
    made = open_round(edition, terms, by=scene.cast.drafter)
    units = [scene.cast.district, scene.cast.other_district]
    return invite(made, by=scene.cast.drafter, units=units)[0]


def test_what_is_still_open_goes_to_the_argumentation(scene: Scene) -> None:
    invitation = second(scene)
    row = Assessment.objects.get(round=scene.round)
    assert [one.comment.assessment for one in earlier_opinions(invitation)] == [row]
    settle_earlier(
        invitation.pk, row.pk, FollowUp.STILL_OPEN, by=scene.cast.officer, note="理由不足"
    )
    assert list(collation(scene.round, Criteria(to_argumentation=True))) == [row]
    settle_earlier(invitation.pk, row.pk, FollowUp.SETTLED, by=scene.cast.head)
    assert list(collation(scene.round, Criteria(to_argumentation=True))) == []


def test_another_units_opinion_is_not_ours_to_settle(scene: Scene) -> None:
    invitation = second(scene)
    other = invitation.round.invitations.get(unit=scene.cast.other_district)
    row = Assessment.objects.get(round=scene.round)
    for target, by in ((other, scene.cast.officer), (invitation, scene.cast.outsider)):
        with pytest.raises(NotAllowed):
            settle_earlier(target.pk, row.pk, FollowUp.SETTLED, by=by)
    with pytest.raises(InvalidInput):
        settle_earlier(invitation.pk, row.pk, "gone", by=scene.cast.officer)


def test_the_clock_reminds_once_when_few_days_are_left() -> None:
    scene = make_scene()
    change_window(
        scene.round, by=scene.cast.drafter, closes_at=timezone.now() + timedelta(9), reason="延"
    )
    remind()
    assert Contact.objects.count() == 0
    change_window(
        scene.round, by=scene.cast.drafter, closes_at=timezone.now() + timedelta(1), reason="提前"
    )
    remind()
    remind()
    assert Contact.objects.count() == 1
    send_waiting()
    assert len(mail.outbox) == 0
