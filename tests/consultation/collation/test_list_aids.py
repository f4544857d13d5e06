"""Saved views are one's own; reasons at hand are the plan's."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultation.collation.actions.list_aids import (
    add_reason,
    change_reason,
    delete_reason,
    delete_view,
    save_view,
)
from consultation.collation.canned_reasons import DEFAULT_REASONS, reasons_of
from consultation.models import CannedReason, SavedView
from plans.errors import InvalidInput, NotAllowed
from plans.models import AuditEntry
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_a_view_keeps_the_filters_under_a_name_of_ones_own(scene: Scene) -> None:
    by = scene.cast.drafter
    save_view(scene.round, by=by, name=" 待我办 ", query="mine=on")
    view = save_view(scene.round, by=by, name="待我办", query="mine=on&state=open")
    assert list(SavedView.objects.values_list("name", "query")) == [
        ("待我办", "mine=on&state=open")
    ]
    with pytest.raises(NotAllowed):
        save_view(scene.round, by=scene.cast.officer, name="看", query="mine=on")
    with pytest.raises(NotAllowed):
        delete_view(view, by=scene.cast.writer)
    for name, query in (("", "mine=on"), ("空", "")):
        with pytest.raises(InvalidInput):
            save_view(scene.round, by=by, name=name, query=query)
    delete_view(view, by=by)
    actions = AuditEntry.objects.filter(action__startswith="view.").order_by("pk")
    assert [one.action for one in actions] == ["view.save", "view.save", "view.delete"]


def test_a_view_without_filters_or_of_one_name_twice_is_no_row(scene: Scene) -> None:
    for query in ("", "mine=on"):
        rows = [
            SavedView(round=scene.round, owner=scene.cast.drafter, name="一", query=query)
            for _ in range(2)
        ]
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.bulk_create(rows)


def test_a_view_is_shown_on_the_list_and_its_address_works_for_a_colleague(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.cast.drafter)
    address = reverse("keep_view", args=[scene.round.pk]) + "?kind=change&after=7"
    answer = client.post(address, {"name": "修改类"})
    listing = reverse("comments", args=[scene.round.pk])
    assert answer.headers["Location"] == f"{listing}?kind=change"
    page = client.get(listing).content.decode()
    assert f'<a href="{listing}?kind=change">修改类</a>' in page
    view = SavedView.objects.get()
    client.post(reverse("drop_view", args=[scene.round.pk, view.pk]))
    assert not SavedView.objects.exists()


def test_reasons_are_the_usual_ones_until_staff_has_own(scene: Scene) -> None:
    plan, by = scene.round.plan, scene.cast.drafter
    assert reasons_of(plan) == list(DEFAULT_REASONS)
    made = add_reason(plan, by=by, text=" 已转有关部室。 ")
    assert reasons_of(plan) == [*DEFAULT_REASONS, "已转有关部室。"]
    change_reason(made, by=by, text="已转有关部室研究。")
    with pytest.raises(InvalidInput, match="已有"):
        change_reason(made, by=by, text=DEFAULT_REASONS[0])
    delete_reason(plan, DEFAULT_REASONS[0], by=by)
    assert reasons_of(plan) == [*DEFAULT_REASONS[1:], "已转有关部室研究。"]
    for text in reasons_of(plan):
        delete_reason(plan, text, by=by)
    assert (reasons_of(plan), CannedReason.objects.count()) == (list(DEFAULT_REASONS), 0)


def test_reasons_are_the_managers_to_change(scene: Scene, client: Client) -> None:
    with pytest.raises(NotAllowed):
        add_reason(scene.round.plan, by=scene.cast.writer, text="因")
    with pytest.raises(InvalidInput):
        add_reason(scene.round.plan, by=scene.cast.drafter, text=" ")
    client.force_login(scene.cast.drafter)
    address = reverse("reasons", args=[scene.round.plan.slug])
    client.post(address, {"text": "另行研究。"})
    assert "另行研究。" in client.get(address).content.decode()
