"""Finding opinions by words of two characters; counters; a submission's queries."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.collation.actions.dispositions import Answer, assess
from consultation.collation.listing import Criteria, collation, listing
from consultation.load.actions import make_load
from consultation.models import Assessment, Round
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.figures import covering_figures
from consultation.suggestions.actions.receiving import Citizen, submit_suggestion
from plans.system.system_user import system_user
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db
LIMIT = 13
"""Queries of a submission, whatever stands in the round."""


def found(scene: Scene, q: str) -> list[int]:
    return [row.number for row in collation(scene.round, Criteria(q=q))]


def test_words_of_two_characters_and_more_are_found() -> None:
    scene = make_scene()
    for text in ("增加科技馆建设", "完善科普（KePu）体系", "馆"):
        scene.draft(Opinion("change", text))
    release(scene.invitation.pk, by=scene.cast.head)
    queries = ("科技", "技馆", "科技馆", "科 普", "kepu", "体系 科普", "馆", "火星", " ")
    assert {q: found(scene, q) for q in queries} == {
        "科技": [1], "技馆": [1], "科技馆": [1], "科 普": [], "kepu": [2], "体系 科普": [2],
        "馆": [1, 3], "火星": [], " ": [1, 2, 3],
    }  # fmt: skip


def test_counters_are_what_a_count_would_give() -> None:
    scene = make_scene()
    for _ in range(4):
        scene.draft()
    release(scene.invitation.pk, by=scene.cast.head)
    rows = list(Assessment.objects.filter(round=scene.round))
    answers = [("adopted", ""), ("not_adopted", "因"), ("partly", "因"), ("noted", "")]
    for row, (value, reason) in zip(rows, answers, strict=True):
        assess(row.pk, Answer("noted"), by=scene.cast.drafter)
        assess(row.pk, Answer(value, reason), by=scene.cast.drafter)
    figures = covering_figures(scene.round)
    assert {name: figures[name] for name in ("comments", "adopted", "partly")} == {
        "comments": 4, "adopted": 1, "partly": 1,
    }  # fmt: skip
    assert (figures["not_adopted"], figures["noted"]) == (1, 1)


@pytest.mark.parametrize("count", [1, 30])
def test_releasing_a_reply_costs_the_same_for_any_number(count: int) -> None:
    scene = make_scene()
    for _ in range(count):
        scene.draft()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        release(scene.invitation.pk, by=scene.cast.head)
    assert len(_statements(asked)) <= LIMIT


def test_drafting_and_suggesting_stay_within_the_limit() -> None:
    scene = make_scene()
    with CaptureQueriesContext(connection) as drafted:
        draft_comment(
            scene.invitation.pk, Opinion("change", "改"), by=scene.cast.officer, key=uuid.uuid4()
        )
    now = timezone.now()
    terms = RoundTerms("公开", "public", now - timedelta(1), now + timedelta(40))
    public = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    with CaptureQueriesContext(connection) as suggested:
        submit_suggestion(
            public, Opinion("change", "改"), Citizen("公众"), by=system_user(), key=uuid.uuid4()
        )
    assert max(len(_statements(drafted)), len(_statements(suggested))) <= LIMIT


def _statements(asked: CaptureQueriesContext) -> list[str]:
    """What reads or writes; savepoints are left out."""
    sql = [query["sql"] for query in asked.captured_queries]
    return [one for one in sql if "SAVEPOINT" not in one]


def test_a_generated_load_is_like_what_is_submitted() -> None:
    scene = make_scene()
    made = make_load(scene.round.plan, by=scene.cast.drafter, comments=30, units=4, label="压测")
    figures = covering_figures(made)
    assert (figures["comments"], figures["invited"], figures["replied"]) == (30, 4, 4)
    assert collation(made, Criteria(q="建议")).count() == 30


def test_a_kept_total_knows_of_later_opinions() -> None:
    scene = make_scene()
    now = timezone.now()
    terms = RoundTerms("公开", "public", now - timedelta(1), now + timedelta(40))
    public = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    asked = (Criteria(q="科普"), Criteria(q="科普", kind="change"), Criteria(kind="delete"))
    totals = []
    for text in ("增加科普", "完善科普", "删去"):
        suggest(public, text)
        totals.append([listing(Round.objects.get(pk=public.pk), one).total for one in asked])
    assert totals == [[1, 1, 0], [2, 2, 0], [2, 2, 0]]
    first = collation(public, Criteria())[0]
    open_ones = Criteria(q="科普", state="open")
    counts = [listing(public, open_ones).total]
    assess(first.pk, Answer("noted"), by=scene.cast.drafter)
    assert [*counts, listing(public, open_ones).total] == [2, 1]


def suggest(public: Round, text: str) -> None:
    submit_suggestion(
        public, Opinion("change", text), Citizen("公众"), by=system_user(), key=uuid.uuid4()
    )
