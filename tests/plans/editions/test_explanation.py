"""编制说明: every save a row, kept with the 送审稿, printed behind it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from plans.editions.actions.explanation import save_explanation, standing_explanation
from plans.editions.actions.freezing import freeze_edition
from plans.editions.papers import edition_document
from plans.errors import InvalidInput, NotAllowed, StaleVersion
from plans.models import AuditEntry, Edition, Explanation, Plan, Rendition
from plans.rendering.block_json import from_data
from plans.rendering.blocks import Document, Heading, Paragraph, Title, Toc
from tests.cast import Cast, make_cast, make_plan

TEXT = "一、编制背景\n“十三五”规划到期。"
LATER = "一、编制背景\n又有了新的要求。"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    return client


def save(cast: Cast, plan: Plan, text: str = TEXT, expected: int = 0) -> Explanation:
    return save_explanation(plan.pk, by=cast.drafter, text=text, expected_number=expected)


def test_every_save_is_a_row_and_leaves_a_trace(cast: Cast, plan: Plan) -> None:
    save(cast, plan)
    save(cast, plan, LATER, expected=1)
    rows = plan.explanations.values_list("number", "text", "written_by")
    assert list(rows) == [(2, LATER, cast.drafter.pk), (1, TEXT, cast.drafter.pk)]
    entry = AuditEntry.objects.filter(action="explanation.save").latest("pk")
    assert entry.new == {"number": 2, "sha256": hashlib.sha256(LATER.encode()).hexdigest()}


def test_nothing_is_written_when_nothing_changed(cast: Cast, plan: Plan) -> None:
    assert save(cast, plan) == save(cast, plan, TEXT + "\n", expected=1)
    assert plan.explanations.count() == 1


def test_a_save_on_an_older_version_is_refused(cast: Cast, plan: Plan) -> None:
    save(cast, plan)
    with pytest.raises(StaleVersion, match="已有人保存了新的修改"):
        save(cast, plan, LATER)
    assert plan.explanations.count() == 1


@pytest.mark.parametrize("text", ["", " \n ", "秘密★1年"])
def test_what_cannot_be_kept_is_refused(cast: Cast, plan: Plan, text: str) -> None:
    with pytest.raises(InvalidInput):
        save(cast, plan, text)
    assert not plan.explanations.exists()


def test_only_drafters_write_it(cast: Cast, plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        save_explanation(plan.pk, by=cast.outsider, text=TEXT, expected_number=0)


def test_the_database_refuses_doubles_changes_and_empty_texts(cast: Cast, plan: Plan) -> None:
    kept = save(cast, plan)
    values: dict[str, Any] = {"plan": plan, "sha256": "0" * 64, "written_by": cast.drafter}
    for wrong in ({"number": 1, "text": "x"}, {"number": 0, "text": "x"}, {"number": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Explanation.objects.create(**values | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Explanation.objects.filter(pk=kept.pk).update(text="anders")


def parts(document: Document) -> list[list[object]]:
    return [list(part.blocks) for part in document.parts]


def test_it_stays_with_the_edition_as_it_was(cast: Cast, plan: Plan) -> None:
    save(cast, plan)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="送审稿", explained=True)
    save(cast, plan, LATER, expected=1)
    kept = Edition.objects.get(pk=edition.pk)
    assert kept.explanation is not None
    assert (kept.explanation.text, standing_explanation(plan) == kept.explanation) == (TEXT, False)
    *_, last = parts(edition_document(kept, explained=True))
    assert isinstance(last[0], Title)
    assert "".join(last[0].lines) == "《测试规划（送审稿）》编制说明"
    assert [type(block) for block in last[1:]] == [Heading, Paragraph]
    assert len(parts(edition_document(kept))) == 2


def test_an_edition_without_it_has_none_to_print(cast: Cast, plan: Plan) -> None:
    save(cast, plan)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿")
    assert edition_document(edition, explained=True) == edition_document(edition)


def test_there_must_be_one_to_go_with_an_edition(cast: Cast, plan: Plan) -> None:
    with pytest.raises(InvalidInput, match="还没有编制说明"):
        freeze_edition(plan.pk, by=cast.drafter, label="送审稿", explained=True)
    assert not plan.editions.exists()


def test_written_frozen_and_read_in_the_browser(cast: Cast, plan: Plan, desk: Client) -> None:
    page = reverse("explanation", args=[plan.slug])
    assert "一、编制背景" in desk.get(page).content.decode()
    assert desk.post(page, {"text": TEXT, "number": 0}).status_code == 302
    stale = desk.post(page, {"text": LATER, "number": 0}).content.decode()
    assert "本次没有保存" in stale
    assert 'name="number" value="1"' in stale
    editions = reverse("editions", args=[plan.slug])
    assert "附编制说明（现为第1版）" in desk.get(editions).content.decode()
    desk.post(editions, {"kind": "submitted", "label": "送审稿", "explained": "on"})
    edition = plan.editions.get()
    version = reverse("explanation_version", args=[plan.slug, 1])
    assert version in desk.get(reverse("edition", args=[plan.slug, edition.pk])).content.decode()
    assert "规划到期" in desk.get(version).content.decode()


def test_a_look_at_it_is_a_pdf_and_keeps_nothing(cast: Cast, plan: Plan, desk: Client) -> None:
    answer = desk.post(
        reverse("preview_explanation", args=[plan.slug]), {"text": TEXT, "number": 0}
    )
    assert b"".join(answer)[:5] == b"%PDF-"
    assert not plan.explanations.exists()


def test_the_outsider_finds_nothing(cast: Cast, plan: Plan, client: Client) -> None:
    client.force_login(cast.outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("explanation", args=[plan.slug])).status_code == 404


def test_the_options_of_the_page_reach_the_file(cast: Cast, plan: Plan, desk: Client) -> None:
    save(cast, plan)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="送审稿", explained=True)
    address = reverse("edition_document", args=[plan.slug, edition.pk, "pdfa"])
    desk.post(address, {"wide_margin": "on", "line_numbers": "on", "explained": "on"})
    kept = Rendition.objects.get()
    document = from_data(kept.tree)
    assert (kept.format, kept.variant) == ("pdf", "a2a")
    assert (document.wide_margin, document.line_numbers) == (True, True)
    assert [Toc() in blocks for blocks in parts(document)] == [False, False]
    assert desk.post(address.replace("pdfa", "xlsx")).status_code == 404
