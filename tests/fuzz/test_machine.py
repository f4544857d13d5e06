"""The machine knows every action, does most of them, and what it does breaks nothing."""

from __future__ import annotations

from random import Random

import pytest
from django.db import transaction

from tests.fuzz.drawing import Draw, NothingThere
from tests.fuzz.found import EXEMPT, actions
from tests.fuzz.invariants import broken
from tests.fuzz.machine import Machine
from tests.fuzz.report import Counts, figures, never_done, write
from tests.fuzz.start import STARTS, begin

SEEDS = range(1, 9)
STEPS = 200
"""About two minutes on each database; ``make fuzz`` goes on from there."""
AT_LEAST = 150
"""Kinds of action that these seeds do; the report names those that they do not."""


def test_every_exemption_is_an_action() -> None:
    assert set(EXEMPT) <= set(actions())


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(len(STARTS)))
def test_every_start_is_whole_and_every_action_can_be_drawn(seed: int) -> None:
    begin(seed)
    assert broken() == []
    draw = Draw(Random(seed))
    for name, action in actions().items():
        if name in EXEMPT:
            continue
        try:
            assert draw.arguments(action) is not None
        except NothingThere:
            continue


@pytest.mark.django_db
def test_nothing_breaks_in_the_seeds_that_everybody_runs() -> None:
    counts, refusals = Counts(), Counts()
    for seed in SEEDS:
        with transaction.atomic():
            begin(seed)
            machine = Machine(seed)
            with machine.locks.watching():
                machine.run(STEPS)
            assert machine.faults == [], machine.told()
            transaction.set_rollback(True)
        counts, refusals = counts + machine.counts, refusals + machine.refusals
        write("seeds", counts, refusals, [])
    done = set(actions()) - set(EXEMPT) - set(never_done(counts))
    assert len(done) >= AT_LEAST, figures(counts)
