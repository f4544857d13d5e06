"""Drafting: saving, comparing, opening the editor; medians of whole responses."""

from __future__ import annotations

from functools import partial
from itertools import count

import pytest
from django.db import connection
from django.test import Client

from plans.actions.revising import Origin
from plans.actions.writing import save_provision
from plans.models import Change, Plan, Provision
from plans.tree import Node, PlanTree
from tests.cast import Cast, make_cast, make_chongqing, make_plan
from tests.harness.figures import median_ms, queries, show

pytestmark = pytest.mark.django_db(transaction=True)
CHAPTER = "推动科技创新与科学普及同等重要。" * 125
MANY, FEW = 500, 5
SAVE_MS, SAVE_QUERIES, COMPARE_MS, EDITOR_QUERIES = 40, 20, 30, 15


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def drafter(cast: Cast, client: Client) -> Client:
    client.force_login(cast.drafter)
    return client


def one_chapter(cast: Cast, slug: str) -> Provision:
    tree = PlanTree("测速规划", "", (Node(None, "chapter", "总体要求", text=CHAPTER),))
    plan = make_plan(cast.drafter, slug, tree)
    return Provision.objects.get(plan=plan)


def revise(cast: Cast, provision: Provision, times: int) -> None:
    for number in range(times):
        provision.refresh_from_db()
        save_provision(
            provision.pk,
            by=cast.drafter,
            expected_version=provision.version,
            title=provision.title,
            text=f"{CHAPTER}第{number}次修改。",
            run_in=provision.run_in,
            origin=Origin("测速"),
        )


def ping() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_saving_a_chapter(cast: Cast, drafter: Client) -> None:
    provision = one_chapter(cast, "save")
    address = f"/plans/save/text/{provision.pk}/save/"
    numbers = count()

    def save() -> None:
        provision.refresh_from_db()
        form = {"title": provision.title, "text": f"{CHAPTER}{next(numbers)}", "reason": "测速"}
        answer = drafter.post(address, {**form, "version": provision.version})
        assert answer.status_code == 302

    spent, floor = median_ms(save), median_ms(ping)
    asked = queries(save) - 1
    show("save a chapter of 2,000 characters, ms", spent, SAVE_MS, floor=floor)
    show("save a chapter of 2,000 characters, queries", asked, SAVE_QUERIES)
    assert spent <= SAVE_MS
    assert asked <= SAVE_QUERIES


def test_comparing_two_of_many_revisions(cast: Cast, drafter: Client) -> None:
    spent = {}
    for times in (FEW, MANY):
        provision = one_chapter(cast, f"compare-{times}")
        revise(cast, provision, times)
        last = Change.objects.filter(provision=provision).order_by("-number")[0]
        address = f"/plans/compare-{times}/history/{last.pk}/"
        spent[times] = median_ms(partial(drafter.get, address))
    more = spent[MANY] - spent[FEW]
    show("compare two of 500 revisions, ms more than of 5", more, COMPARE_MS, floor=spent[FEW])
    assert more <= COMPARE_MS


def test_opening_the_editor(cast: Cast, drafter: Client) -> None:
    plans: list[Plan] = [one_chapter(cast, "small").plan, make_chongqing(cast.drafter)]
    for plan in plans:
        provision = Provision.objects.filter(plan=plan, parent=None).first()
        assert provision is not None
        address = f"/plans/{plan.slug}/text/{provision.pk}/"
        asked = queries(partial(drafter.get, address))
        show(f"open the editor in {plan.title}, queries", asked, EDITOR_QUERIES)
        assert asked <= EDITOR_QUERIES
