"""Every action of the three apps, found in the modules called ``actions`` of their rooms."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

from tests.harness.source import APPS

Action = Callable[..., Any]

EXEMPT = {
    "consultation.collation.actions.following.follow_text": "inside of another action's lock",
    "consultation.load.actions.make_load": "a thousand rows at once, to measure with",
    "consultation.experts.actions.unsealing.take_in": "inside of another action's transaction",
    "consultation.replies.actions.opinions.require_drafting": "asks, and writes nothing",
    "consultation.suggestions.actions.receiving.code_of": "asks, and writes nothing",
    "consultation.replies.actions.replies.seal_reply": "inside of another action's lock",
    "consultation.rounds.actions.delivering.deliver": "inside of another action's transaction",
    "consultation.rounds.actions.invitations.mark_opened": "inside of another action's lock",
    "plans.documents.actions.request_rendition": "takes a built paper; who asks for one is drawn",
    "plans.drafting.actions.ordering.rank_behind": "inside of another action's lock",
    "plans.drafting.actions.ordering.respace": "inside of another action's lock",
    "plans.drafting.actions.ordering.shorten": "inside of another action's lock",
    "plans.drafting.actions.revising.revise": "inside of another action's transaction",
    "plans.people.actions.appointments.appoint_maker": "inside of another action's transaction",
    "plans.people.actions.appointments.name_successor": "inside of another action's transaction",
    "plans.people.actions.activation.link_given": "asks, by a secret that is shown once",
    "plans.people.actions.elsewhere.end_after_reset": "inside of another action's transaction",
    "plans.people.actions.mail.name_mail": "inside of another action's lock",
    "plans.people.actions.accounts.end_account": "inside of another action's lock",
    "plans.people.actions.sessions.end_for_role": "inside of another action's transaction",
    "plans.plan.actions.change_phase": "its callers judge whether it may happen",
    "plans.plan.actions.hold_issue": "its callers judge whether it may happen",
    "plans.system.actions.attachments.take_uploads": "takes a function; keep_upload is drawn",
    "taskforce.deciding.actions.contesting.contest": "inside of another action's lock",
    "taskforce.deciding.actions.contesting.settle": "inside of another action's lock",
    "taskforce.deciding.actions.opinions.decide_by_opinions": "inside of another action's lock",
    "taskforce.deciding.actions.reckoning.reckon_anew": "inside of another action's lock",
    "taskforce.deciding.actions.decisions.decide": "inside of another action's lock",
    "taskforce.gates.actions.packages.begin_deliberating": "inside of another action's lock",
    "taskforce.gates.actions.reopening.open_stage_again": "inside of another action's lock",
    "taskforce.process.actions.starting.start_from_work_plan": "start_timeline is drawn",
    "taskforce.process.actions.steps.note_change": "inside of another action's transaction",
}
"""What the machine does not call by itself, and why."""


def actions() -> dict[str, Action]:
    """Public functions that take ``by``, by their full names."""
    found: dict[str, Action] = {}
    for module in _modules():
        for name, one in inspect.getmembers(module, inspect.isfunction):
            own = one.__module__ == module.__name__ and not name.startswith("_")
            by = inspect.signature(one).parameters.get("by")
            if own and by is not None and by.kind is by.KEYWORD_ONLY:
                found[f"{module.__name__}.{name}"] = one
    return found


def _modules() -> Iterator[Any]:
    for app in APPS:
        package = importlib.import_module(app)
        for one in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "actions" in one.name.split(".")[2:]:
                yield importlib.import_module(one.name)
