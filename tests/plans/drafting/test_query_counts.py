"""Queries of the editor: the same few whatever the plan's size and history."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.models import Plan
from plans.team.actions import write_note
from tests.cast import Cast, make_cast, make_chongqing, make_plan

EDITOR_LIMIT, SAVE_LIMIT = 15, 20


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    return client


def queries_of(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as taken:
        act()
    return len([q for q in taken.captured_queries if "SAVEPOINT" not in q["sql"]])


def opening(desk: Client, plan: Plan, kind: str) -> int:
    row = plan.provisions.filter(kind=kind).order_by("rank")[0]
    url = reverse("provision", args=[plan.slug, row.pk])
    return queries_of(lambda: desk.get(url))


def test_the_editor_takes_as_many_queries_for_forty_tasks_as_for_two(cast, desk):
    small, large = make_plan(cast.drafter), make_chongqing(cast.drafter)
    chapters = [opening(desk, plan, "chapter") for plan in (small, large)]
    tasks = [opening(desk, plan, "task") for plan in (small, large)]
    assert (len(set(chapters)), len(set(tasks))) == (1, 1)
    assert max(chapters + tasks) <= EDITOR_LIMIT


def test_notes_and_history_add_no_queries_of_their_own(cast, desk):
    plan = make_plan(cast.drafter)
    row = plan.provisions.get(title="总体要求")
    url = reverse("provision", args=[plan.slug, row.pk])
    counts = []
    for turn in range(1, 4):
        note = write_note(row, by=cast.drafter, body="看")
        write_note(row, by=cast.drafter, body="答", reply_to=note)
        save_provision(
            row.pk,
            by=cast.drafter,
            expected_version=turn,
            title="总体要求",
            text=f"第{turn}稿。",
            origin=Origin(),
        )
        counts.append(queries_of(lambda: desk.get(url)))
    assert len(set(counts)) == 1
    assert max(counts) <= EDITOR_LIMIT


@pytest.mark.parametrize("title", ["总体要求", "强化引领"])
def test_a_save_takes_few_queries(cast, desk, title):
    plan = make_plan(cast.drafter)
    row = plan.provisions.get(title=title)
    url = reverse("save", args=[plan.slug, row.pk])
    values = {"title": title, "text": "新的正文。" * 400, "version": "1"}
    assert queries_of(lambda: desk.post(url, values)) <= SAVE_LIMIT


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_history_page_takes_the_same_queries_for_any_length(cast, desk, rounds):
    plan = make_plan(cast.drafter)
    row = plan.provisions.get(title="总体要求")
    for turn in range(1, rounds + 1):
        save_provision(
            row.pk,
            by=cast.drafter,
            expected_version=turn,
            title="总体要求",
            text=f"第{turn}稿。",
            origin=Origin("改", source="comment:1"),
        )
    urls = (
        reverse("provision_history", args=[plan.slug, row.pk]),
        reverse("plan_history", args=[plan.slug]),
        reverse("blame", args=[plan.slug, row.pk]),
        reverse("find", args=[plan.slug]) + "?find=稿&put=本",
    )
    assert [queries_of(lambda url=url: desk.get(url)) <= EDITOR_LIMIT for url in urls] == [True] * 4
