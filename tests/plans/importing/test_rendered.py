"""What the portal renders it can read again: the same notice, the same tree."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from plans.documents.builders import Draft, Office, Paper, draft_document, issued_plan
from plans.importing import ImportedPlan, import_plan
from plans.rendering.docx import render_docx
from plans.text.numbering import numbered
from tests.plans.importing.kept_text import read

SEEDS = [
    "chongqing-2021-60-fourteenth-five-year-plan.txt",
    "chongqing-2020-86-drafting-work-plan.txt",
    "guangyuan-fourteenth-five-year-plan.txt",
]
SHAPES = [f"importing/{name}" for name in ("ministry.txt", "pian-zhang-jie.txt", "bufen.txt")]


@cache
def original(name: str) -> ImportedPlan:
    return read(name)


def draft(plan: ImportedPlan, *, toc: bool = False) -> ImportedPlan:
    tree = numbered(plan.to_tree(), plan.formats)
    return import_plan(render_docx(draft_document(Draft(tree, toc=toc))), "稿.docx")


@pytest.mark.parametrize("toc", [False, True])
@pytest.mark.parametrize("name", [f"seeds/{name}" for name in SEEDS])
def test_a_draft(name, toc):
    assert draft(original(name), toc=toc).to_tree() == original(name).to_tree()


@pytest.mark.parametrize("name", SHAPES)
def test_boxes_tables_and_other_hierarchies(name):
    again = draft(original(name))
    assert [node.text for node in again.walk()] == [node.text for node in original(name).walk()]
    assert [node.title for node in again.walk()] == [node.title for node in original(name).walk()]


@pytest.mark.parametrize("name", SEEDS[:2])
def test_a_notice_with_its_plan(name):
    plan = original(f"seeds/{name}")
    notice = plan.notice
    assert notice
    assert plan.issued_on
    assert plan.document_number
    body = "重庆市科学技术协会"
    office = Office((body,), (body,), f"{body}办公室", "市委办公厅")
    paper = Paper(
        office, plan.document_number, dt.date.fromisoformat(plan.issued_on), notice.title,
        notice.addressees, "\n".join(notice.body),
    )  # fmt: skip
    content = render_docx(issued_plan(paper, numbered(plan.to_tree(), plan.formats)))
    again = import_plan(content, "通知.docx")
    assert again.notice == notice
    assert again.to_tree() == plan.to_tree()
    assert (again.document_number, again.issuer, again.issued_on) == (
        plan.document_number, plan.issuer, plan.issued_on,
    )  # fmt: skip
