"""重大事项建议, registered at a step."""

from __future__ import annotations

from taskforce.evidence.kind import by_step

KIND = by_step("major_items", "重大事项建议", 20)
