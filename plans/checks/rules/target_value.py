"""目标值不一致: one target with different values in two places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from plans.checks.draft import Draft
from plans.checks.periods import period_of
from plans.checks.rule import Finding, Rule
from plans.checks.targets import Target, targets_in


def _find(draft: Draft) -> Iterator[Finding]:
    period = period_of(draft)
    groups: dict[tuple[str, str, str, int | None], list[Target]] = defaultdict(list)
    for target in sorted(targets_in(draft.passages), key=lambda t: (t.passage.order, t.start)):
        year = target.year if target.year is not None or period is None else period[1]
        groups[target.what, target.unit, target.scope, year].append(target)
    for (_, _, _, year), group in groups.items():
        yield from _differing(group, year)


def _differing(group: list[Target], year: int | None) -> Iterator[Finding]:
    # What the aims say is the plan's word; the measures are compared with it.
    first = next((target for target in group if target.is_aim), group[0])
    for other in group:
        if first.is_aim and not _agree(first, other):
            yield _finding(first, other, year)


def _agree(one: Target, other: Target) -> bool:
    """Equal, or one a range that holds the other."""
    return (one.low <= other.low and other.high <= one.high) or (
        other.low <= one.low and one.high <= other.high
    )


def _finding(first: Target, other: Target, year: int | None) -> Finding:
    here = other.passage.text[other.start : other.end]
    there = first.passage.text[first.start : first.end]
    where = "前文" if first.passage is other.passage else f"“{first.passage.place}”"
    when = f"{year}年" if year else ""
    message = f"“{other.what}”{when}的值这里写“{here}”，{where}写“{there}”，请核对后统一。"
    subject = f"{other.what}\n{there}\n{here}"
    return other.passage.finding(
        "target_value", other.start, other.end, message, severity="error", subject=subject
    )


RULE = Rule("target_value", "目标值不一致", _find)
