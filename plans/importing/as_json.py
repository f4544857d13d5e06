"""What was recognised as JSON for scripts and the preview."""

from __future__ import annotations

import json
from typing import Any

from plans.importing.values import ImportedNode, ImportedPlan, Notice
from plans.text.markup import paragraphs


def as_json(plan: ImportedPlan) -> str:
    """UTF-8 JSON, characters not escaped: the format that ``import_plan --json`` prints."""
    return json.dumps(as_data(plan), ensure_ascii=False, indent=2)


def as_data(plan: ImportedPlan) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "title": plan.title,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued_on": plan.issued_on,
        "notice": _notice(plan.notice) if plan.notice else None,
        "preamble": paragraphs(plan.preamble),
        "chapters": [_chapter(chapter) for chapter in plan.chapters],
        "doubts": [{"line": doubt.line, "message": doubt.message} for doubt in plan.doubts],
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "title": notice.title,
        "addressees": notice.addressees,
        "body": list(notice.body),
        "signature": notice.signature,
        "date": notice.date,
    }


def _chapter(chapter: ImportedNode) -> dict[str, Any]:
    sections = [_section(child) for child in chapter.children if child.kind == "section"]
    return _text(chapter) | {"sections": sections, "tasks": _tasks(chapter)}


def _section(section: ImportedNode) -> dict[str, Any]:
    return _text(section) | {"tasks": _tasks(section)}


def _tasks(node: ImportedNode) -> list[dict[str, Any]]:
    tasks = [child for child in node.children if child.kind == "task"]
    return [_text(task) | {"number": task.value} for task in tasks]


def _text(node: ImportedNode) -> dict[str, Any]:
    return {"number": node.number, "title": node.title, "body": node.body}
