"""校核 of a plan at work: its own years, the units known, what was left with a reason."""

from __future__ import annotations

from plans.checks import Finding, run_checks
from plans.drafting.queries import plan_tree
from plans.models import Plan, Unit


def findings_of(plan: Plan) -> list[Finding]:
    """Everything the rules find in the standing text, left or not; three queries."""
    start, end = plan.period_start, plan.period_end
    period = (start, end) if start is not None and end is not None else None
    names = list(Unit.objects.values_list("name", flat=True))
    return run_checks(plan_tree(plan), period=period, names=names)


def open_findings(plan: Plan) -> list[Finding]:
    """What still asks for a hand: neither corrected nor left with a reason."""
    left = set(plan.waivers.values_list("fingerprint", flat=True))
    return [finding for finding in findings_of(plan) if finding.fingerprint not in left]
