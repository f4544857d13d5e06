"""校核结果: no error is open."""

from __future__ import annotations

from plans.proofing.findings import checked, without_waived
from taskforce.evidence.kind import Kind
from taskforce.models import Stage


def checks_clean(stage: Stage) -> tuple[bool, str]:
    """Warnings may stand; errors are mended or waived with a reason."""
    plan = stage.timeline.plan
    known = checked(plan)
    if not known.is_current:
        return False, "正文较长，现在的正文还没有校核"
    found = without_waived(plan, known.findings)
    errors = known.errors_left_out + sum(finding.severity == "error" for finding in found)
    return not errors, f"校核还有{errors}处错误" if errors else "校核没有错误"


KIND = Kind(
    "checks_clean", "校核结果", 80, checks_clean, "checks", "改正校核的错误，或写明保留理由。"
)
