"""上级批示: an instruction recorded in the portal, or one registered at a step."""

from __future__ import annotations

from taskforce.enums import EvidenceKey
from taskforce.gates.evidence.kind import Kind, by_step, registered
from taskforce.models import Instruction, Stage


def instructed(stage: Stage) -> tuple[bool, str]:
    """Any instruction on a package of the timeline counts."""
    said = Instruction.objects.filter(package__gate__stage__timeline=stage.timeline_id).count()
    if said:
        return True, f"已登记{said}件批示"
    return registered(EvidenceKey.INSTRUCTION_RECEIVED)(stage)


KINDS: dict[EvidenceKey, Kind] = {
    EvidenceKey.INSTRUCTION_RECEIVED: by_step(EvidenceKey.INSTRUCTION_RECEIVED, instructed)
}
