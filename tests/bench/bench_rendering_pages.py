"""Figures of pages that draw a document while one waits: whole responses, warm process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plans.actions.editions import freeze_edition
from plans.actions.renditions import draw
from plans.documents import provision_document
from plans.enums import FileFormat
from plans.models import Plan
from plans.queries import plan_tree
from plans.tree import Node, walk
from tests.cast import Cast, make_cast, make_chongqing
from tests.harness.figures import show
from tests.plans.issue_steps import approve, review

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


def drawn_ms(work: Callable[[], Iterable[bytes]]) -> float:
    """Median of whole responses, nothing of them in the cache."""
    spent = []
    for _ in range(TIMES + 1):
        cache.clear()
        begin = time.perf_counter()
        b"".join(work())
        spent.append((time.perf_counter() - begin) * 1000)
    return median(spent[1:])


def test_preview_of_the_largest_chapter(plan: Plan, desk: Client) -> None:
    chapter = max(plan_tree(plan).nodes, key=letters)
    address = reverse("preview_provision", args=[plan.slug, chapter.id])
    whole = drawn_ms(lambda: desk.get(address))
    bare = drawn_ms(lambda: [draw(provision_document(chapter), FileFormat.PDF)])
    b"".join(desk.get(address))
    name = f"preview of the largest chapter ({letters(chapter)} characters), ms"
    show(name, whole, CHAPTER_LIMIT_MS, floor=bare)
    show("the same chapter again, unchanged, ms", _kept_ms(desk, address), 100.0)
    assert whole <= CHAPTER_LIMIT_MS


def _kept_ms(desk: Client, address: str) -> float:
    begin = time.perf_counter()
    b"".join(desk.get(address))
    return (time.perf_counter() - begin) * 1000


def test_preview_of_one_task(plan: Plan, desk: Client) -> None:
    task = max((node for node, _ in walk(plan_tree(plan)) if node.kind == "task"), key=letters)
    address = reverse("preview_provision", args=[plan.slug, task.id])
    show("preview of one task, ms", drawn_ms(lambda: desk.get(address)), CHAPTER_LIMIT_MS)


def test_look_before_issue(cast: Cast, plan: Plan, desk: Client) -> None:
    edition = freeze_edition(plan.pk, by=cast.drafter, label="定稿")
    approve(cast, plan, edition)
    review(cast, edition)
    address = reverse("preview_issue", args=[plan.slug])
    form = {
        "issued_on": "2021-09-14", "issuer": "重庆市科协", "signature": "重庆市科协",
        "sealed": "yes", "notice_title": "关于印发规划的通知", "body": "现印发给你们。",
        "printed_by": "办公室",
    }  # fmt: skip
    drawn = drawn_ms(lambda: desk.post(address, form))
    show("whole notice with the plan, 30 pages, ms", drawn, 2000.0)
