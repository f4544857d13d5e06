"""``make test``: the whole suite on SQLite, then on PostgreSQL and Redis; a summary at the end.

Journeys run on SQLite, the main ones also on PostgreSQL; tests of a way of running
(``embedded``, ``production``) where they belong. What is left out or skipped is named.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from tests.harness.services import ServiceError, program

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "var" / "reports"
PARALLEL = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]
SELECTION = {
    "sqlite": "not production",
    "postgres": "not embedded and (not journey or main_journey)",
}
LEFT_OUT = {
    "sqlite": "tests of the production way of running",
    "postgres": "tests of the embedded way of running, journeys but the main ones",
}
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL + Redis"}
NEEDED = ("chromium", "postgres", "initdb", "redis-server", "setpriv")


@dataclass(frozen=True)
class Outcome:
    """What one run of the suite came to."""

    kind: str
    exit_code: int
    seconds: float
    passed: int
    failed: int
    skipped: tuple[str, ...]

    def line(self) -> str:
        minutes, seconds = divmod(round(self.seconds), 60)
        counts = f"{self.passed} passed, {self.failed} failed, {len(self.skipped)} skipped"
        return f"{NAMES[self.kind]}: {counts} in {minutes} min {seconds:02} s"


def main() -> int:
    """Run on each database asked for; 0 only when everything passed on all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness.run", description=__doc__)
    parser.add_argument("--only", choices=list(SELECTION), help="one database alone")
    options = parser.parse_args()
    try:
        for name in NEEDED:
            program(name)
    except ServiceError as error:
        say(str(error))
        return 2
    kinds = [options.only] if options.only else list(SELECTION)
    return report([run(kind) for kind in kinds])


def run(kind: str) -> Outcome:
    """One run of pytest in a process of its own."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    file = REPORTS / f"{kind}.xml"
    file.unlink(missing_ok=True)
    pytest = ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "pytest", "-q"]
    say(f"\n== {NAMES[kind]}: all of tests/ (left to the other run: {LEFT_OUT[kind]})")
    begin = time.monotonic()
    done = subprocess.run(
        [*pytest, *PARALLEL, "-m", SELECTION[kind], f"--junitxml={file}"],
        cwd=ROOT,
        env={**os.environ, "PORTAL_TEST_DATABASE": kind},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return _outcome(kind, done.returncode, time.monotonic() - begin, file)


def report(outcomes: list[Outcome]) -> int:
    """Say what ran, what was skipped and why; the exit code."""
    say("\n== Summary of make test")
    for outcome in outcomes:
        say(outcome.line())
        for skipped in outcome.skipped:
            say(f"  skipped: {skipped}")
    good = all(outcome.exit_code == 0 and outcome.passed for outcome in outcomes)
    total = sum(outcome.seconds for outcome in outcomes) / 60
    say(f"make test: {'PASSED' if good else 'FAILED'} in {total:.1f} min")
    return 0 if good else 1


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the program's output


def _outcome(kind: str, exit_code: int, seconds: float, file: Path) -> Outcome:
    if not file.exists():
        return Outcome(kind, exit_code or 1, seconds, 0, 0, ())
    cases = list(ElementTree.parse(file).iter("testcase"))
    failed = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
    skipped = [c for c in cases if c.find("skipped") is not None]
    return Outcome(
        kind,
        exit_code,
        seconds,
        passed=len(cases) - len(failed) - len(skipped),
        failed=len(failed),
        skipped=tuple(_why(case) for case in skipped),
    )


def _why(case: ElementTree.Element) -> str:
    mark = case.find("skipped")
    reason = mark.get("message", "") if mark is not None else ""
    return f"{case.get('classname')}::{case.get('name')}: {reason}"


if __name__ == "__main__":
    sys.exit(main())
