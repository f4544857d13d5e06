"""The table of states that may stand together, against the worlds that the tests and demo make."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from consultation.models import Assessment, Invitation, OpinionGroup
from taskforce.models import Gate
from tests.fuzz.combinations import ALLOWED, combinations_are_in_the_table, spread, standing
from tests.fuzz.start import STARTS, answered
from tests.taskforce.gates.withdrawn import approved
from tests.world import make_world


@pytest.mark.django_db
def test_the_world_of_every_address_is_in_the_table() -> None:
    make_world()
    assert list(combinations_are_in_the_table()) == []
    assert {what for what, _, _ in standing()} == {"gate", "invitation", "group"}


@pytest.mark.django_db
@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)
def test_where_the_machine_starts_is_in_the_table(start: Callable[[], None]) -> None:
    start()
    assert list(combinations_are_in_the_table()) == []


@pytest.mark.django_db
def test_an_approved_plan_is_in_the_table() -> None:
    approved()
    assert list(combinations_are_in_the_table()) == []


def test_a_row_allows_each_combination_of_its_cells() -> None:
    assert spread([("a b", "c"), ("d", "e")]) == {("a", "c"), ("b", "c"), ("d", "e")}


def test_the_tables_say_no_to_what_was_found_once() -> None:
    """What the issues told of, as it would stand in the database."""
    refused = [
        ("gate", ("deliberating", "deciding", "open", "none", "-", "-")),
        ("gate", ("deliberating", "deciding", "open", "decided", "passed", "-")),
        ("gate", ("deliberating", "ended", "waiting", "none", "-", "-")),
        ("gate", ("deliberating", "deciding", "waiting", "recalled", "passed", "-")),
        ("gate", ("approved", "active", "waiting", "none", "-", "-")),
        ("invitation", ("units", "running", "no_reply", "opinions", "open")),
        ("invitation", ("units", "running", "released", "begun", "draft")),
        ("invitation", ("units", "completed", "released", "opinions", "open")),
        ("invitation", ("units", "completed", "to_confirm", "begun", "-")),
        ("group", ("confirmed", "several")),
        ("group", ("confirmed", "some")),
    ]
    assert [one for one in refused if one[1] in ALLOWED[one[0]]] == []


@pytest.mark.django_db
def test_each_kind_of_stray_is_seen() -> None:
    answered()
    OpinionGroup.objects.all().delete()
    rows = Assessment.objects.filter(unit__isnull=False)
    group = OpinionGroup.objects.create(round=rows[0].round, confirmed_at=timezone.now())
    rows.update(group=group, disposition="", state="open")
    assert list(combinations_are_in_the_table()) == []
    Gate.objects.update(state="passed")
    Invitation.objects.filter(state="released").update(state="no_reply")
    Assessment.objects.filter(pk=rows[0].pk).update(disposition="noted", state="done")
    strays = [one.partition(" ")[0] for one in combinations_are_in_the_table()]
    assert set(strays) == {"gate", "invitation", "group"}
