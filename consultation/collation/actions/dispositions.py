"""意见汇总: assessing comments, adopting them into the text, proving and answering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from consultation.collation.actions.counting import keep_counts
from consultation.collation.actions.locking import lock_row, lock_rows, lock_to_prove
from consultation.collation.carried import missing_now, put_by
from consultation.enums import (
    ASSESSMENT_TRANSITIONS,
    CARRIED_DISPOSITIONS,
    REASONED_DISPOSITIONS,
    Act,
    AssessmentState,
    Disposition,
)
from consultation.models import Assessment, AssessmentVersion, Carrying
from plans.drafting.actions.revising import Origin, lock_plan
from plans.drafting.actions.writing import save_provision
from plans.errors import InvalidInput, StaleVersion, WrongState
from plans.models import Change, Provision, User
from plans.system.audit import record
from plans.system.locking import locked


@dataclass(frozen=True)
class Answer:
    """处理意见: the disposition and, for 部分采纳 and 不采纳, the reason."""

    disposition: str
    reason: str = ""


def source_of(assessment: Assessment) -> str:
    """The opaque source under which plans keeps a change made for this comment."""
    return f"comment:{assessment.comment_id}"


def assess(
    assessment_id: int, answer: Answer, *, by: User, expected_version: int | None = None
) -> Assessment:
    """Give a comment its 处理意见; the whole confirmed group gets it, each with its own row."""
    with transaction.atomic():
        assessment = lock_row(assessment_id, by)
        if expected_version is not None and assessment.version != expected_version:
            raise StaleVersion(
                "同事刚刚处理了这条意见，本次没有保存。请查看后再处理。",
                current_version=assessment.version,
            )
        _check(answer)
        write_all(_with_group(assessment), answer, by)
        assessment.refresh_from_db()
    return assessment


def assess_many(assessment_ids: Sequence[int], answer: Answer, *, by: User) -> list[Assessment]:
    """Give several comments one answer, their groups too: all or none; the error names the rows
    in the way."""
    with transaction.atomic():
        _check(answer)
        rows = _with_groups(lock_rows(assessment_ids, by))
        blocked = [f"{row.number:04d}" for row in rows if row.state == AssessmentState.DONE]
        if blocked:
            raise WrongState(f"以下意见已经办结，整批没有处理：{'、'.join(blocked)}。")
        write_all(rows, answer, by)
    return rows


def adopt_into_text(
    assessment_id: int,
    answer: Answer,
    *,
    by: User,
    provision_id: int,
    expected_version: int,
    title: str,
    text: str,
) -> Assessment:
    """采纳: save the edited draft as a revision and point the comment at it, in one step."""
    if answer.disposition not in CARRIED_DISPOSITIONS:
        words = "或".join(f"“{one.label}”" for one in CARRIED_DISPOSITIONS)
        raise InvalidInput(f"改入正文的意见应选择{words}。")
    with transaction.atomic():
        lock_plan(Provision.objects.values_list("plan", flat=True).get(pk=provision_id))
        assessment = lock_row(assessment_id, by)
        before = _latest_change(provision_id)
        origin = Origin(f"采纳意见{assessment.number:04d}", source=source_of(assessment))
        version = save_provision(
            provision_id,
            by=by,
            expected_version=expected_version,
            title=title,
            text=text,
            origin=origin,
        )
        change = Change.objects.get(version=version)
        if before is not None and change.pk == before.pk:
            raise InvalidInput("正文没有变化。请先按意见修改正文，再保存。")
        assess(assessment_id, answer, by=by)
        _prove(assessment, change, by)
        assessment.refresh_from_db()
    return assessment


def prove(assessment_id: int, change: Change, *, by: User) -> Assessment:
    """采纳落实: point an adopted comment at a revision that was saved before and stands.

    Where the text lost what it carried after 办结, the proof alone may still be put right.
    """
    with transaction.atomic():
        lock_plan(change.plan_id)
        assessment = lock_to_prove(assessment_id, by)
        if change.plan_id != assessment.round.plan_id:
            raise InvalidInput("所选修改不属于这个规划。")
        if change.version.revision.date_created <= assessment.round.edition.frozen_at:
            raise InvalidInput("所选修改早于征求意见的稿，不能作为落实依据。")
        _prove(assessment, change, by)
    return assessment


def _check(answer: Answer) -> None:
    if answer.disposition not in Disposition.values:
        raise InvalidInput(f"请选择处理意见：{'、'.join(Disposition.labels)}。")
    if answer.disposition in REASONED_DISPOSITIONS and not answer.reason.strip():
        words = "和".join(one.label for one in REASONED_DISPOSITIONS)
        raise InvalidInput(f"{words}须写明理由。")


def _with_group(assessment: Assessment) -> list[Assessment]:
    """The members of its confirmed group, or it alone; a proposed group binds nobody."""
    members = locked(Assessment.objects).select_related("round__plan")
    together = members.filter(
        group__isnull=False, group=assessment.group_id, group__confirmed_at__isnull=False
    )
    return list(together.order_by("number")) or [assessment]


def _with_groups(rows: list[Assessment]) -> list[Assessment]:
    """The rows and all others of their confirmed groups, by number."""
    found = {row.pk: row for row in rows}
    for row in rows:
        if row.group_id is not None:
            found |= {one.pk: one for one in _with_group(row) if one.pk not in found}
    return sorted(found.values(), key=lambda row: row.number)


def write_all(rows: Sequence[Assessment], answer: Answer, by: User) -> None:
    """Give locked rows one answer, and keep their round's counts."""
    steps: Counter[tuple[int, str]] = Counter()
    for row in rows:
        steps[row.round_id, row.disposition] -= 1
        _write(row, answer, by)
        steps[row.round_id, row.disposition] += 1
    keep_counts(steps)


def _write(row: Assessment, answer: Answer, by: User) -> None:
    old = {"disposition": row.disposition, "reason": row.reason, "state": row.state}
    row.disposition, row.reason = answer.disposition, answer.reason.strip()
    row.version += 1
    carried = answer.disposition in CARRIED_DISPOSITIONS
    if not carried and row.proof_id is not None:
        row.proof = None
        Carrying.objects.filter(assessment=row).delete()
    proved = row.proof_id is not None and row.state == AssessmentState.DONE
    set_assessment_state(
        row, AssessmentState.TO_PROVE if carried and not proved else AssessmentState.DONE
    )
    AssessmentVersion.objects.create(
        assessment=row, disposition=row.disposition, reason=row.reason, by=by
    )
    record(
        Act.ASSESSMENT_ANSWER,
        row,
        by=by,
        plan=row.round.plan,
        old=old,
        new={"disposition": row.disposition, "reason": row.reason},
    )


def _prove(assessment: Assessment, change: Change, by: User) -> None:
    for row in _with_group(assessment):
        row.refresh_from_db()
        if row.disposition not in CARRIED_DISPOSITIONS:
            words = "或".join(one.label for one in CARRIED_DISPOSITIONS)
            raise WrongState(f"只有{words}的意见需要落实到修改。")
        prove_row(row, change, by)


def prove_row(row: Assessment, change: Change, by: User) -> None:
    """Point a locked row that is to be carried at the change that carries it; the plan is locked
    before."""
    _keep_what_was_put_in(row, change)
    row.proof = change
    row.version += 1
    set_assessment_state(row, AssessmentState.DONE)
    record(Act.ASSESSMENT_PROVE, row, by=by, plan=row.round.plan, new={"change": change.pk})


def _keep_what_was_put_in(row: Assessment, change: Change) -> None:
    """With what its earlier proof put in at the same place; InvalidInput where the text does not
    hold what this change put in, which then proves nothing."""
    same = row.proof is not None and row.proof.provision_id == change.provision_id
    put = put_by(change, row.proof if same else None)
    known = {"provision": change.provision, "put": put.as_json()}
    if lost := missing_now([Carrying(assessment=row, **known)])[row.pk]:
        raise InvalidInput(
            f"所选修改的内容现在不在正文中（{lost[0]}），不能作为落实依据。请选择现在仍有效的修改。"
        )
    Carrying.objects.update_or_create(assessment=row, defaults=known)


def set_assessment_state(row: Assessment, state: AssessmentState) -> None:
    """The one writer of ``Assessment.state``, saving what was changed on the locked row with it;
    WrongState when ASSESSMENT_TRANSITIONS has no such step."""
    old = AssessmentState(row.state)
    if state != old and state not in ASSESSMENT_TRANSITIONS[old]:
        raise WrongState(f"意见{row.number:04d}是“{old.label}”，不能改为“{state.label}”。")
    row.state = state
    row.save()


def _latest_change(provision_id: int) -> Change | None:
    return Change.objects.filter(provision=provision_id).order_by("-id").first()
