"""What a rule of 校核 is: the interface that every rule shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plans.checks.draft import Draft
from plans.checks.findings import Field, Finding, Fix, Severity

__all__ = ["Field", "Finding", "Fix", "Rule", "Severity"]


@dataclass(frozen=True)
class Rule:
    """A rule: ``key`` for code and waivers, ``label`` for people.

    ``yields_to`` names rules that say it better: a finding that theirs covers, or touches where
    both are short, is dropped, so that one slip is reported once.
    """

    key: str
    label: str
    find: Callable[[Draft], Iterable[Finding]]
    yields_to: tuple[str, ...] = ()
