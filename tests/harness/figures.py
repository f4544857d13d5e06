"""Measured figures: medians in milliseconds and queries, shown beside their floors and limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM_UP = 3


def median_ms(work: Callable[[], object], times: int = 21) -> float:
    """Median time of a call in milliseconds, after a few calls that do not count."""
    for _ in range(WARM_UP):
        work()
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begin) * 1000)
    return median(spent)


def queries(work: Callable[[], object]) -> int:
    """How many queries a call makes."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def show(name: str, measured: float, limit: float, *, floor: float | None = None) -> None:
    """Print a figure with its floor and limit."""
    beside = "" if floor is None else f", floor {floor:.1f}"
    print(f"\n{name}: {measured:.1f} (limit {limit:.1f}{beside})")  # noqa: T201 - bench output
