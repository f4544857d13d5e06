"""What waits for a second person, was replaced or voided is read through one door each."""

from __future__ import annotations

import re

from tests.harness.source import modules

TABLES = "MemberOpinion|MeetingRecord|Instruction|Decision"
PAST_THE_DOOR = re.compile(
    rf"(?:\b(?:{TABLES})\.objects|\.(?:opinions|decisions))\s*\.(?:filter|exclude|all|get|first)\("
)
CONDITION = re.compile(r"(?:replaced_at|voided_at)__isnull=")
ALLOWED = {
    "taskforce.bodies.actions.seats": "whether anything was ever said from a seat",
    "taskforce.deciding.queries": "the files of a record are read by who confirms it",
    "taskforce.deciding.changes_since": "what somebody said on an earlier package, IN_FORCE then",
    "taskforce.desk.waiting.process": "items of results that hold, from the items' side",
    "taskforce.deciding.actions.decisions": "an item's later decisions, by whatever they became",
}
"""Who reads these tables otherwise, and why."""


def test_nobody_reads_these_tables_past_the_door() -> None:
    found: dict[str, list[str]] = {}
    for module in modules("taskforce"):
        if ".models." in module.name or ".migrations." in module.name:
            continue
        text = module.path.read_text(encoding="utf-8")
        hits = [m[0] for rule in (PAST_THE_DOOR, CONDITION) for m in rule.finditer(text)]
        if hits:
            found[module.name] = hits
    assert {name: hits for name, hits in found.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) - set(found) == set()
