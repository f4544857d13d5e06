"""校核 of a plan at work: its own years, the units known, what was left with a reason.

A short text is checked while one waits. A long one is checked by a worker, and what was found then
belongs to exactly that text: its digest stands in the job's result.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plans.checks import Finding, Fix, run_checks
from plans.checks.running import Progress
from plans.drafting.queries import plan_tree
from plans.enums import JobState
from plans.models import Job, Plan, Unit
from plans.system.jobs import job_kind
from plans.text.tree import PlanTree, walk

CHECK_TASK = job_kind("plans.check", "校核长文")
LONGEST_PARAGRAPH = 5_000
LONGEST_TEXT = 100_000
"""Characters; a text that goes beyond either is long."""
MOST_KEPT = 2_000
"""Findings that a job keeps: more than anybody goes through before checking again."""
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Checked:
    """What is known of the plan's findings.

    ``is_current`` says that they are those of the standing text; otherwise they are of an earlier
    one, or there are none yet. ``job`` is the check of a long text, ``errors_left_out`` how many
    errors it found beyond those that it kept, ``left_out`` how many findings of all kinds.
    """

    findings: tuple[Finding, ...]
    is_current: bool
    job: Job | None = None
    left_out: int = 0
    errors_left_out: int = 0


def checked(plan: Plan) -> Checked:
    """The findings of a short text, or what the last check of a long one left."""
    tree = plan_tree(plan)
    if not is_long(tree):
        return Checked(tuple(_found(plan, tree)), is_current=True)
    job = last_check(plan)
    if job is None or job.state != JobState.DONE:
        return Checked((), is_current=False, job=job)
    kept = job.result
    return Checked(
        tuple(_restored(one) for one in kept["findings"]),
        is_current=kept["text"] == digest(plan, tree),
        job=job,
        left_out=kept["left_out"],
        errors_left_out=kept["errors_left_out"],
    )


def last_check(plan: Plan) -> Job | None:
    """The newest check of a long text by a worker."""
    return Job.objects.filter(task=CHECK_TASK, plan=plan).first()


def is_long(tree: PlanTree) -> bool:
    """Whether it is checked by a worker: too long for a page to wait for."""
    texts = [tree.preamble, *(text for node, _ in walk(tree) for text in (node.title, node.text))]
    longest = max(len(line) for text in texts for line in text.split("\n"))
    return sum(map(len, texts)) > LONGEST_TEXT or longest > LONGEST_PARAGRAPH


def digest(plan: Plan, tree: PlanTree) -> str:
    """SHA-256 of all that the rules read of the plan itself: its text, numbers and years."""
    rows = [
        (node.id, node.kind, node.number, node.title, node.run_in, node.text, len(above))
        for node, above in walk(tree)
    ]
    whole = (tree.title, tree.preamble, plan.period_start, plan.period_end, rows)
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def check_now(plan: Plan, progress: Progress | None = None) -> dict[str, Any]:
    """Check the standing text, however long, for the job's result; errors are kept first."""
    tree = plan_tree(plan)
    found = _found(plan, tree, progress)
    ranked = sorted(found, key=lambda one: SEVERITIES.index(one.severity))
    kept, left_out = ranked[:MOST_KEPT], ranked[MOST_KEPT:]
    in_order = sorted(kept, key=lambda one: (one.order, one.start, one.rule))
    return {
        "text": digest(plan, tree),
        "findings": [dataclasses.asdict(one) for one in in_order],
        "left_out": len(left_out),
        "errors_left_out": sum(one.severity == "error" for one in left_out),
    }


def open_findings(plan: Plan) -> list[Finding]:
    """What still asks for a hand, checked here and now: not corrected, not left with a reason."""
    return without_waived(plan, _found(plan, plan_tree(plan)))


def without_waived(plan: Plan, findings: Sequence[Finding]) -> list[Finding]:
    """Those that nobody has left as they are with a reason."""
    left = set(plan.waivers.values_list("fingerprint", flat=True))
    return [finding for finding in findings if finding.fingerprint not in left]


def _found(plan: Plan, tree: PlanTree, progress: Progress | None = None) -> list[Finding]:
    start, end = plan.period_start, plan.period_end
    period = (start, end) if start is not None and end is not None else None
    names = list(Unit.objects.values_list("name", flat=True))
    return run_checks(tree, period=period, names=names, progress=progress)


def _restored(kept: dict[str, Any]) -> Finding:
    fix = Fix(**kept["fix"]) if kept["fix"] else None
    first, second = kept["order"]
    return Finding(**{**kept, "fix": fix, "order": (first, second)})
