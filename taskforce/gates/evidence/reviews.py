"""合法性审核, 公平竞争审查, 社会稳定风险评估, 保密审查."""

from __future__ import annotations

from plans.enums import REVIEW_OUTCOMES_IN_ORDER, ReviewKind, ReviewOutcome
from plans.models import Review
from taskforce.enums import EvidenceKey
from taskforce.gates.evidence.kind import Check, Kind
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


KINDS: dict[EvidenceKey, Kind] = {
    key: Kind(reviewed(kind), "reviews", HOW)
    for key, kind in (
        (EvidenceKey.LEGALITY_REVIEW, ReviewKind.LEGALITY),
        (EvidenceKey.FAIR_COMPETITION_REVIEW, ReviewKind.FAIR_COMPETITION),
        (EvidenceKey.SOCIAL_RISK_REVIEW, ReviewKind.SOCIAL_RISK),
        (EvidenceKey.CONFIDENTIALITY_REVIEW, ReviewKind.CONFIDENTIALITY),
    )
}
