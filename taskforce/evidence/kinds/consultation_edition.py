"""征求意见稿: frozen."""

from __future__ import annotations

from plans.enums import EditionKind
from plans.models import Edition
from taskforce.evidence.kind import Kind
from taskforce.models import Stage

CONSULTATION = EditionKind.CONSULTATION


def edition_exists(stage: Stage) -> tuple[bool, str]:
    """An edition frozen as one for comment."""
    plan = stage.timeline.plan
    edition = Edition.objects.filter(plan=plan, kind=CONSULTATION).first()
    return edition is not None, f"已定版：{edition}" if edition else f"还没有“{CONSULTATION.label}”"


KIND = Kind(
    "consultation_edition",
    "征求意见稿",
    40,
    edition_exists,
    "editions",
    f"把正文定版，类型选“{CONSULTATION.label}”。",
)
