"""``make fuzz``: the machine for as long as it is given, alone and with four threads at once.

PORTAL_TEST_FUZZ_MINUTES says how long (60), PORTAL_TEST_FUZZ_SEED where to begin (1000). What is
found stands in var/reports/fuzz-DATABASE-KIND.txt, each with its seed and its last steps.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from tests.fuzz.invariants import broken
from tests.fuzz.ledger import Ledger
from tests.fuzz.locks import Recorder
from tests.fuzz.machine import Machine
from tests.fuzz.report import Counts, figures, write
from tests.fuzz.start import STARTS, begin

MINUTES = float(os.environ.get("PORTAL_TEST_FUZZ_MINUTES", "60"))
SEED = int(os.environ.get("PORTAL_TEST_FUZZ_SEED", "1000"))
STEPS, THREADS, TURNS = 400, 4, 15


@pytest.mark.django_db
def test_alone() -> None:
    found, counts, refusals = [], Counts(), Counts()
    ends, seed = time.monotonic() + MINUTES * 30, SEED
    while time.monotonic() < ends:
        with transaction.atomic():
            begin(seed)
            machine = Machine(seed)
            with machine.locks.watching():
                machine.run(STEPS)
            transaction.set_rollback(True)
        counts, refusals = counts + machine.counts, refusals + machine.refusals
        found += [machine.told()] if machine.faults else []
        seed += 1
        file = write("alone", counts, refusals, found)
    assert found == [], f"{len(found)} found in {figures(counts)}: see {file}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)
def test_four_at_once(start: Callable[[], None]) -> None:
    found: list[str] = []
    counts, refusals = Counts(), Counts()
    ends, seed = time.monotonic() + MINUTES * 30 / len(STARTS), SEED
    start()
    ledger, locks = Ledger(), Recorder()
    while time.monotonic() < ends and not found:
        machines = [Machine(seed + one, ledger=ledger, locks=locks) for one in range(THREADS)]
        with ledger.watching(), locks.watching(), ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(_turns, machines))
        for machine in machines:
            counts, refusals = counts + machine.counts, refusals + machine.refusals
            found += [machine.told()] if machine.faults else []
        wrong = broken() + ledger.differences() + locks.faults
        found += ["\n".join([*wrong, *(one.told(TURNS) for one in machines)])] if wrong else []
        seed += THREADS
    file = write(f"four-{start.__name__}", counts, refusals, found)
    assert found == [], f"{len(found)} found in {figures(counts)}: see {file}"


def _turns(machine: Machine) -> None:
    try:
        machine.run(TURNS)
    finally:
        connections.close_all()
