"""上级批示: an instruction recorded in the portal, or one registered at a step."""

from __future__ import annotations

from taskforce.evidence.kind import by_step, registered
from taskforce.models import Instruction, Stage


def instructed(stage: Stage) -> tuple[bool, str]:
    """Any instruction on a package of the timeline counts, once its record is confirmed."""
    records = Instruction.objects.in_force()
    said = records.filter(package__gate__stage__timeline=stage.timeline_id).count()
    if said:
        return True, f"已登记{said}件批示"
    return registered("instruction_received")(stage)


KIND = by_step("instruction_received", "上级批示", 160, instructed)
