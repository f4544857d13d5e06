"""What a run says of itself: figures, every action with how often it was done, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from tests.fuzz.found import EXEMPT, actions

REPORTS = Path(__file__).resolve().parents[2] / "var" / "reports"
OUTCOMES = ("done", "refused", "not allowed", "lost", "failed", "nothing there")
Counts = Counter[tuple[str, str]]


def never_done(counts: Counts) -> list[str]:
    """Actions that were not done once."""
    return sorted(name for name in _names() if not counts[name, "done"])


def figures(counts: Counts) -> str:
    """One line: how much was tried."""
    total = Counter[str]()
    for (_, outcome), times in counts.items():
        total[outcome] += times
    acts = sum(total.values()) - total["nothing there"]
    done = len(_names()) - len(never_done(counts))
    told = ", ".join(f"{total[one]} {one}" for one in OUTCOMES)
    return f"{acts} acts; {done} of {len(_names())} actions done; {told}"


def write(kind: str, counts: Counts, refusals: Counts, found: Sequence[str]) -> Path:
    """Keep the report of a run, and say where."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    file = REPORTS / f"fuzz-{connection.vendor}-{kind}.txt"
    parts = [figures(counts), f"{len(found)} found", *found, _table(counts, refusals)]
    file.write_text("\n\n".join(parts), encoding="utf-8")
    return file


def _table(counts: Counts, refusals: Counts) -> str:
    lines = ["\t".join(("action", *OUTCOMES, "mostly refused because"))]
    for name in _names():
        times = [str(counts[name, one]) for one in OUTCOMES]
        why = Counter({said: n for (of, said), n in refusals.items() if of == name})
        told = (f"{n} × {said[:60]}" for said, n in why.most_common(3))
        lines.append("\t".join((name, *times, *told)))
    return "\n".join(lines)


def _names() -> list[str]:
    return sorted(set(actions()) - set(EXEMPT))
