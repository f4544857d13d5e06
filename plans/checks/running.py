"""Run the rules over a plan."""

from __future__ import annotations

import importlib
import pkgutil
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate

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

Progress = Callable[[int, int], object]

# A mark with its neighbours; a repeated sentence beside it is another fault.
_SHORT = 24


def run_checks(
    tree: PlanTree,
    *,
    period: tuple[int, int] | None = None,
    names: Sequence[str] = (),
    progress: Progress | None = None,
) -> list[Finding]:
    """校核: what all rules find in a plan, in reading order.

    Reads ``number`` of the nodes where given (a source, or computed before) and computes it
    otherwise. ``period`` is the first and last year of the plan, read from its title when not
    given; ``names`` are known names of bodies. ``progress`` is told before each rule how many of
    how many are through. Pure; the first call loads the dictionary.
    """
    draft = Draft(tree, period=period, names=names)
    found: list[Finding] = []
    for done, rule in enumerate(RULES.values()):
        if progress is not None:
            progress(done, len(RULES))
        found += rule.find(draft)
    return sorted(_without_echoes(found), key=lambda f: (f.order, f.start, f.rule))


def _without_echoes(found: Sequence[Finding]) -> list[Finding]:
    spans: dict[tuple[str, tuple[int, int]], list[tuple[int, int]]] = defaultdict(list)
    for finding in found:
        spans[finding.rule, finding.order].append((finding.start, finding.end))
    covers = {key: _Cover(stretches) for key, stretches in spans.items()}
    return [finding for finding in found if not _is_echo(finding, covers)]


def _is_echo(finding: Finding, covers: dict[tuple[str, tuple[int, int]], _Cover]) -> bool:
    return any(
        cover.says(finding)
        for key in RULES[finding.rule].yields_to
        if (cover := covers.get((key, finding.order))) is not None
    )


class _Cover:
    """The stretches that a rule found in one passage, asked without looking at each."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        self._all = _Reach(stretches)
        self._short = _Reach([(a, b) for a, b in stretches if b - a <= _SHORT])

    def says(self, finding: Finding) -> bool:
        """Whether a stretch holds the finding, or touches it and both are short."""
        if self._all.up_to(finding.start) >= finding.end:
            return True
        is_short = finding.end - finding.start <= _SHORT
        return is_short and self._short.up_to(finding.end) >= finding.start


class _Reach:
    """How far the stretches reach that begin at or before a place."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def up_to(self, start: int) -> int:
        found = bisect_right(self._starts, start)
        return self._ends[found - 1] if found else -1
