"""课题研究成果 and 重大事项建议, registered at a step."""

from __future__ import annotations

from taskforce.enums import EvidenceKey
from taskforce.gates.evidence.kind import Kind, by_step

KINDS: dict[EvidenceKey, Kind] = {
    EvidenceKey.RESEARCH_RESULTS: by_step(EvidenceKey.RESEARCH_RESULTS),
    EvidenceKey.MAJOR_ITEMS: by_step(EvidenceKey.MAJOR_ITEMS),
}
