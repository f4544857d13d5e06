"""预览: a part of the plan as an official page, saved or as it stands in the editor."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from plans.models import Plan, Provision
from tests.cast import Cast, make_cast, make_plan


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


def text_of(content: bytes) -> str:
    with pdfplumber.open(BytesIO(content)) as pdf:
        return "".join("".join(page.extract_text().split()) for page in pdf.pages)


def address(row: Provision) -> str:
    return reverse("preview_provision", args=[row.plan.slug, row.pk])


def test_a_chapter_is_shown_with_all_below_it(plan: Plan, desk: Client) -> None:
    answer = desk.get(address(plan.provisions.get(title="重点任务")))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "inline" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert text_of(b"".join(answer)) == (
        "二、重点任务1.强化引领。深入开展活动。2.服务创新。建设创新平台。—1—"
    )


def test_what_stands_in_the_editor_is_shown_and_not_kept(plan: Plan, desk: Client) -> None:
    row = plan.provisions.get(title="强化引领")
    typed = {"title": "强化新引领", "text": "还没有保存。", "run_in": "on", "version": "1"}
    assert text_of(b"".join(desk.post(address(row), typed))) == "1.强化新引领。还没有保存。—1—"
    row.refresh_from_db()
    assert (row.title, row.text, row.version) == ("强化引领", "深入开展活动。", 1)


def test_a_deleted_part_and_an_outsider_get_nothing(cast: Cast, plan: Plan, desk: Client) -> None:
    row = plan.provisions.get(title="总体要求")
    Provision.objects.filter(pk=row.pk).update(deleted_at="2026-01-01T00:00:00Z")
    assert desk.get(address(row)).status_code == 404
    desk.force_login(cast.outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert desk.get(address(plan.provisions.get(title="重点任务"))).status_code == 404


def test_the_outline_and_the_editor_lead_to_it(plan: Plan, desk: Client) -> None:
    row = plan.provisions.get(title="总体要求")
    for page in (reverse("plan", args=[plan.slug]), reverse("provision", args=[plan.slug, row.pk])):
        assert address(row) in desk.get(page).content.decode()


def test_what_a_save_would_refuse_is_not_shown(plan: Plan, desk: Client) -> None:
    row = plan.provisions.get(title="强化引领")
    for text, told in (("秘密★1年", "带有密级标志"), ("长" * 200_001, "正文超过")):
        typed = {"title": row.title, "text": text, "version": "1"}
        answer = desk.post(address(row), typed)
        assert answer.headers["Content-Type"].startswith("text/html")
        assert told in answer.content.decode()
