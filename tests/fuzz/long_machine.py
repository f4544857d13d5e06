"""``make fuzz``: the machine for as long as it is given, alone and with four threads at once.

PORTAL_TEST_FUZZ_MINUTES says how long (60), PORTAL_TEST_FUZZ_SEED where to begin (1000). What is
found stands in var/reports/fuzz-DATABASE.txt, each with its seed and its last steps.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from tests.fuzz.invariants import broken
from tests.fuzz.machine import Machine
from tests.fuzz.start import begin

MINUTES = float(os.environ.get("PORTAL_TEST_FUZZ_MINUTES", "60"))
SEED = int(os.environ.get("PORTAL_TEST_FUZZ_SEED", "1000"))
REPORTS = Path(__file__).resolve().parents[2] / "var" / "reports"
STEPS, THREADS, TURNS = 400, 4, 15


def _report(found: list[str], counts: Counter[tuple[str, str]], kind: str) -> None:
    """Write what was tried and found, and say the figures."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    file = REPORTS / f"fuzz-{connection.vendor}-{kind}.txt"
    outcomes = Counter[str]()
    for (_, outcome), times in counts.items():
        outcomes[outcome] += times
    tried = {name for name, _ in counts}
    never = sorted(name for name in tried if not counts[name, "done"])
    said = f"{sum(outcomes.values())} acts of {len(tried)} kinds: {dict(outcomes)}"
    file.write_text("\n\n".join([said, f"never done: {never}", *found]), encoding="utf-8")
    assert found == [], f"{len(found)} found, see {file}"


@pytest.mark.django_db
def test_alone() -> None:
    found, counts = [], Counter[tuple[str, str]]()
    ends, seed = time.monotonic() + MINUTES * 30, SEED
    while time.monotonic() < ends:
        with transaction.atomic():
            begin(deep=seed % 2 == 0)
            machine = Machine(seed)
            machine.run(STEPS)
            transaction.set_rollback(True)
        counts += machine.counts
        found += [machine.told()] if machine.faults else []
        seed += 1
    _report(found, counts, "alone")


@pytest.mark.django_db(transaction=True)
def test_four_at_once() -> None:
    found, counts = [], Counter[tuple[str, str]]()
    ends, seed = time.monotonic() + MINUTES * 30, SEED
    begin(deep=True)
    while time.monotonic() < ends:
        machines = [Machine(seed + number, alone=False) for number in range(THREADS)]
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(_turns, machines))
        for machine in machines:
            counts += machine.counts
            found += [machine.told()] if machine.faults else []
        told = [one.told(TURNS) for one in machines]
        found += ["\n".join([*wrong, *told])] if (wrong := broken()) else []
        if wrong:
            break
        seed += THREADS
    _report(found, counts, "four")


def _turns(machine: Machine) -> None:
    try:
        machine.run(TURNS)
    finally:
        connections.close_all()
