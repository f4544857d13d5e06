"""Run the rules over a plan."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Sequence

from plans.checks import rules as _rules
from plans.checks.draft import Draft
from plans.checks.rule import Finding, Rule
from plans.text.tree import PlanTree

RULES: dict[str, Rule] = {
    module.RULE.key: module.RULE
    for module in (
        importlib.import_module(f"{_rules.__name__}.{found.name}")
        for found in pkgutil.iter_modules(_rules.__path__)
    )
}
"""Every rule by key: each module in plans/checks/rules that is there brings its RULE."""

# A mark with its neighbours; a repeated sentence beside it is another fault.
_SHORT = 24

_Spans = dict[tuple[str, tuple[int, int]], list[tuple[int, int]]]


def run_checks(
    tree: PlanTree, *, period: tuple[int, int] | None = None, names: Sequence[str] = ()
) -> list[Finding]:
    """校核: what all rules find in a plan, in reading order.

    Reads ``number`` of the nodes where given (a source, or computed before) and computes it
    otherwise. ``period`` is the first and last year of the plan, read from its title when not
    given; ``names`` are known names of bodies. Pure; the first call loads the dictionary.
    """
    draft = Draft(tree, period=period, names=names)
    found = [finding for rule in RULES.values() for finding in rule.find(draft)]
    return sorted(_without_echoes(found), key=lambda f: (f.order, f.start, f.rule))


def _without_echoes(found: Sequence[Finding]) -> list[Finding]:
    spans: _Spans = defaultdict(list)
    for finding in found:
        spans[finding.rule, finding.order].append((finding.start, finding.end))
    return [finding for finding in found if not _is_echo(finding, spans)]


def _is_echo(finding: Finding, spans: _Spans) -> bool:
    return any(
        _covers(start, end, finding)
        for key in RULES[finding.rule].yields_to
        for start, end in spans.get((key, finding.order), ())
    )


def _covers(start: int, end: int, finding: Finding) -> bool:
    """Whether a stretch holds the finding, or touches it and both are short."""
    if start <= finding.start and finding.end <= end:
        return True
    both_short = max(end - start, finding.end - finding.start) <= _SHORT
    return both_short and start <= finding.end and finding.start <= end
