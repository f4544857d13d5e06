"""征求意见稿: frozen."""

from __future__ import annotations

from plans.models import Edition
from taskforce.enums import EvidenceKey
from taskforce.gates.evidence.kind import Kind
from taskforce.models import Stage


def edition_exists(stage: Stage) -> tuple[bool, str]:
    """An edition whose label says that it is one for comment."""
    plan = stage.timeline.plan
    edition = Edition.objects.filter(plan=plan, label__contains="征求意见稿").first()
    return edition is not None, f"已定版：{edition}" if edition else "还没有“征求意见稿”"


KINDS: dict[EvidenceKey, Kind] = {
    EvidenceKey.CONSULTATION_EDITION: Kind(
        edition_exists, "editions", "把正文定为名称含“征求意见稿”的稿。"
    )
}
