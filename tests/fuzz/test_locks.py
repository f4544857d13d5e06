"""Locks are taken in one order, and whoever takes them otherwise is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from plans.drafting.actions.revising import lock_plan
from plans.models import Plan
from taskforce.enums import GateState
from taskforce.models import Gate, Stage, Timeline
from taskforce.states import lock_timeline, set_gate_state
from tests.fuzz.locks import ORDER, Recorder, Transaction
from tests.fuzz.start import STARTS, decided

NAMES = ["User", "Timeline", "Plan", "Round", "Invitation", "Comment", "Assessment"]


def test_the_order_of_the_document() -> None:
    assert [one.__name__ for one in ORDER] == NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)
def test_where_the_machine_starts_all_locks_were_in_order(start: Callable[[], None]) -> None:
    locks = Recorder()
    with locks.watching():
        start()
    assert locks.faults == []


@pytest.mark.parametrize("earlier", range(len(ORDER)))
def test_each_pair_has_one_order(earlier: int) -> None:
    for later in range(len(ORDER)):
        now = Transaction()
        assert list(now.faults(ORDER[earlier], 1)) == []
        told = [f"{NAMES[later]} after {NAMES[earlier]}"] if later < earlier else []
        assert list(now.faults(ORDER[later], 2)) == told


def test_several_plans_are_locked_by_number_and_none_twice() -> None:
    now = Transaction()
    assert [list(now.faults(Plan, pk)) for pk in (3, 5, 3)] == [[], [], []]
    assert list(now.faults(Plan, 4)) == ["Plan 4 after Plan 5"]


def test_a_gate_is_locked_behind_its_timeline() -> None:
    now = Transaction()
    assert list(now.faults(Gate, 1)) == ["Gate without its Timeline"]
    now = Transaction()
    assert [list(now.faults(one, 1)) for one in (Timeline, Gate, Stage)] == [[], [], []]


@pytest.mark.django_db
def test_functions_of_the_house_that_turn_it_round_are_seen() -> None:
    decided()
    plan, gate = Plan.objects.get(), Gate.objects.filter(state="waiting")[0]
    locks = Recorder()
    with locks.watching(), transaction.atomic():
        lock_plan(plan.pk)
        lock_timeline(plan=plan.pk)
    assert locks.faults == ["Timeline after Plan: lock_timeline"]
    locks = Recorder()
    with locks.watching(), locks.fresh():
        set_gate_state(gate, GateState.OPEN)
    assert locks.faults == ["Gate without its Timeline: set_gate_state"]
