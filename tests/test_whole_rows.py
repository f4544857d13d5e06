"""Who saves a whole row has made it, or read it under its lock: nobody else's change is undone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.harness.source import APPS, ROOT

NEW = "the row is new"
HELD = "the row was read under its lock, or under that of what holds it"
SESSION = "the session of this very sign-in is no row of a model"
WHOLE = {
    "consultation/collation/actions/dispositions.py set_assessment_state": HELD,
    "consultation/experts/actions/conclusion.py write_conclusion": HELD,
    "consultation/experts/actions/panel.py _person": NEW,
    "consultation/experts/actions/reviews.py _note_saved": HELD,
    "consultation/experts/actions/reviews.py _seal": HELD,
    "consultation/experts/actions/reviews.py declare": HELD,
    "consultation/experts/actions/reviews.py restart": HELD,
    "consultation/experts/actions/reviews.py save_opinion": HELD,
    "consultation/incoming/actions/letters.py change_letter": HELD,
    "consultation/replies/actions/entering.py enter_for_unit": NEW,
    "consultation/replies/actions/opinions.py change_draft": HELD,
    "consultation/replies/actions/opinions.py draft_comment": NEW,
    "consultation/replies/actions/replies.py hand_in": HELD,
    "consultation/replies/actions/replies.py seal_reply": HELD,
    "consultation/rounds/actions/drafts.py change_round": HELD,
    "consultation/rounds/actions/drafts.py draft_round": NEW,
    "consultation/rounds/actions/links.py _new_user": NEW,
    "consultation/suggestions/actions/receiving.py put": NEW,
    "plans/drafting/actions/revising.py revise": HELD,
    "plans/drafting/actions/unsaved.py _page_copy": HELD,
    "plans/drafting/actions/unsaved.py autosave": HELD,
    "plans/issuing/actions/numbers.py _set_state": HELD,
    "plans/issuing/actions/numbers.py save_letterhead": HELD,
    "plans/issuing/actions/publishing.py _insert": NEW,
    "plans/people/actions/adapter.py login": SESSION,
    "plans/people/actions/appointments.py _name": NEW,
    "plans/people/actions/directory.py make_person": NEW,
    "plans/people/actions/directory.py save_units": HELD,
    "plans/people/actions/first.py _open": NEW,
    "plans/people/actions/mail.py name_mail": NEW,
    "taskforce/bodies/actions/seats.py add_seat": NEW,
    "taskforce/deciding/actions/decisions.py confirm_item": HELD,
    "taskforce/deciding/actions/records.py _enter": NEW,
    "taskforce/leaving/actions/kinds.py _name_next": NEW,
}
"""Where a row is saved without naming its fields, and why that undoes nothing."""


def whole_saves() -> Iterator[str]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            place = path.relative_to(ROOT)
            if "actions" in place.parts or place.name in ("actions.py", "states.py"):
                yield from (f"{place} {name}" for name in _of_module(path.read_text("utf-8")))


def _of_module(source: str) -> Iterator[str]:
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.FunctionDef) and any(_is_whole(call) for call in ast.walk(one)):
            yield one.name


def _is_whole(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    named = any(word.arg == "update_fields" for word in node.keywords)
    return node.func.attr == "save" and not named


def test_a_row_is_saved_whole_only_where_nobody_else_can_have_changed_it() -> None:
    assert sorted(whole_saves()) == sorted(WHOLE)
