"""The check of 合法性审核, 公平竞争审查, 社会稳定风险评估, 保密审查: what a review has to show."""

from __future__ import annotations

from plans.enums import REVIEW_OUTCOMES_IN_ORDER, ReviewKind, ReviewOutcome
from plans.models import Review
from taskforce.evidence.kind import Check, Kind
from taskforce.models import Stage

HOW = "登记审查意见并上传意见书；不涉及的写明理由。"


def reviewed(kind: ReviewKind) -> Check:
    """An opinion as a file with reviewer and date, or 不涉及 with its reason."""

    def check(stage: Stage) -> tuple[bool, str]:
        found = Review.objects.filter(plan=stage.timeline.plan, kind=kind)
        review = found.order_by("-id").first()
        if review is None:
            return False, "还没有登记审查意见"
        said = f"{review.get_outcome_display()}（{review.reviewer}，{review.reviewed_on}）"
        if review.outcome not in REVIEW_OUTCOMES_IN_ORDER:
            return False, said
        if review.outcome == ReviewOutcome.PASSED and review.file_id is None:
            return False, f"{said}，还没有上传审查意见书"
        return True, said

    return check


def by_review(key: str, kind: ReviewKind, order: int) -> Kind:
    """A review of this kind, registered on the page of reviews."""
    return Kind(key, str(kind.label), order, reviewed(kind), "reviews", HOW)
