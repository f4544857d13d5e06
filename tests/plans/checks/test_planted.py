"""Mistakes of every kind planted in clean and real texts are found, by the rule that names them."""

from __future__ import annotations

import pytest

from plans.checks import RULES, Finding
from tests.plans.checks.planted import PLANTED, Planting
from tests.plans.checks.reading import found_in, found_in_file, text_of

CASES = [(rule, planting) for rule, plantings in PLANTED.items() for planting in plantings]


def test_every_rule_is_tried_often_enough():
    assert set(PLANTED) == set(RULES)
    assert {rule: len(cases) for rule, cases in PLANTED.items() if len(cases) < 8} == {}


@pytest.mark.parametrize(("rule", "planting"), CASES)
def test_planted_mistake_is_found(rule: str, planting: Planting):
    name, there, planted = planting
    text = text_of(name)
    assert text.count(there) == 1
    fresh = new_findings(name, text.replace(there, planted))
    assert rule in {finding.rule for finding in fresh}
    assert len(fresh) <= 3


def new_findings(name: str, text: str) -> list[Finding]:
    known = {(finding.rule, finding.message) for finding in found_in_file(name)}
    kept = [f for f in found_in(text, name) if (f.rule, f.message) not in known]
    return kept or [f for f in found_in(text, name) if f.excerpt not in _excerpts(name)]


def _excerpts(name: str) -> set[str]:
    return {finding.excerpt for finding in found_in_file(name)}
