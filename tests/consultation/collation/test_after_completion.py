"""What began before 办结 does not land after it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.utils import timezone

from consultation.collation.actions.dispositions import Answer, assess
from consultation.models import Assessment, Round
from consultation.replies.actions.replies import release
from plans.errors import WrongState
from plans.system.locking import locked
from tests.consultation.replies.test_replies import make_scene


@pytest.mark.production
@pytest.mark.django_db(transaction=True)
def test_an_answer_that_waited_for_the_completion_is_refused() -> None:
    """One holds the round as 办结 does; the answer waits for it, and then reads that it is over."""
    scene = make_scene()
    scene.draft()
    release(scene.invitation.pk, by=scene.cast.head)
    row = Assessment.objects.get()
    begun = threading.Event()

    def answer() -> str:
        begun.set()
        try:
            assess(row.pk, Answer("adopted"), by=scene.cast.drafter)
        except WrongState as error:
            return str(error)
        finally:
            connections.close_all()
        return "answered"

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            round_ = locked(Round.objects).get(pk=scene.round.pk)
            waiting = other.submit(answer)
            begun.wait(20)
            threading.Event().wait(1)
            round_.completed_at = timezone.now()
            round_.save(update_fields=["completed_at"])
        told = waiting.result(20)
    assert told == "这一轮征求意见已经办结，处理意见不能再改。"
    assert Assessment.objects.get().disposition == ""
