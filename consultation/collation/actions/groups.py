"""Finding same and similar opinions (相同相近意见归并): a job proposes, a person confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count

from consultation.collation.actions.dispositions import Answer, prove_row, write_all
from consultation.collation.actions.locking import lock_as_manager
from consultation.collation.queries import answers_of
from consultation.enums import Act, AssessmentState
from consultation.models import Assessment, OpinionGroup, Round
from consultation.passages.similarity import group_similar
from consultation.permissions import may_run_round
from consultation.rounds.actions.rounds import lock_round
from plans.drafting.actions.revising import lock_plan
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Job, User
from plans.system import clock
from plans.system.audit import record
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
        lock_round(round_.pk)
        OpinionGroup.objects.filter(round=round_, confirmed_at__isnull=True).delete()
    for done in range(0, len(found), BATCH):
        attempt.progress(done, len(found))
        _propose(round_, found[done : done + BATCH])
    return {"groups": len(found)}


def _propose(round_: Round, found: Sequence[Sequence[int]]) -> None:
    """Groups appear with all their members, so that nobody joins one that was confirmed."""
    with transaction.atomic():
        lock_round(round_.pk)
        made = OpinionGroup.objects.bulk_create([OpinionGroup(round=round_) for _ in found])
        for proposed, members in zip(made, found, strict=True):
            free = Assessment.objects.filter(pk__in=members, group__isnull=True)
            free.update(group=proposed)
        dissolve_small({one.pk for one in made})


def _texts(round_: Round) -> Iterator[tuple[int, str]]:
    rows = Assessment.objects.filter(round=round_).exclude(group__confirmed_at__isnull=False)
    paths = ("pk", "gist", "comment__proposal", "comment__reason")
    for key, *said in rows.order_by("number").values_list(*paths).iterator(2000):
        yield key, next(filter(None, said), "")


def _require(round_: Round, by: User) -> None:
    if not may_run_round(by, round_):
        raise NotAllowed("您没有归并意见的权限。")
    if round_.completed_at is not None:
        raise WrongState("这一轮征求意见已经办结。")


def group(assessment_ids: Sequence[int], *, by: User) -> OpinionGroup:
    """Confirm that comments say the same; they are answered once. Originals stay untouched.

    Those that have no answer yet take the one of the others; WrongState where these differ.
    """
    with transaction.atomic():
        for plan_id in _plans_of(assessment_ids):
            lock_plan(plan_id)
        rows = lock_as_manager(assessment_ids, by)
        if len(rows) < 2 or len({row.round_id for row in rows}) != 1:
            raise InvalidInput("请选择同一轮中的两条以上意见归为一组。")
        _require_agreed(rows)
        made = OpinionGroup.objects.create(
            round=rows[0].round, confirmed_by=by, confirmed_at=clock.now()
        )
        left = {row.group_id for row in rows if row.group_id is not None}
        for row in rows:
            row.group = made
            row.save(update_fields=["group"])
        dissolve_small(left)
        _log_confirmed(made, rows, by)
        _agree(rows, by)
    return made


def confirm_group(group_id: int, *, by: User) -> OpinionGroup:
    """A person confirms a proposed group: from then on it is answered once, as in ``group``."""
    with transaction.atomic():
        found, rows = _lock(group_id, by)
        if found.confirmed_at is None:
            _require_agreed(rows)
            _confirm(found, rows, by)
            _agree(rows, by)
    return found


def unify_group(assessment_id: int, *, by: User) -> OpinionGroup:
    """统一处理意见: the whole group, confirmed with it, is answered as this one of it is."""
    with transaction.atomic():
        group_id = Assessment.objects.values_list("group", flat=True).get(pk=assessment_id)
        found, rows = _lock(group_id or 0, by)
        source = next((row for row in rows if row.pk == assessment_id), None)
        if source is None:
            raise WrongState("这条意见刚刚移出了这一组，请刷新后再看。")
        if not source.disposition:
            raise InvalidInput(f"意见{source.number:04d}还没有处理意见，不能据此统一整组。")
        if found.confirmed_at is None:
            _confirm(found, rows, by)
        _take(rows, source, by)
    return found


def leave_group(assessment_id: int, *, by: User) -> None:
    """Take one opinion out of its group, with its answer; a group of one is dissolved."""
    with transaction.atomic():
        row = Assessment.objects.get(pk=assessment_id)
        found, _ = _lock(row.group_id or 0, by)
        Assessment.objects.filter(pk=row.pk, group=found).update(group=None)
        record(Act.GROUP_LEAVE, found, by=by, plan=found.round.plan, old={"comment": row.number})
        dissolve_small({found.pk})


def ungroup(made: OpinionGroup, *, by: User) -> None:
    """Undo a grouping; answers already given stay with each comment."""
    with transaction.atomic():
        found, rows = _lock(made.pk, by)
        numbers = [row.number for row in rows]
        record(Act.GROUP_UNDO, found, by=by, plan=found.round.plan, old={"comments": numbers})
        found.delete()


def dissolve_small(group_ids: set[int]) -> None:
    """Groups that have fewer than two members left are none."""
    counted = OpinionGroup.objects.filter(pk__in=group_ids).annotate(left=Count("members"))
    OpinionGroup.objects.filter(pk__in=[one.pk for one in counted if one.left < 2]).delete()


def _confirm(found: OpinionGroup, rows: Sequence[Assessment], by: User) -> None:
    found.confirmed_by, found.confirmed_at = by, clock.now()
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    _log_confirmed(found, rows, by)


def _log_confirmed(found: OpinionGroup, rows: Sequence[Assessment], by: User) -> None:
    new = {"comments": [row.number for row in rows]}
    record(Act.GROUP_CONFIRM, found, by=by, plan=found.round.plan, new=new)


def _require_agreed(rows: Sequence[Assessment]) -> None:
    """WrongState where those that were answered were not all answered alike."""
    if len(answers_of(rows)) < 2:
        return
    answered = [row for row in rows if row.disposition]
    told = "、".join(f"{row.number:04d}（{row.get_disposition_display()}）" for row in answered)
    raise WrongState(
        f"这些意见的处理意见或理由不一致：{told}。请先统一处理意见和理由，再归为一组。"
    )


def _agree(rows: Sequence[Assessment], by: User) -> None:
    """Those without an answer, and those without a proof, take what the others have."""
    answered = [row for row in rows if row.disposition]
    if answered:
        carried = [row for row in answered if _is_carried(row)]
        _take(rows, (carried or answered)[0], by)


def _take(rows: Sequence[Assessment], source: Assessment, by: User) -> None:
    """All rows are answered as the source is; what is to be carried is carried by its change."""
    answer = Answer(source.disposition, source.reason)
    others = [row for row in rows if Answer(row.disposition, row.reason) != answer]
    write_all(others, answer, by)
    if source.proof is not None and _is_carried(source):
        for row in rows:
            if not _is_carried(row):
                prove_row(row, source.proof, by)


def _is_carried(row: Assessment) -> bool:
    """Adopted, and the text holds what was put in for it."""
    return row.state == AssessmentState.DONE and row.proof_id is not None


def _plans_of(assessment_ids: Sequence[int]) -> list[int]:
    """The plans before whose text a proof is held, to be locked before their rounds."""
    rows = Assessment.objects.filter(pk__in=assessment_ids).order_by()
    return sorted(set(rows.values_list("round__plan", flat=True)))


def _lock(group_id: int, by: User) -> tuple[OpinionGroup, list[Assessment]]:
    """The group with its members by number, behind plan and round; under the round's lock alone
    members change."""
    at = Round.objects.filter(groups=group_id).first()
    if at is not None:
        lock_plan(at.plan_id)
        lock_round(at.pk)
    rows = locked(OpinionGroup.objects).select_related("round__plan")
    found = rows.filter(pk=group_id).first()
    if found is None:
        raise WrongState("这一组已被撤销，请刷新后再看。")
    _require(found.round, by)
    members = locked(Assessment.objects).select_related("round__plan", "proof")
    return found, list(members.filter(group=found).order_by("number"))
