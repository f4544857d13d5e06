"""Figures of consultation at 100,000 opinions, each beside its value at 1,000."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

import xlsxwriter
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.collation.actions.exports import make_table, request_table
from consultation.collation.actions.groups import find_groups, request_groups
from consultation.collation.listing import Criteria
from consultation.enums import ReplyState
from consultation.load.actions import make_load
from consultation.models import Assessment, Delivery, Round, Tag
from consultation.rounds.actions.chasing import remind
from consultation.rounds.actions.drafts import RoundTerms, choose_addressees, draft_round
from consultation.rounds.actions.issuing import issue_round
from plans.models import Plan, Provision, Unit
from plans.system.jobs import claim
from tests.cast import make_cast, make_chongqing

SMALL, LARGE, UNITS, FEW = 1_000, 100_000, 2_000, 100
TIMES = 9
LIMIT = 1.5
ROOM = 0.008
"""Seconds within which two medians count as equal on a shared machine."""
MEMORY_MB = 200
ISSUE_LIMIT = 5
"""Seconds for one press that sends a round out to 2,000 units."""


def test_figures_of_consultation(transactional_db: None, tmp_path: Path) -> None:
    reverse("comments", args=[1])
    cast = make_cast()
    plan = make_chongqing(cast.drafter)
    small = _timed("make_load 1,000", lambda: _load(plan, SMALL))
    large = _timed("make_load 100,000", lambda: _load(plan, LARGE))
    few = make_load(plan, by=plan.created_by, comments=FEW, units=FEW, label="压测稿少")
    for one in (small, large):
        _mark(one)
    _analyse()
    client = Client()
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    slow = dict(_compare(client, small, large))
    slow |= dict(_compare_opinions(client, small, large))
    slow |= dict(_compare_boards(client, few, large))
    _issue(plan)
    _remind(large)
    _export(large, tmp_path)
    _groups(large)
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
        "word and kind": "q=科普&kind=change",
        "mine": "mine=on",
        "overdue": "overdue=on",
        "to the argumentation": "argued=on",
        "tag": "tags={tag}",
        "tag and chapter, deep": f"tags={{tag}}&chapter={chapter}&after={{deep}}",
        "word that is nowhere": "q=火星",
    }
    for name, query in queries.items():
        urls = [
            f"{reverse('comments', args=[one.pk])}?{_deep(query, one)}" for one in (small, large)
        ]
        yield from _judged(name, _medians(client, urls))


def _compare_opinions(client: Client, small: Round, large: Round) -> Iterator[tuple[str, float]]:
    """One opinion's page within its list, however the list is narrowed."""
    for name, query in {
        "one opinion": "",
        "one opinion, word of two": "q=科普",
        "one opinion, word nowhere": "q=火星",
    }.items():
        urls = [f"{_opinion(one)}?{query}" for one in (small, large)]
        yield from _judged(name, _medians(client, urls))


def _opinion(one: Round) -> str:
    number = one.comment_count * 9 // 10
    row = Assessment.objects.get(round=one, number=number)
    return reverse("comment", args=[one.pk, row.pk])


def _compare_boards(client: Client, few: Round, many: Round) -> Iterator[tuple[str, float]]:
    """The chase board with 100 invited and with 2,000."""
    for name, query in {"board": "", "board, words": "q=0007", "board, late": "state=late"}.items():
        urls = [f"{reverse('round', args=[one.pk])}?{query}" for one in (few, many)]
        yield from _judged(name, _medians(client, urls))


def _judged(name: str, times: list[float]) -> Iterator[tuple[str, float]]:
    _say(f"{name:24} {times[0] * 1000:8.1f} ms {times[1] * 1000:8.1f} ms")
    if times[1] > LIMIT * times[0] + ROOM:
        yield name, times[1] / times[0]


def _mark(one: Round) -> None:
    """A tenth gets a tag, a handler and a date; a hundredth goes to the argumentation."""
    rows = Assessment.objects.filter(round=one)
    tenth = rows.annotate(tenth=F("number") % 10).filter(tenth=0)
    tag = Tag.objects.create(round=one, name="压测")
    put = Assessment.tags.through
    put.objects.bulk_create(
        (put(assessment_id=pk, tag=tag) for pk in tenth.values_list("pk", flat=True)),
        batch_size=2000,
    )
    late = timezone.localdate() - timedelta(days=1)
    tenth.update(handler=one.created_by, due_on=late)
    rows.annotate(part=F("number") % 100).filter(part=0).update(to_argumentation=True)


def _deep(query: str, one: Round) -> str:
    return query.format(deep=one.comment_count * 9 // 10, tag=one.tags.get().pk)


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


def _remind(large: Round) -> None:
    """One click to 2,000 that are silent."""
    large.invitations.update(state=ReplyState.UNREAD)
    start = time.perf_counter()
    told = remind(large, by=large.created_by)
    _say(f"{'reminding all silent':24} {time.perf_counter() - start:8.1f} s, {told.words}")


def _issue(plan: Plan) -> None:
    """One press that sends 2,000 units a live link each."""
    by, now = plan.created_by, timezone.now()
    Unit.objects.filter(name__startswith="压测单位").update(email="load@test.invalid")
    terms = RoundTerms("压测发出", "units", now, now + timedelta(days=20))
    edition = plan.editions.all()[0]
    round_ = draft_round(edition, terms, by=by)
    units = Unit.objects.filter(name__startswith="压测单位")[:UNITS]
    choose_addressees(round_, by=by, units=units)
    start = time.perf_counter()
    issue_round(round_, by=by)
    seconds = time.perf_counter() - start
    sent = Delivery.objects.filter(invitation__round=round_, mail__isnull=False).count()
    _say(f"{'issuing to 2,000 units':24} {seconds:8.1f} s, {sent} mails with a link each")
    assert (sent, seconds < ISSUE_LIMIT) == (UNITS, True)


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
    again = _plain_export(large, folder / "plain.xlsx")
    plain = (plain + again) / 2
    _say(f"{'export 100,000':24} {seconds:8.1f} s, one query {plain:8.1f} s")
    assert seconds <= 2 * plain


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
