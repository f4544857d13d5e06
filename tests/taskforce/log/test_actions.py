"""The names of actions: each has a phrase, none is a bare string, and no row of old is nameless."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

from consultation.enums import Act as ConsultationAct
from plans.enums import Act as PlansAct
from plans.enums import AuditAction
from plans.system.audit import record
from taskforce.enums import ACTIONS
from taskforce.enums import Act as TaskforceAct
from taskforce.log.words import OBJECTS, action_word
from taskforce.notices.telling import NEVER_MAILED, RULES

ROOT = Path(__file__).parents[3]
WRITTEN_BEFORE = {
    "assessment": ["answer", "argue", "assign", "follow_up", "prove", "tag", "untag"],
    "attachment": ["keep"],
    "body": ["make"],
    "calendar": ["renew"],
    "chapter": ["assign", "restore", "writing_state"],
    "check": ["waive", "withdraw_waiver"],
    "comment": ["change", "delete_draft", "draft", "suggest"],
    "edition": ["freeze"],
    "expert": [
        "chair",
        "declare",
        "excuse",
        "invite",
        "read",
        "recuse",
        "release",
        "restart",
        "unseal",
        "withdraw",
    ],
    "experts": ["conclude", "open", "sign"],
    "explanation": ["save"],
    "gate": ["add_paper", "assemble", "decide", "drop_paper", "replace_paper"],
    "group": ["confirm", "leave", "undo"],
    "invitation": ["contact"],
    "item": ["confirm"],
    "job": ["retry"],
    "letter": ["change", "drop", "enter", "take"],
    "letterhead": ["delete", "retire", "save"],
    "link": ["make", "open", "revoke"],
    "mail": ["fail", "resend"],
    "note": ["reopen", "resolve", "write"],
    "number": ["released", "reserve", "take", "used"],
    "objection": ["answer"],
    "opinion": ["confirm", "give", "object"],
    "package": ["recall", "seal"],
    "plan": [
        "change_phase",
        "change_settings",
        "create",
        "grant",
        "publish",
        "revoke",
        "save_text",
        "withdraw",
    ],
    "provision": ["add", "delete", "move", "save", "undelete"],
    "reason": ["add", "change", "delete"],
    "reply": [
        "attach",
        "confirm",
        "detach",
        "enter",
        "hand_in",
        "none",
        "read",
        "refuse",
        "release",
        "seal",
        "send_back",
        "speak_for",
        "take_form",
        "take_up",
        "withdraw",
    ],
    "review": ["record"],
    "round": [
        "change_window",
        "complete",
        "export",
        "invite",
        "open",
        "release_answers",
        "remind",
        "uninvite",
        "write_letters",
    ],
    "seat": ["add", "deputy", "end"],
    "stage": ["edit", "end"],
    "step": ["add", "edit", "evidence", "remove", "state"],
    "timeline": ["shift", "start"],
    "unit": ["role", "save"],
    "user": ["guess", "login", "make", "password"],
    "view": ["delete", "save"],
}
"""Verbs by noun: what rows bear that were written before the names became an enum."""


def actions_recorded() -> Iterator[tuple[str, ast.expr]]:
    """Where ``record`` is called, and what for."""
    for app in ("plans", "consultation", "taskforce"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]


def test_nothing_is_recorded_under_a_bare_string() -> None:
    """mypy refuses it by the type; this finds what hides behind Any, and that we look at all."""
    assert get_type_hints(record)["action"] is AuditAction
    found = dict(actions_recorded())
    bare = [
        place
        for place, action in found.items()
        if any(isinstance(one, ast.Constant | ast.JoinedStr) for one in ast.walk(action))
    ]
    assert (bare, len(found) > 100) == ([], True)


def test_rows_of_old_have_their_names_still() -> None:
    names = [f"{noun}.{verb}" for noun, verbs in WRITTEN_BEFORE.items() for verb in verbs]
    assert [name for name in names if name not in ACTIONS] == []


def test_every_app_with_actions_is_known_to_the_log() -> None:
    assert set(AuditAction.__subclasses__()) == {PlansAct, ConsultationAct, TaskforceAct}
    assert len(ACTIONS) == len(PlansAct) + len(ConsultationAct) + len(TaskforceAct)


def test_every_action_is_a_phrase_of_its_own_in_chinese() -> None:
    labels = [str(action.label) for action in ACTIONS.values()]
    assert [label for label in labels if not re.fullmatch(r"[\u4e00-\u9fff]{2,20}", label)] == []
    assert len(set(labels)) == len(labels)
    assert action_word("expert.unseal") == "启封专家意见"
    assert action_word("user.login") == "登录"


def test_the_filter_offers_every_kind_of_thing_and_no_other() -> None:
    assert set(OBJECTS) == {name.partition(".")[0] for name in ACTIONS}


def test_who_is_told_is_asked_of_known_actions_only() -> None:
    assert [action for action in (*RULES, *NEVER_MAILED) if action not in ACTIONS.values()] == []
