"""Margin notes as parts of the page: for a script a part, for a plain press the page again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import Note, Provision
from tests.cast import Cast, make_cast, make_plan
from tests.world import client_of

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def row(cast: Cast) -> Provision:
    return make_plan(cast.drafter).provisions.get(title="总体要求")


@pytest.fixture
def desk(cast: Cast) -> Client:
    return client_of(cast.drafter)


def test_a_script_gets_the_note_and_an_empty_form(desk: Client, row: Provision) -> None:
    url = reverse("note", args=[row.plan.slug, row.pk])
    part = desk.post(url, {"body": "请核对数字"}, headers=PART).content.decode()
    assert "请核对数字" in part
    assert 'id="note-form"' in part
    assert "<html" not in part
    note = Note.objects.get()
    part = desk.post(url, {"body": "已核对", "reply_to": note.pk}, headers=PART).content.decode()
    assert "已核对" in part
    assert f'id="note-form{note.pk}"' in part
    assert "请核对数字" not in part


def test_settling_renews_the_state_alone(desk: Client, row: Provision) -> None:
    desk.post(reverse("note", args=[row.plan.slug, row.pk]), {"body": "看"})
    url = reverse("resolve_note", args=[row.plan.slug, Note.objects.get().pk])
    part = desk.post(url, headers=PART).content.decode()
    assert "已处理：起草人" in part
    assert "重新打开" in part
    assert "标为已处理" in desk.post(url, headers=PART).content.decode()


def test_a_plain_press_goes_back_to_the_editor(desk: Client, row: Provision) -> None:
    url = reverse("note", args=[row.plan.slug, row.pk])
    answer = desk.post(url, {"body": "看"}, follow=True)
    assert "批注已添加。" in answer.content.decode()
    refused = desk.post(url, {"body": " "}, headers=PART)
    assert (refused.status_code, refused.json()) == (
        409,
        {"message": "批注应在1至2000字之间。"},
    )
