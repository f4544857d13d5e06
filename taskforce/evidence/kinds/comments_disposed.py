"""意见处理情况: every opinion has its disposition."""

from __future__ import annotations

from consultation.enums import AssessmentState
from consultation.models import Assessment
from consultation.rounds.queries import rounds_of
from taskforce.evidence.kind import Kind
from taskforce.models import Stage


def comments_disposed(stage: Stage) -> tuple[bool, str]:
    """No opinion of any round of the plan is still open."""
    waiting = Assessment.objects.filter(
        round__in=rounds_of(stage.timeline.plan), state=AssessmentState.OPEN
    ).count()
    return not waiting, f"还有{waiting}条意见没有处理" if waiting else "每条意见都有处理意见"


KIND = Kind(
    "comments_disposed",
    "意见处理情况",
    60,
    comments_disposed,
    "rounds",
    "在意见汇总中逐条提出处理意见。",
)
