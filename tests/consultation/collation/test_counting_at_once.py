"""Two processes answer the same opinions, one by one and in bulk: the counts are a count's."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.queues import Queue

from django.db import connections
from django.db.models import Count

from consultation.collation.actions.dispositions import Answer, assess, assess_many
from consultation.models import Assessment, DispositionCount
from consultation.replies.actions.replies import release
from plans.errors import WrongState
from plans.models import User
from tests.consultation.replies.test_replies import make_scene

VALUES = ("noted", "not_adopted", "adopted", "partly")


def answer_all(ids: Sequence[int], by: User, done: Queue[str]) -> None:
    """Every opinion in turn with another answer, and between them some that are still open."""
    try:
        for at, pk in enumerate(ids):
            assess(pk, Answer(VALUES[at % 4], "因"), by=by)
            try:
                assess_many(ids[at : at + 3], Answer(VALUES[(at + 1) % 4], "因"), by=by)
            except WrongState:
                continue
        done.put("")
    except Exception as error:
        done.put(repr(error))
    connections.close_all()


def test_counts_stay_right_when_two_answer_at_once(transactional_db: None) -> None:
    scene = make_scene()
    for _ in range(16):
        scene.draft()
    release(scene.invitation.pk, by=scene.cast.head)
    ids = list(Assessment.objects.order_by("number").values_list("pk", flat=True))
    connections.close_all()
    context = multiprocessing.get_context("fork")
    done: Queue[str] = context.Queue()
    both = [
        context.Process(target=answer_all, args=(order, scene.cast.drafter, done))
        for order in (ids, ids[::-1])
    ]
    for process in both:
        process.start()
    assert [done.get(timeout=120) for _ in both] == ["", ""]
    for process in both:
        process.join(60)
    rows = Assessment.objects.order_by().values_list("disposition").annotate(Count("pk"))
    kept = DispositionCount.objects.exclude(count=0).values_list("disposition", "count")
    assert dict(kept) == dict(rows)
    assert sum(dict(kept).values()) == 16
