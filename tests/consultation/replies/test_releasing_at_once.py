"""Three processes release the same replies until the closing second: each once, none after."""

from __future__ import annotations

import multiprocessing
import uuid
from collections.abc import Sequence
from datetime import timedelta
from multiprocessing.queues import Queue

from django.db import connections

from consultation.enums import ReplyState
from consultation.models import Comment, Invitation, Reply
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.actions.rounds import invite
from plans.errors import WrongState
from plans.models import AuditEntry, User
from plans.permissions import RELEASE_REPLY
from plans.system.clock import database_now
from tests.cast import appoint, make_unit
from tests.consultation.replies.test_replies import make_scene

SECONDS = 2.5
UNITS = 60


def release_all(ids: Sequence[int], by: User, done: Queue[int]) -> None:
    """Release one after the other; what the other process or the clock took is passed over."""
    count = 0
    for invitation_id in ids:
        try:
            release(invitation_id, by=by)
        except WrongState:
            continue
        count += 1
    connections.close_all()
    done.put(count)


def test_each_reply_is_released_once_and_none_after_closing(
    transactional_db: None,
) -> None:
    scene = make_scene()
    head, officer = scene.cast.head, scene.cast.officer
    units = [make_unit(f"{number}号单位") for number in range(UNITS)]
    for unit in units:
        appoint(RELEASE_REPLY, head, unit)
        appoint(RELEASE_REPLY, officer, unit)
    asked = invite(scene.round, by=scene.cast.drafter, units=units)
    for one in asked:
        draft_comment(one.pk, Opinion("other", "改"), by=officer, key=uuid.uuid4())
    scene.round.closes_at = closes = database_now() + timedelta(seconds=SECONDS)
    scene.round.save()
    ids = [one.pk for one in asked]
    connections.close_all()
    counts = in_processes(ids, head, officer)
    released = Reply.objects.filter(released_at__isnull=False)
    assert sum(counts) == released.count() > 0
    assert all(one.released_at is not None and one.released_at < closes for one in released)
    assert AuditEntry.objects.filter(action="reply.release").count() == sum(counts)
    numbers = Comment.objects.filter(number__isnull=False).order_by("number")
    assert [one.number for one in numbers] == list(range(1, sum(counts) + 1))
    states = set(Invitation.objects.filter(pk__in=ids).values_list("state", flat=True))
    assert states <= {ReplyState.RELEASED, ReplyState.DRAFTING}


def in_processes(ids: list[int], first: User, second: User) -> list[int]:
    """How many each of them released; they meet from both ends."""
    context = multiprocessing.get_context("fork")
    done: Queue[int] = context.Queue()
    orders = [(ids, first), (ids[::-1], second), (ids, second)]
    both = [context.Process(target=release_all, args=(*one, done)) for one in orders]
    for process in both:
        process.start()
    counts = [done.get(timeout=120) for _ in both]
    for process in both:
        process.join(60)
    return counts
