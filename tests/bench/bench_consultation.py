"""Figures of consultation at 100,000 opinions, each beside its value at 1,000."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import xlsxwriter
from django.db import connection
from django.test import Client
from django.urls import reverse

from consultation.actions.exporting import make_table, request_table
from consultation.actions.grouping import find_groups, request_groups
from consultation.actions.loading import make_load
from consultation.collation import Criteria
from consultation.models import Assessment, Round
from plans.jobs import claim
from plans.models import Plan, Provision, Unit
from tests.cast import make_cast, make_chongqing

SMALL, LARGE, UNITS = 1_000, 100_000, 2_000
TIMES = 9
LIMIT = 1.5
ROOM = 0.008
"""Seconds within which two medians count as equal on a shared machine."""
MEMORY_MB = 200


def test_figures_of_consultation(transactional_db: None, tmp_path: Path) -> None:
    reverse("comments", args=[1])
    cast = make_cast()
    plan = make_chongqing(cast.drafter)
    small = _timed("make_load 1,000", lambda: _load(plan, SMALL))
    large = _timed("make_load 100,000", lambda: _load(plan, LARGE))
    _analyse()
    client = Client()
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    slow = dict(_compare(client, small, large))
    _groups(large)
    _export(large, tmp_path)
    assert slow == {}


def _say(line: str) -> None:
    print(line)  # noqa: T201 the figures are what a bench is for


def _load(plan: Plan, comments: int) -> Round:
    label = f"压测稿{comments}"
    return make_load(plan, by=plan.created_by, comments=comments, units=UNITS, label=label)


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _compare(client: Client, small: Round, large: Round) -> Iterator[tuple[str, float]]:
    """Medians of whole responses, and those that grow by more than the limit."""
    chapter = Provision.objects.filter(plan=small.plan, kind="chapter")[3].pk
    unit = Unit.objects.get(name="压测单位00007").pk
    queries = {
        "first page": "",
        "deep page": "after={deep}",
        "page before": "before={deep}",
        "state": "state=open",
        "kind": "kind=delete",
        "unit": f"unit={unit}",
        "chapter": f"chapter={chapter}",
        "disposition (none)": "disposition=adopted",
        "kind and chapter, deep": f"kind=change&chapter={chapter}&after={{deep}}",
        "word of two": "q=科普",
        "word of two, deep": "q=科普&after={deep}",
        "word of four": "q=科技馆体",
        "two words": "q=科普 院士",
        "word and unit": f"q=科普&unit={unit}",
        "word that is nowhere": "q=火星",
    }
    for name, query in queries.items():
        urls = [
            f"{reverse('comments', args=[one.pk])}?{_deep(query, one)}" for one in (small, large)
        ]
        times = _medians(client, urls)
        _say(f"{name:24} {times[0] * 1000:8.1f} ms {times[1] * 1000:8.1f} ms")
        if times[1] > LIMIT * times[0] + ROOM:
            yield name, times[1] / times[0]
    board = _medians(client, [reverse("round", args=[one.pk]) for one in (small, large)])
    _say(f"{'board':24} {board[0] * 1000:8.1f} ms {board[1] * 1000:8.1f} ms")


def _deep(query: str, one: Round) -> str:
    return query.format(deep=one.comment_count * 9 // 10)


def _medians(client: Client, urls: list[str]) -> list[float]:
    """Taken in turns, so that what else the machine does falls on both alike."""
    times: list[list[float]] = [[] for _ in urls]
    for _ in range(TIMES):
        for url, own in zip(urls, times, strict=True):
            start = time.perf_counter()
            answer = client.get(url)
            own.append(time.perf_counter() - start)
            assert answer.status_code == 200
    return [median(own) for own in times]


def _timed(name: str, work: Callable[[], Round]) -> Round:
    start = time.perf_counter()
    made = work()
    _say(f"{name:24} {time.perf_counter() - start:8.1f} s")
    return made


def _groups(large: Round) -> None:
    attempt = claim(request_groups(large, by=large.created_by).pk)
    assert attempt is not None
    start = time.perf_counter()
    found = find_groups(attempt)
    seconds = time.perf_counter() - start
    _say(f"{'grouping 100,000':24} {seconds:8.1f} s, {found['groups']} groups")
    assert seconds < 600


def _export(large: Round, folder: Path) -> None:
    attempt = claim(request_table(large, Criteria(), by=large.created_by).pk)
    assert attempt is not None
    plain = _plain_export(large, folder / "plain.xlsx")
    seconds = _measured(lambda: make_table(attempt))
    _say(f"{'export 100,000':24} {seconds:8.1f} s, one query {plain:8.1f} s")


def _measured(work: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    _say(f"{'export, memory grown':24} {grown:8.1f} MB")
    assert grown <= MEMORY_MB
    return seconds


def _plain_export(large: Round, path: Path) -> float:
    """What one query and one sheet cost, without job, progress and style."""
    start = time.perf_counter()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    names = ("number", "comment__quote", "kind", "comment__proposal", "comment__reason",
             "unit__name", "disposition", "reason", "comment__place__title")  # fmt: skip
    rows = Assessment.objects.filter(round=large).order_by("number").values_list(*names)
    for line, row in enumerate(rows.iterator(2000)):
        for column, value in enumerate(row):
            sheet.write_string(line, column, str(value))
    book.close()
    return time.perf_counter() - start
