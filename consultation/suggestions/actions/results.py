"""意见办理情况: publishing what became of a public round's suggestions, keeping one back."""

from __future__ import annotations

from django.db import transaction

from consultation.enums import Act, Audience, CommentSource
from consultation.models import Assessment, PublicContact, PublishedResults, Round
from consultation.permissions import may_run_round
from consultation.rounds.actions.rounds import lock_round
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret

REASON_MAX = 300


def publish_results(round_id: int, *, by: User) -> PublishedResults:
    """Open 意见办理情况 to everybody, once the answers are given; again changes nothing."""
    with transaction.atomic():
        round_ = _lock(round_id, by=by)
        if round_.completed_at is None and round_.answers_released_at is None:
            raise WrongState("办结或者反馈处理情况以后，才能公开意见办理情况。")
        results, new = PublishedResults.objects.get_or_create(round=round_, defaults={"by": by})
        if new:
            record(Act.RESULTS_PUBLISH, round_, by=by, plan=round_.plan)
    return results


def withhold(assessment_id: int, *, by: User, reason: str) -> PublicContact:
    """Keep the words of one suggestion off the public page; it still counts in the figures."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput("请写明不公开的理由。")
    if len(reason) > REASON_MAX:
        raise InvalidInput(f"理由不能超过{REASON_MAX}字。")
    refuse_secret(reason)
    return _set_withheld(assessment_id, reason, Act.RESULTS_WITHHOLD, by=by)


def show_again(assessment_id: int, *, by: User) -> PublicContact:
    """Take back that a suggestion's words are kept off the public page."""
    return _set_withheld(assessment_id, "", Act.RESULTS_SHOW, by=by)


def _set_withheld(assessment_id: int, reason: str, act: Act, *, by: User) -> PublicContact:
    with transaction.atomic():
        row = Assessment.objects.filter(pk=assessment_id, source=CommentSource.PUBLIC).first()
        if row is None:
            raise InvalidInput("没有这条公众建议，请刷新页面后重试。")
        round_ = _lock(row.round_id, by=by)
        contact = locked(PublicContact.objects).get(comment=row.comment_id)
        old, contact.withheld_reason = contact.withheld_reason, reason
        contact.save(update_fields=["withheld_reason"])
        new = {"number": row.number, "reason": reason}
        record(act, row, by=by, plan=round_.plan, old={"reason": old}, new=new)
    return contact


def _lock(round_id: int, *, by: User) -> Round:
    round_ = lock_round(round_id)
    if not may_run_round(by, round_):
        raise NotAllowed("您没有公开这一轮办理情况的权限。")
    if round_.audience != Audience.PUBLIC:
        raise NotAllowed("这次征求意见不面向公众，没有公开的办理情况。")
    return round_
