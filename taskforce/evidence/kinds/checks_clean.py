"""校核结果: no error is open."""

from __future__ import annotations

from plans.proofing.findings import open_findings
from taskforce.evidence.kind import Kind
from taskforce.models import Stage


def checks_clean(stage: Stage) -> tuple[bool, str]:
    """Warnings may stand; errors are mended or waived with a reason."""
    found = open_findings(stage.timeline.plan)
    errors = [finding for finding in found if finding.severity == "error"]
    return not errors, f"校核还有{len(errors)}处错误" if errors else "校核没有错误"


KIND = Kind(
    "checks_clean", "校核结果", 80, checks_clean, "checks", "改正校核的错误，或写明保留理由。"
)
