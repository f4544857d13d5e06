"""Recording what a review found before issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from plans.drafting.actions.revising import lock_plan
from plans.enums import Act, ReviewKind, ReviewOutcome
from plans.errors import InvalidInput, NotAllowed
from plans.models import Attachment, Edition, Review, User
from plans.permissions import may_manage
from plans.system import clock
from plans.system.audit import record
from plans.system.secrecy import refuse_secret


@dataclass(frozen=True)
class Finding:
    """What a review came to: outcome, its opinion or reason, by whom and when."""

    kind: str
    outcome: str
    opinion: str
    reviewer: str
    reviewed_on: date
    file: Attachment | None = None


def record_review(edition: Edition, finding: Finding, *, by: User) -> Review:
    """Record a review of an edition; the latest of a kind counts, earlier ones stay."""
    refuse_secret(finding.opinion, finding.reviewer)
    if not finding.opinion.strip() or not finding.reviewer.strip():
        raise InvalidInput("请写明审查意见（不涉及的写明理由）和审查人。")
    if finding.reviewed_on > clock.today():
        raise InvalidInput("审查日期不能晚于今天。")
    if finding.kind not in ReviewKind.values or finding.outcome not in ReviewOutcome.values:
        raise InvalidInput("没有这一种审查或结论。")
    with transaction.atomic():
        plan = lock_plan(edition.plan_id)
        if not may_manage(by, plan):
            raise NotAllowed("您没有为这个规划登记审查意见的权限。")
        review = Review.objects.create(
            plan=plan,
            edition=edition,
            recorded_by=by,
            kind=finding.kind,
            file=finding.file,
            outcome=finding.outcome,
            opinion=finding.opinion.strip(),
            reviewer=finding.reviewer.strip(),
            reviewed_on=finding.reviewed_on,
        )
        new = {"kind": finding.kind, "outcome": finding.outcome, "edition": edition.pk}
        record(Act.REVIEW_RECORD, review, by=by, plan=plan, new=new)
    return review


def latest_review(edition: Edition, kind: ReviewKind) -> Review | None:
    """The review of this kind that counts for the edition."""
    return edition.reviews.filter(kind=kind).order_by("-id").first()
