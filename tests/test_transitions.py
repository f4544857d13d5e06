"""Every table of states names every state of its enum; each is tried pair by pair in its room.

The pairs stand in the room's test, written out. A new table needs its line here.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import consultation.enums
import plans.enums
import taskforce.enums

TRIED_IN = {
    "PHASE_TRANSITIONS": "tests/plans/plan/test_plan.py",
    "WRITING_TRANSITIONS": "tests/plans/team/test_team.py",
    "NUMBER_TRANSITIONS": "tests/plans/issuing/test_numbers.py",
    "REPLY_TRANSITIONS": "tests/consultation/replies/test_replies.py",
    "ASSESSMENT_TRANSITIONS": "tests/consultation/collation/test_states.py",
    "STAGE_TRANSITIONS": "tests/taskforce/deciding/test_decisions.py",
    "STEP_TRANSITIONS": "tests/taskforce/process/test_steps.py",
    "GATE_TRANSITIONS": "tests/taskforce/deciding/test_decisions.py",
}


def test_every_table_is_whole_and_tried() -> None:
    found = {
        name: value
        for module in (plans.enums, consultation.enums, taskforce.enums)
        for name, value in vars(module).items()
        if name.endswith("_TRANSITIONS")
    }
    assert found.keys() == TRIED_IN.keys()
    for name, table in found.items():
        states: Any = type(next(iter(table)))
        assert set(table) == set(states), name
        assert {new for row in table.values() for new in row} <= set(states), name


GROUPS = {
    "plans.enums.WRITABLE_PHASES": ["drafting", "consulting", "revising", "deliberating"],
    "plans.enums.OPEN_JOB_STATES": ["queued", "running"],
    "plans.enums.REVIEW_OUTCOMES_IN_ORDER": ["passed", "not_concerned"],
    "consultation.enums.OPEN_REPLY_STATES": ["unread", "read", "drafting", "to_release"],
    "consultation.enums.SETTLED_REPLY_STATES": ["released", "no_reply"],
    "consultation.enums.CARRIED_DISPOSITIONS": ["adopted", "partly"],
    "consultation.enums.REASONED_DISPOSITIONS": ["partly", "not_adopted"],
    "taskforce.enums.HEAD_ROLES": ["head", "director", "chair"],
    "taskforce.enums.ASKABLE_GATE_STATES": ["waiting", "deferred", "returned"],
    "taskforce.enums.DECIDED_GATE_STATES": ["passed", "passed_with_opinions"],
    "taskforce.enums.REASONED_OUTCOMES": ["deferred", "returned", "passed_with_opinions"],
    "taskforce.enums.APPROVING_VOTES": ["approve", "amend"],
    "taskforce.enums.REASONED_VOTES": ["amend", "return", "defer"],
}
"""Who belongs to each group of states, outcomes, votes and roles."""


def test_every_group_has_the_members_that_are_meant() -> None:
    found = {
        f"{module.__name__}.{name}": [one.value for one in value]
        for module in (plans.enums, consultation.enums, taskforce.enums)
        for name, value in vars(module).items()
        if isinstance(value, tuple) and value and isinstance(value[0], Enum)
    }
    assert found == GROUPS
