"""Two processes submit until the closing second: nothing after it, no number twice or missing."""

from __future__ import annotations

import multiprocessing
import uuid
from datetime import timedelta
from multiprocessing.queues import Queue

from django.db import connections
from django.utils import timezone

from consultation.enums import Audience
from consultation.models import Comment, Round
from consultation.replies.actions.opinions import Opinion
from consultation.rounds.actions.drafts import RoundTerms
from consultation.suggestions.actions.receiving import Citizen, submit_suggestion
from plans.errors import WrongState
from plans.system.clock import database_now
from plans.system.system_user import system_user
from tests.consultation.replies.test_replies import make_scene
from tests.rounds import open_round

SECONDS = 2.0


def submit_until_closed(round_id: int, done: Queue[int]) -> None:
    round_, by, count = Round.objects.get(pk=round_id), system_user(), 0
    while True:
        try:
            submit_suggestion(
                round_, Opinion("other", "建议"), Citizen("公众"), by=by, key=uuid.uuid4()
            )
        except WrongState:
            break
        count += 1
    connections.close_all()
    done.put(count)


def test_the_closing_second_is_the_databases(transactional_db: None) -> None:
    scene, now = make_scene(), timezone.now()
    closes = database_now() + timedelta(seconds=SECONDS)
    terms = RoundTerms("公开", Audience.PUBLIC, now - timedelta(1), closes, short_reason="试")
    round_ = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    done: Queue[int] = context.Queue()
    both = [context.Process(target=submit_until_closed, args=(round_.pk, done)) for _ in range(2)]
    for process in both:
        process.start()
    counts = [done.get(timeout=60) for _ in both]
    for process in both:
        process.join(60)
    said = list(Comment.objects.filter(round=round_).order_by("number"))
    assert [one.number for one in said] == list(range(1, sum(counts) + 1))
    assert all(one.submitted_at is not None and one.submitted_at < closes for one in said)
    assert sum(counts) > 0
