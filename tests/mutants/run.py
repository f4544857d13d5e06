"""``make mutants``: break the rules one small break at a time and count what the tests catch.

The survivors and the figures go to var/reports/mutants.json; why each may live stands in
docs/testing.md. Not part of ``make check``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.mutants.targets import GROUPS

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "var" / "reports"
WANTED = 0.9


def main() -> int:
    """0 when at least nine breaks in ten were caught in all groups together."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.run", description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"of {', '.join(GROUPS)}; all")
    parser.add_argument("--minutes", type=float, default=25, help="given to each group")
    options = parser.parse_args()
    REPORTS.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    with ThreadPoolExecutor(2) as both:
        names = options.groups or list(GROUPS)
        found = dict(
            zip(names, both.map(lambda name: _tried(name, options.minutes), names), strict=True)
        )
    return _report(found, time.monotonic() - begin)


def _tried(name: str, minutes: float) -> list[dict[str, Any]]:
    """One group's breaks with their outcomes; [] where its tests do not pass."""
    file = REPORTS / f"mutants-{name}.jsonl"
    file.unlink(missing_ok=True)
    group = GROUPS[name]
    command = ["nice", "-n", "5", sys.executable, "-m", "pytest", "-q", "--capture=no",
               "-p", "no:randomly", "-p", "tests.mutants.running", *group.tests]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PORTAL_TEST_MUTANTS": name, "PORTAL_TEST_MUTANTS_MINUTES": str(minutes),
             "PORTAL_TEST_MUTANTS_REPORT": str(file)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode or not file.exists():
        _say(f"{name}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return []
    return [json.loads(line) for line in file.read_text().splitlines()]


def _report(found: dict[str, list[dict[str, Any]]], seconds: float) -> int:
    lived = [one for rows in found.values() for one in rows if one["outcome"] != "caught"]
    for name, rows in found.items():
        _say(f"{name}: {_share(rows)}")
    for one in lived:
        at = f"{one['path']}:{one['line']} {one['function']}"
        _say(f"  {one['outcome']} ({one['tests']} tests) {at}: {one['what']}")
    every = [one for rows in found.values() for one in rows]
    _say(f"make mutants: {_share(every)} in {seconds / 60:.0f} min")
    whole = all(found.values())
    (REPORTS / "mutants.json").write_text(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if whole and len(lived) <= len(every) * (1 - WANTED) else 1


def _share(rows: list[dict[str, Any]]) -> str:
    caught = sum(one["outcome"] == "caught" for one in rows)
    return f"{caught} of {len(rows)} caught ({caught / max(len(rows), 1):.1%})"


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the program's output


if __name__ == "__main__":
    sys.exit(main())
