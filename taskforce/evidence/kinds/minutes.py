"""会议纪要: a meeting recorded in the portal, or minutes registered at a step."""

from __future__ import annotations

from taskforce.evidence.kind import by_step, registered
from taskforce.models import MeetingRecord, Stage


def minutes(stage: Stage) -> tuple[bool, str]:
    """Any meeting on a package of the timeline counts, once its record is confirmed."""
    records = MeetingRecord.objects.in_force()
    held = records.filter(package__gate__stage__timeline=stage.timeline_id).count()
    if held:
        return True, f"已登记{held}次会议"
    return registered("minutes")(stage)


KIND = by_step("minutes", "会议纪要", 30, minutes)
