"""意见汇总处理表: one list of columns on screen, in both workbooks and on paper."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from consultation.collation.actions.dispositions import Answer, assess
from consultation.collation.columns import COLUMNS
from consultation.collation.listing import Criteria
from consultation.collation.papers.collation import table as paper
from consultation.models import Assessment, Round
from consultation.replies.actions.opinions import Opinion
from consultation.rounds.actions.drafts import RoundTerms
from consultation.suggestions.actions.receiving import Citizen, submit_suggestion
from plans.rendering.blocks import Cell, Table, plain
from plans.system.system_user import system_user
from tests.consultation.collation.test_exports import table as workbook
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db
SAID = Opinion("change", "深入开展活动。", "更准确", quote="开展活动。")
TABLES = {
    "screen": [
        ("编号", "0001"), ("章条", "一、总体要求 文字已不在，条目仍在"),
        ("意见内容", "修改：深入开展活动。"), ("提出单位", "社会公众"),
        ("经办人", "—"), ("处理意见", "不采纳"),
    ],
    "paper": [
        ("编号", "0001"), ("章条", "一、总体要求"), ("原文", "开展活动。"),
        ("意见内容", "深入开展活动。\n更准确"), ("提出单位", "社会公众"),
        ("处理意见", "不采纳"), ("处理理由", "已有规定"),
    ],
    "workbook": [
        ("编号", "0001"), ("章条", "一、总体要求"), ("原文", "开展活动。"), ("意见类型", "修改"),
        ("意见内容", "深入开展活动。"), ("理由", "更准确"), ("提出单位", "社会公众"),
        ("处理意见", "不采纳"), ("处理理由", "已有规定"),
    ],
    "named": [
        ("编号", "0001"), ("章条", "一、总体要求"), ("原文", "开展活动。"), ("意见类型", "修改"),
        ("意见内容", "深入开展活动。"), ("理由", "更准确"), ("提出单位", "王某"),
        ("处理意见", "不采纳"), ("处理理由", "已有规定"),
        ("联系方式", "13800000000"),
    ],
}  # fmt: skip


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def suggested(scene: Scene) -> Round:
    """One opinion of a citizen on the first chapter, refused."""
    now = timezone.now()
    terms = RoundTerms("公开", "public", now - timedelta(days=1), now + timedelta(days=40))
    public = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    said = Opinion(
        SAID.kind, SAID.proposal, SAID.reason, quote=SAID.quote,
        place=public.edition.provisions.get(order=0),
    )  # fmt: skip
    submit_suggestion(
        public, said, Citizen("王某", "13800000000"), by=system_user(), key=uuid.uuid4(),
    )  # fmt: skip
    row = Assessment.objects.get(round=public)
    assess(row.pk, Answer("not_adopted", "已有规定"), by=scene.cast.drafter)
    return public


def on_screen(public: Round, scene: Scene) -> list[tuple[str, str]]:
    client = Client()
    client.force_login(scene.cast.drafter)
    page = html.fromstring(client.get(reverse("comments", args=[public.pk])).content)
    (head,), (row,) = page.xpath("//thead/tr"), page.xpath("//tbody/tr")
    pairs = zip(list(head)[1:], list(row)[1:], strict=True)
    shown = [(name.text_content(), " ".join(one.text_content().split())) for name, one in pairs]
    assert [one.get("data-label") for one in list(row)[2:]] == [name for name, _ in shown[1:]]
    return shown


def on_paper(public: Round) -> list[tuple[str, str]]:
    blocks = paper(public, Criteria(), date(2026, 1, 1)).parts[0].blocks
    (table,) = [block for block in blocks if isinstance(block, Table)]
    head, row = table.rows
    return [(_words(name), _words(one)) for name, one in zip(head.cells, row.cells, strict=True)]


def _words(cell: Cell) -> str:
    return "\n".join(plain(runs) for runs in cell.paragraphs)


def in_a_workbook(public: Round, scene: Scene, *, personal: bool) -> list[tuple[str, str]]:
    head, row = workbook(public, scene.cast.drafter, personal=personal)
    return [(str(name), str(one)) for name, one in zip(head, row, strict=True)]


def test_every_table_shows_its_columns_of_the_one_list(scene: Scene, files: Path) -> None:
    public = suggested(scene)
    assert {
        "screen": on_screen(public, scene),
        "paper": on_paper(public),
        "workbook": in_a_workbook(public, scene, personal=False),
        "named": in_a_workbook(public, scene, personal=True),
    } == TABLES


def test_every_column_stands_in_a_table_and_has_a_key_of_its_own() -> None:
    shown = {heading for table in TABLES.values() for heading, _ in table}
    assert {one.heading for one in COLUMNS} == shown
    assert len({one.key for one in COLUMNS}) == len(COLUMNS)
