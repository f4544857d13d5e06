"""Finding same and similar opinions (相同相近意见归并): a job proposes, a person confirms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from consultation.enums import Act
from consultation.models import Assessment, OpinionGroup, Round
from consultation.passages.similarity import group_similar
from consultation.permissions import may_run_round
from plans.errors import NotAllowed, WrongState
from plans.models import Job, User
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.jobs import Attempt, enqueue, job_kind
from plans.system.locking import locked

TASK = job_kind("consultation.find_groups", "归并相近意见")
BATCH = 500


def request_groups(round_: Round, *, by: User) -> Job:
    """Queue the search for similar opinions among those that are in no group."""
    _require(round_, by)
    label = f"查找相同相近意见（{round_.name}）"
    return enqueue(TASK, by=by, label=label, plan=round_.plan, round=round_.pk)


def find_groups(attempt: Attempt) -> dict[str, Any]:
    """The job's work: proposals that nobody confirmed give way to the new ones."""
    round_ = Round.objects.get(pk=attempt.job.args["round"])
    found = group_similar(_texts(round_))
    with transaction.atomic():
        OpinionGroup.objects.filter(round=round_, confirmed_at__isnull=True).delete()
        made = OpinionGroup.objects.bulk_create(
            [OpinionGroup(round=round_) for _ in found], batch_size=BATCH
        )
    for done, (proposed, members) in enumerate(zip(made, found, strict=True), start=1):
        free = Assessment.objects.filter(pk__in=members, group__isnull=True)
        free.update(group=proposed)
        if done % BATCH == 0:
            attempt.progress(done, len(found))
    return {"groups": len(found)}


def _texts(round_: Round) -> Iterator[tuple[int, str]]:
    rows = Assessment.objects.filter(round=round_).exclude(group__confirmed_at__isnull=False)
    said = rows.order_by("number").values_list("pk", "comment__proposal", "comment__reason")
    for key, proposal, reason in said.iterator(2000):
        yield key, proposal or reason


def _require(round_: Round, by: User) -> None:
    if not may_run_round(by, round_):
        raise NotAllowed("您没有归并意见的权限。")
    if round_.completed_at is not None:
        raise WrongState("这一轮征求意见已经办结。")


def confirm_group(group_id: int, *, by: User) -> OpinionGroup:
    """A person confirms a proposed group: from then on it is answered once."""
    with transaction.atomic():
        found = _lock(group_id, by)
        if found.confirmed_at is not None:
            return found
        found.confirmed_by, found.confirmed_at = by, database_now()
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        numbers = list(found.members.values_list("number", flat=True))
        record(Act.GROUP_CONFIRM, found, by=by, plan=found.round.plan, new={"comments": numbers})
    return found


def leave_group(assessment_id: int, *, by: User) -> None:
    """Take one opinion out of its group; a group of one is dissolved."""
    with transaction.atomic():
        row = Assessment.objects.get(pk=assessment_id)
        found = _lock(row.group_id or 0, by)
        Assessment.objects.filter(pk=row.pk).update(group=None)
        record(Act.GROUP_LEAVE, found, by=by, plan=found.round.plan, old={"comment": row.number})
        if found.members.count() < 2:
            found.delete()


def _lock(group_id: int, by: User) -> OpinionGroup:
    rows = locked(OpinionGroup.objects).select_related("round__plan")
    found = rows.filter(pk=group_id).first()
    if found is None:
        raise WrongState("这一组已被撤销，请刷新后再看。")
    _require(found.round, by)
    return found
