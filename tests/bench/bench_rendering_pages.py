"""Figures of pages that draw a document while one waits: whole responses, warm process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plans.documents.actions import draw, preview_key
from plans.drafting.papers import provision_document
from plans.drafting.queries import plan_tree
from plans.editions.actions.freezing import freeze_edition
from plans.enums import FileFormat
from plans.issuing.actions.publishing import notice_document
from plans.models import Plan
from plans.rendering.blocks import Document
from plans.text.tree import Node, walk
from tests.cast import Cast, make_cast, make_chongqing
from tests.harness.figures import show
from tests.plans.issuing.steps import NOTICE, approve, review

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 9
CHAPTER_LIMIT_MS = 1000.0


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_chongqing(cast.drafter)


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    return client


def letters(node: Node) -> int:
    return len(node.text) + sum(map(letters, node.children))


def drawn_ms(work: Callable[[], Iterable[bytes]], document: Document | None = None) -> float:
    """Median of whole PDFs; the preview of ``document`` is taken out of the cache each time."""
    spent = []
    for _ in range(TIMES + 1):
        if document is not None:
            cache.delete(preview_key(document))
        begin = time.perf_counter()
        content = b"".join(work())
        spent.append((time.perf_counter() - begin) * 1000)
        assert content.startswith(b"%PDF-")
    return median(spent[1:])


def test_preview_of_the_largest_chapter(plan: Plan, desk: Client) -> None:
    chapter = max(plan_tree(plan).nodes, key=letters)
    document = provision_document(chapter)
    address = reverse("preview_provision", args=[plan.slug, chapter.id])
    whole = drawn_ms(lambda: desk.get(address), document)
    bare = drawn_ms(lambda: [draw(document, FileFormat.PDF)])
    name = f"preview of the largest chapter ({letters(chapter)} characters), ms"
    show(name, whole, CHAPTER_LIMIT_MS, floor=bare)
    show("the same chapter again, unchanged, ms", drawn_ms(lambda: desk.get(address)), 100.0)
    assert whole <= CHAPTER_LIMIT_MS


def test_preview_of_one_task(plan: Plan, desk: Client) -> None:
    task = max((node for node, _ in walk(plan_tree(plan)) if node.kind == "task"), key=letters)
    address = reverse("preview_provision", args=[plan.slug, task.id])
    spent = drawn_ms(lambda: desk.get(address), provision_document(task))
    show("preview of one task, ms", spent, CHAPTER_LIMIT_MS)


def test_look_before_issue(cast: Cast, plan: Plan, desk: Client) -> None:
    edition = freeze_edition(plan.pk, by=cast.drafter, label="定稿")
    approve(cast, plan, edition)
    review(cast, edition)
    form = {"issued_on": "2021-09-14", "notice_title": NOTICE.title, "body": NOTICE.body}
    form |= {"issuer": NOTICE.issuer, "signature": NOTICE.signature, "sealed": "yes"}
    form |= {"printed_by": NOTICE.printed_by, "addressees": NOTICE.addressees}
    document = notice_document(
        edition, document_number="〔2021〕　号", issued_on=date(2021, 9, 14), notice=NOTICE
    )
    spent = drawn_ms(lambda: desk.post(reverse("preview_issue", args=[plan.slug]), form), document)
    bare = drawn_ms(lambda: [draw(document, FileFormat.PDF)])
    show("whole notice with the plan, 30 pages, ms", spent, 1.5 * bare, floor=bare)


def test_picture_of_a_letterhead(desk: Client) -> None:
    values = {"body_name": "重庆市科学技术协会", "code": "渝科协发", "printed_by": "办公室"}
    spent = []
    for turn in range(TIMES + 1):
        typed = values | {"signature": f"重庆市科学技术协会{turn}"}
        begin = time.perf_counter()
        answer = desk.post(reverse("preview_letterhead"), typed, headers={"HX-Request": "true"})
        spent.append((time.perf_counter() - begin) * 1000)
        assert b"data:image/png" in answer.content
    show("picture of a letterhead after a keystroke, ms", median(spent[1:]), 1000.0)
