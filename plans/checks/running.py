"""Run the rules over a plan."""

from __future__ import annotations

import importlib
import pkgutil
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from plans.checks import rules as _rules
from plans.checks.base import Finding, Rule
from plans.checks.draft import Draft
from plans.tree import PlanTree

RULES: dict[str, Rule] = {
    module.RULE.key: module.RULE
    for module in (
        importlib.import_module(f"{_rules.__name__}.{found.name}")
        for found in pkgutil.iter_modules(_rules.__path__)
    )
}
"""Every rule by key: each module in plans/checks/rules that is there brings its RULE."""

_SHORT = 24


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
    better: dict[tuple[str, tuple[int, int]], list[tuple[int, int]]] = defaultdict(list)
    for finding in found:
        if finding.end - finding.start <= _SHORT:
            better[_string_of(finding, finding.rule)].append((finding.start, finding.end))
    for spans in better.values():
        spans.sort()
    return [finding for finding in found if not _is_echo(finding, better)]


def _is_echo(
    finding: Finding, better: dict[tuple[str, tuple[int, int]], list[tuple[int, int]]]
) -> bool:
    if finding.end - finding.start > _SHORT:
        return False
    return any(
        _touches(better.get(_string_of(finding, key), []), finding)
        for key in RULES[finding.rule].yields_to
    )


def _touches(spans: list[tuple[int, int]], finding: Finding) -> bool:
    first = bisect_right(spans, (finding.start - _SHORT - 1, 0))
    last = bisect_right(spans, (finding.end + 1, 0))
    return any(end >= finding.start for _, end in spans[first:last])


def _string_of(finding: Finding, rule: str) -> tuple[str, tuple[int, int]]:
    return rule, finding.order
