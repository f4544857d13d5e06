"""Telling the invited what became of their opinions: all at once, one letter each, one ZIP."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from consultation.collation.papers.collation import answers
from consultation.enums import Act, AssessmentState
from consultation.models import Assessment, Invitation, Round
from consultation.permissions import may_run_round
from consultation.rounds.actions.batches import write_batch
from consultation.rounds.actions.rounds import lock_round
from plans.documents.actions import draw
from plans.enums import FileFormat
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Job, User
from plans.system import clock
from plans.system.audit import record
from plans.system.chinese_dates import local_day
from plans.system.jobs import Attempt, enqueue, job_kind

TASK = job_kind("consultation.write_answers", "制作意见答复")


def release_answers(round_: Round, *, by: User, format_: FileFormat = FileFormat.DOCX) -> Job:
    """Open the answers to everyone asked, and queue the letters; again only makes new letters."""
    with transaction.atomic():
        locked = lock_round(round_.pk)
        if not may_run_round(by, locked):
            raise NotAllowed("您没有反馈处理情况的权限。")
        open_ones = Assessment.objects.filter(round=locked, state=AssessmentState.OPEN).count()
        if open_ones:
            raise WrongState(f"还有{open_ones}条意见没有处理意见，处理完后再一并反馈。")
        if not locked.comment_count:
            raise InvalidInput("这一轮没有收到意见，不需要反馈处理情况。")
        if locked.answers_released_at is None:
            locked.answers_released_at = clock.now()
            locked.save(update_fields=["answers_released_at"])
            record(Act.ROUND_RELEASE_ANSWERS, locked, by=by, plan=locked.plan)
        label = f"生成复函：意见处理情况（{locked.name}）"
        return enqueue(TASK, by=by, label=label, plan=locked.plan, round=locked.pk, format=format_)


def write_answers(attempt: Attempt) -> dict[str, Any]:
    """The job's work: a letter for each invited that has opinions, in one ZIP."""
    args = attempt.job.args
    format_ = FileFormat(args.get("format", FileFormat.DOCX))
    released = Round.objects.get(pk=args["round"]).answers_released_at
    assert released is not None
    day = local_day(released)
    told = Invitation.objects.filter(
        round=args["round"], reply__comments__submitted_at__isnull=False
    ).distinct()
    rows = told.select_related("unit", "person", "round__edition", "round__plan__owner")
    return write_batch(
        attempt, list(rows), lambda one: draw(answers(one, day), format_), format_.value
    )
