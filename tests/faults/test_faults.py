"""The short form of ``make faults``: a journey under kills, on each way of running."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.harness.worker import ROOT

SECONDS = "15"


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("production", marks=pytest.mark.production),
    ],
)
def test_nothing_acknowledged_is_lost_or_doubled(kind: str) -> None:
    command = [sys.executable, "-m", "tests.faults.run", kind, SECONDS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert sum(told["kills"].values()) >= 3
    assert min(told[one]["acknowledged"] for one in ("saves", "opinions")) >= 5
