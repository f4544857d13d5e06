"""Figures of drafting on whole responses: save, compare, editor, each beside a floor."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.models import Change, Plan, Provision
from tests.cast import Cast, make_cast, make_chongqing

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20
LINE = "坚持服务科技工作者、服务创新驱动发展、服务全民科学素质提高、服务党和政府科学决策。"


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


def chapter_text(turn: int) -> str:
    """About 2,000 characters in fifty paragraphs, one of them changed each turn."""
    lines = [f"{LINE}{at}" for at in range(48)]
    lines[turn % 48] = f"第{turn}次修改的一段。{LINE}"
    return "\n".join(lines)


def milliseconds(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = act()
    return 1000 * (time.perf_counter() - started), answer


def middle(act: Callable[[int], Any], rounds: int = ROUNDS) -> float:
    """Median of whole responses, the first (caches) left out."""
    act(0)
    return median(milliseconds(partial(act, at))[0] for at in range(1, rounds + 1))


def floor(desk: Client) -> float:
    """The lightest page of a signed-in person: middleware, session, user, frame."""
    return middle(lambda _: desk.get(reverse("plans")))


def say(name: str, figure: float, beside: float, limit: str) -> None:
    print(f"{name}: {figure:.1f} ms (floor {beside:.1f} ms; limit {limit})")  # noqa: T201 the figures are what a bench is for


def grow(cast: Cast, row: Provision, versions: int) -> None:
    """Save until the provision has this many versions."""
    row.refresh_from_db()
    for version in range(row.version, versions):
        save_provision(
            row.pk,
            by=cast.drafter,
            expected_version=version,
            title=row.title,
            text=chapter_text(version),
            origin=Origin(),
        )


def test_saving_a_chapter_of_two_thousand_characters(cast, plan, desk):
    row = plan.provisions.filter(kind="chapter").order_by("rank")[0]
    url = reverse("save", args=[plan.slug, row.pk])

    def save(turn: int) -> Any:
        values = {"title": row.title, "text": chapter_text(turn), "version": str(turn + 1)}
        answer = desk.post(url, values)
        assert answer.status_code == 302
        return answer

    figure = middle(save)
    say("save of a chapter of 2,000 characters", figure, floor(desk), "40 ms")
    with CaptureQueriesContext(connection) as taken:
        save(ROUNDS + 1)
    print(f"queries of a save: {len(taken)} (limit 20)")  # noqa: T201 a figure
    assert (figure <= 40, len(taken) <= 20) == (True, True)


def test_comparing_two_of_five_and_two_of_five_hundred(cast, plan, desk):
    """Both in turn, so that whatever else the machine does slows both."""
    few, many = plan.provisions.filter(kind="chapter").order_by("rank")[:2]
    grow(cast, few, 5)
    grow(cast, many, 500)
    urls = [_comparison(row) for row in (few, many)]
    taken = [[milliseconds(partial(desk.get, url))[0] for url in urls] for _ in range(41)]
    five, hundreds = (median(times) for times in zip(*taken[1:], strict=True))
    beside = floor(desk)
    say("compare of two of 5 revisions", five, beside, "none")
    say("compare of two of 500 revisions", hundreds, beside, "30 ms more than of two of 5")
    listing = reverse("provision_history", args=[plan.slug, many.pk])
    say("history of 500 revisions", middle(lambda _: desk.get(listing)), beside, "none")
    written = reverse("blame", args=[plan.slug, many.pk])
    say("blame over 500 revisions", middle(lambda _: desk.get(written), 5), beside, "none")
    assert hundreds <= five + 30


def _comparison(row: Provision) -> str:
    old, new = Change.objects.filter(provision=row).order_by("pk")[1:4:2]
    return reverse("change", args=[row.plan.slug, new.pk]) + f"?with={old.pk}"


def test_the_editor_page(plan, desk):
    row = plan.provisions.filter(kind="task").order_by("rank")[0]
    url = reverse("provision", args=[plan.slug, row.pk])
    say("editor page", middle(lambda _: desk.get(url)), floor(desk), "none")
    with CaptureQueriesContext(connection) as taken:
        desk.get(url)
    print(f"queries of the editor page: {len(taken)} (limit 15)")  # noqa: T201 a figure
    assert len(taken) <= 15
