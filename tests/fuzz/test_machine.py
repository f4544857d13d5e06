"""The machine knows every action, and what it does in two minutes breaks nothing."""

from __future__ import annotations

from random import Random

import pytest
from django.db import transaction

from tests.fuzz.drawing import Draw, NothingThere
from tests.fuzz.found import EXEMPT, actions
from tests.fuzz.invariants import broken
from tests.fuzz.machine import Machine
from tests.fuzz.start import begin

SEEDS = range(1, 9)
STEPS = 400
"""About two minutes on each database; ``make fuzz`` goes on from there."""


def test_every_exemption_is_an_action() -> None:
    assert set(EXEMPT) <= set(actions())


@pytest.mark.django_db
def test_every_action_can_be_drawn() -> None:
    begin(deep=True)
    draw = Draw(Random(0))
    for name, action in actions().items():
        if name in EXEMPT:
            continue
        try:
            assert draw.arguments(action) is not None
        except NothingThere:
            continue


@pytest.mark.django_db
def test_nothing_breaks_in_the_seeds_that_everybody_runs() -> None:
    for seed in SEEDS:
        with transaction.atomic():
            begin(deep=seed % 2 == 0)
            assert broken() == []
            machine = Machine(seed)
            machine.run(STEPS)
            assert machine.faults == [], machine.told()
            assert sum(machine.counts.values()) > STEPS // 2
            transaction.set_rollback(True)
