"""Every table of states names every state of its enum; each is tried pair by pair in its room.

The pairs stand in the room's test, written out. A new table needs its line here.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import consultation.enums
import plans.enums
import taskforce.enums
from tests.consultation.collation import test_states
from tests.consultation.replies import test_replies
from tests.plans.issuing import test_numbers
from tests.plans.plan import test_plan
from tests.plans.team import test_team
from tests.taskforce.deciding import test_decisions
from tests.taskforce.process import test_steps

TRIED = {
    "PHASE_TRANSITIONS": test_plan.ALLOWED,
    "WRITING_TRANSITIONS": test_team.ALLOWED,
    "NUMBER_TRANSITIONS": test_numbers.ALLOWED,
    "REPLY_TRANSITIONS": test_replies.ALLOWED,
    "ASSESSMENT_TRANSITIONS": {
        (old, new) for (old, new), allowed in test_states.STEPS.items() if allowed and old != new
    },
    "STAGE_TRANSITIONS": test_decisions.STAGE_STEPS,
    "STEP_TRANSITIONS": test_steps.ALLOWED,
    "GATE_TRANSITIONS": test_decisions.GATE_STEPS,
}
"""The pairs as they are written out, and tried one by one, in each room's test."""


def test_every_table_is_whole_and_is_the_one_that_was_tried() -> None:
    found = {
        name: value
        for module in (plans.enums, consultation.enums, taskforce.enums)
        for name, value in vars(module).items()
        if name.endswith("_TRANSITIONS")
    }
    assert found.keys() == TRIED.keys()
    for name, table in found.items():
        states: Any = type(next(iter(table)))
        assert set(table) == set(states), name
        assert {(old, new) for old, row in table.items() for new in row} == TRIED[name], name


GROUPS = {
    "plans.enums.PLAN_DUTIES": ["manage_plan"],
    "plans.enums.OFFICES": ["system_admin", "security_admin", "audit_admin"],
    "plans.enums.PORTAL_DUTIES": [
        *("system_admin", "security_admin", "audit_admin", "create_plan", "manage_units"),
    ],
    "plans.enums.UNIT_DUTIES": ["draft_reply", "release_reply"],
    "plans.enums.WRITABLE_PHASES": ["drafting", "consulting", "revising", "deliberating"],
    "plans.enums.OPEN_JOB_STATES": ["queued", "running"],
    "plans.enums.STOPPED_JOB_STATES": ["failed", "cancelled"],
    "plans.enums.REVIEW_OUTCOMES_IN_ORDER": ["passed", "not_concerned"],
    "consultation.enums.OPEN_REPLY_STATES": ["unread", "read", "drafting", "to_release"],
    "consultation.enums.SETTLED_REPLY_STATES": ["released", "no_reply"],
    "consultation.enums.CARRIED_DISPOSITIONS": ["adopted", "partly"],
    "consultation.enums.CHOSEN_CHANNELS": ["paper", "copy"],
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
