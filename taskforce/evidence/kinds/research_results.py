"""课题研究成果, registered at a step."""

from __future__ import annotations

from taskforce.evidence.kind import by_step

KIND = by_step("research_results", "课题研究成果", 10)
