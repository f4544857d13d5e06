"""Covering figures: the same on screen, in workbook, paper and report, and they add up."""

from __future__ import annotations

import io
import re
from datetime import date
from importlib import import_module
from pathlib import Path

import docx
import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from docx.document import Document as WordDocument
from lxml import html
from openpyxl import load_workbook

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, assess, assess_many
from consultation.collation.actions.exports import make_table, request_table
from consultation.collation.listing import Criteria
from consultation.collation.papers.collation import table
from consultation.models import Assessment, DispositionCount, Round
from consultation.replies.actions.replies import release
from consultation.rounds.actions.rounds import close_now, invite
from consultation.rounds.figures import covering_figures, round_words
from plans.documents.actions import draw
from plans.enums import FileFormat
from plans.rendering.blocks import Document
from plans.system import storage
from plans.system.jobs import claim
from taskforce.gates.papers import adoption_document
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db
SHOWN = [
    *(("发函", 2), ("回函", 1), ("有意见", 1), ("无意见", 0), ("未反馈", 1), ("意见", 9)),
    *(("采纳", 1), ("部分采纳", 2), ("不采纳", 3), ("留作参考", 1), ("待处理", 2)),
]
SAID = "共收到意见9条，其中采纳1条、部分采纳2条、不采纳3条、留作参考1条、待处理2条。"
TO_GIVE = {"adopted": [1], "partly": [2, 3], "not_adopted": [4, 5, 6], "noted": [7]}


@pytest.fixture
def scene() -> Scene:
    """Nine opinions of one of two units asked, seven of them treated."""
    made = make_scene()
    invite(made.round, by=made.cast.drafter, units=[made.cast.other_district])
    for _ in range(9):
        made.draft()
    release(made.invitation.pk, by=made.cast.head)
    rows = Assessment.objects.filter(round=made.round)
    for value, numbers in TO_GIVE.items():
        for row in rows.filter(number__in=numbers):
            assess(row.pk, Answer("noted"), by=made.cast.drafter)
            assess(row.pk, Answer(value, "因"), by=made.cast.drafter)
    made.round.refresh_from_db()
    return made


def word(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(draw(document, FileFormat.DOCX)))


def on_screen(scene: Scene) -> list[tuple[str, int]]:
    client = Client()
    client.force_login(scene.cast.drafter)
    page = html.fromstring(client.get(reverse("round", args=[scene.round.pk])).content)
    (figures,) = page.xpath('//dl[@class="figures"]')
    return [(one.findtext("dt"), int(one.findtext("dd"))) for one in figures.findall("div")]


def in_the_workbook(scene: Scene) -> list[tuple[str, int]]:
    attempt = claim(request_table(scene.round, Criteria(), by=scene.cast.drafter).pk)
    assert attempt is not None
    book = load_workbook(io.BytesIO(storage.read(make_table(attempt)["path"])))
    rows = list(book["情况"].iter_rows(values_only=True))[3:]
    return [(re.sub("（[家条]）$", "", str(name)), int(str(count))) for name, count in rows]


def in_the_adoption_table(scene: Scene) -> list[tuple[str, int]]:
    paper = adoption_document(scene.round.plan, [scene.round], on=date(2026, 1, 1))
    head, row = word(paper).tables[-1].rows
    assert (head.cells[0].text, row.cells[0].text) == ("征求意见", "征求意见")
    pairs = zip(head.cells[1:], row.cells[1:], strict=True)
    return [(name.text, int(count.text)) for name, count in pairs]


def test_screen_workbook_and_table_show_the_same(scene: Scene, files: Path) -> None:
    assert on_screen(scene) == SHOWN
    assert in_the_workbook(scene) == SHOWN
    assert in_the_adoption_table(scene) == SHOWN


def test_the_parts_add_up_to_the_whole(scene: Scene) -> None:
    shown = dict(on_screen(scene))
    assert shown["回函"] + shown["未反馈"] == shown["发函"]
    assert shown["有意见"] + shown["无意见"] == shown["回函"]
    at = list(shown).index("意见")
    assert sum(list(shown.values())[at + 1 :]) == shown["意见"]


def test_papers_and_report_say_the_same_sentence(scene: Scene) -> None:
    paper = word(table(scene.round, Criteria(), date(2026, 1, 1)))
    assert f"发函2家，回函1家（有意见1家、无意见0家），未反馈1家。{SAID}" in {
        one.text for one in paper.paragraphs
    }
    assert round_words("甲", covering_figures(scene.round)) == (
        f"“甲”：发函2家，回函1家（有意见1家、无意见0家），未反馈1家；{SAID}"
    )


def test_a_completed_round_shows_what_was_frozen(scene: Scene) -> None:
    rest = Assessment.objects.filter(round=scene.round).exclude(number__in=[4, 5, 6, 7])
    ids = list(rest.values_list("pk", flat=True))
    assess_many(ids, Answer("not_adopted", "因"), by=scene.cast.drafter)
    close_now(scene.round, by=scene.cast.drafter, reason="试")
    done = complete_round(scene.round, by=scene.cast.drafter)
    assert [done.figures[name] for name in ("comments", "not_adopted", "noted", "open")] == [
        9, 8, 1, 0,
    ]  # fmt: skip
    old = {"invited": 3, "silent": 3, "comments": 5, "noted": 5}
    Round.objects.filter(pk=done.pk).update(figures=old)
    DispositionCount.objects.all().delete()
    shown = covering_figures(Round.objects.get(pk=done.pk))
    assert {name: count for name, count in shown.items() if count} == old


def test_the_migration_counts_what_was_answered_before(scene: Scene) -> None:
    kept = dict(DispositionCount.objects.values_list("disposition", "count"))
    assert kept == {"adopted": 1, "partly": 2, "not_adopted": 3, "noted": 1}
    DispositionCount.objects.all().delete()
    import_module("consultation.migrations.0011_counts_by_disposition").fill(apps, None)
    assert dict(DispositionCount.objects.values_list("disposition", "count")) == kept
