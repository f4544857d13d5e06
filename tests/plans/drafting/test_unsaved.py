"""Unsaved text waits until it is saved or refused, whatever else is opened, typed and saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.drafting.tasks import forget_copies
from plans.models import Autosave, Provision
from plans.permissions import DRAFT_PLAN, READ_DRAFT, grant, revoke
from tests.cast import Cast, make_cast, make_plan
from tests.world import client_of

pytestmark = pytest.mark.django_db
HIDDEN = ("version", "page", "shown")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def row(cast: Cast) -> Provision:
    return make_plan(cast.drafter).provisions.get(title="总体要求")


class Editor:
    """One page of the editor, as a browser holds it."""

    def __init__(self, client: Client, row: Provision) -> None:
        self.client, self.row = client, row
        page = self.open(client, row)
        form = page.context["form"]
        self.fields: dict[str, Any] = {name: form[name].value() or "" for name in HIDDEN}
        self.fields |= {name: form[name].value() for name in ("title", "text")}
        self.words = page.content.decode()

    @staticmethod
    def open(client: Client, row: Provision) -> Any:
        return client.get(reverse("provision", args=[row.plan.slug, row.pk]))

    def send(self, name: str, text: str | None = None) -> Any:
        if text is not None:
            self.fields["text"] = text
        return self.client.post(reverse(name, args=[self.row.plan.slug, self.row.pk]), self.fields)

    def type(self, text: str) -> None:
        assert self.send("keep_unsaved", text).status_code == 200


def waiting() -> list[str]:
    return [one.text for one in Autosave.objects.filter(settled_at=None)]


def test_unsaved_text_stands_in_the_editor_with_what_changed(cast: Cast, row: Provision) -> None:
    Editor(client_of(cast.drafter), row).type("我写了一半。\n——坚持守正创新。")
    again = Editor(client_of(cast.drafter), row)
    assert again.fields["text"] == "我写了一半。\n——坚持守正创新。"
    assert "写的文字还没有保存，已放回编辑框" in again.words
    assert "改了什么" in again.words
    assert "<del>" in again.words
    assert "回到已保存的正文" in again.words
    grant(DRAFT_PLAN, cast.writer, row.plan)
    assert Editor(client_of(cast.writer), row).words.count("没有保存的文字") == 0


def test_a_page_opened_earlier_neither_deletes_nor_overwrites_it(
    cast: Cast, row: Provision
) -> None:
    early = Editor(client_of(cast.drafter), row)
    Editor(client_of(cast.drafter), row).type("在另一台电脑上写的。")
    early.send("save")
    assert waiting() == ["在另一台电脑上写的。"]
    early.type("一个字。")
    assert sorted(waiting()) == sorted(["在另一台电脑上写的。", "一个字。"])
    early.send("save", "一个字。")
    assert waiting() == ["在另一台电脑上写的。"]


def test_going_on_from_it_replaces_it_and_saving_takes_it(cast: Cast, row: Provision) -> None:
    Editor(client_of(cast.drafter), row).type("甲。")
    page = Editor(client_of(cast.drafter), row)
    page.type("甲乙。")
    page.type("甲乙丙。")
    assert waiting() == ["甲乙丙。"]
    page.send("save", "甲乙丙丁。")
    row.refresh_from_db()
    assert (row.text, waiting()) == ("甲乙丙丁。", [])


def test_what_was_written_on_after_the_page_was_opened_is_not_replaced(
    cast: Cast, row: Provision
) -> None:
    first = Editor(client_of(cast.drafter), row)
    first.type("甲。")
    second = Editor(client_of(cast.drafter), row)
    first.type("甲，又写了。")
    second.type("甲，第二处。")
    assert sorted(waiting()) == sorted(["甲，又写了。", "甲，第二处。"])
    assert "另有1份没有保存的文字" in Editor(client_of(cast.drafter), row).words


def test_refused_text_can_be_taken_again_for_a_week(cast: Cast, row: Provision) -> None:
    client = client_of(cast.drafter)
    Editor(client, row).type("甲。")
    page = Editor(client, row)
    page.send("drop_unsaved", "甲，没来得及留存的。")
    assert waiting() == []
    assert Editor(client, row).fields["text"] == "坚持服务大局。\n——坚持守正创新。"
    listed = client.get(reverse("kept_texts", args=[row.plan.slug, row.pk])).context["copies"]
    assert [one.text for one, _ in listed] == ["甲，没来得及留存的。", "甲。"]
    take = reverse("take_kept", args=[row.plan.slug, row.pk, listed[0][0].pk])
    client.post(take)
    assert Editor(client, row).fields["text"] == "甲，没来得及留存的。"
    assert client_of(cast.writer).post(take).status_code == 404


def test_the_clock_removes_old_copies_and_never_what_waits(cast: Cast, row: Provision) -> None:
    now = timezone.now()
    for text, settled in (("等", None), ("新", 6), ("旧", 8)):
        Autosave.objects.create(
            user=cast.drafter,
            provision=row,
            base_version=1,
            title=row.title,
            text=text,
            saved_at=now - timedelta(days=30),
            settled_at=now - timedelta(days=settled) if settled else None,
        )
    forget_copies()
    assert sorted(Autosave.objects.values_list("text", flat=True)) == sorted(["等", "新"])


def test_the_last_five_are_kept_and_a_long_sitting_leaves_copies(
    cast: Cast, row: Provision
) -> None:
    page = Editor(client_of(cast.drafter), row)
    for number in range(8):
        page.type(f"第{number}稿。")
        Autosave.objects.update(begun_at=timezone.now() - timedelta(minutes=11))
    assert waiting() == ["第7稿。"]
    past = Autosave.objects.exclude(settled_at=None)
    assert [one.text for one in past] == [f"第{number}稿。" for number in (6, 5, 4, 3, 2)]


def test_a_conflict_keeps_the_text_until_it_is_saved(cast: Cast, row: Provision) -> None:
    page = Editor(client_of(cast.drafter), row)
    Editor(client_of(cast.drafter), row).send("save", "别处先存。")
    assert page.send("save", "我的另一种写法。").status_code == 409
    assert waiting() == ["我的另一种写法。"]


def test_a_right_that_has_ended_is_told_as_such(cast: Cast, row: Provision) -> None:
    grant(DRAFT_PLAN, cast.writer, row.plan)
    grant(READ_DRAFT, cast.writer, row.plan)
    page = Editor(client_of(cast.writer), row)
    revoke(DRAFT_PLAN, cast.writer, row.plan)
    assert page.send("keep_unsaved", "写着写着。").status_code == 403
    refused = page.send("save", "写着写着。")
    assert refused.status_code == 403
    assert '<textarea id="lost" rows="8" readonly>写着写着。</textarea>' in refused.content.decode()


def test_what_was_typed_back_to_the_saved_text_waits_no_more(cast: Cast, row: Provision) -> None:
    page = Editor(client_of(cast.drafter), row)
    page.type("改一改。")
    page.type("坚持服务大局。\n——坚持守正创新。")
    Editor(client_of(cast.drafter), row).send("save", "后来保存的。")
    assert waiting() == []
    assert "没有保存" not in Editor(client_of(cast.drafter), row).words


def test_refusing_one_of_two_copies_says_that_the_other_is_shown(
    cast: Cast, row: Provision
) -> None:
    first = Editor(client_of(cast.drafter), row)
    second = Editor(client_of(cast.drafter), row)
    first.type("第一份。")
    second.type("第二份。")
    second.send("drop_unsaved")
    page = Editor(client_of(cast.drafter), row)
    assert page.fields["text"] == "第一份。"
    assert waiting() == ["第一份。"]
