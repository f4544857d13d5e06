"""What both processes that print PDF files do: render when asked, and say how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

_STATUS = Path("/proc/self/status")


def answer(render: Callable[[], object]) -> None:
    """Render for every line on the input; print milliseconds and the peak of memory in MB."""
    for _ in sys.stdin:
        begin = time.perf_counter()
        render()
        spent = (time.perf_counter() - begin) * 1000
        print(f"{spent:.1f} {_peak():.1f}", flush=True)  # noqa: T201 - the answer


def _peak() -> float:
    """Of this process alone: what getrusage tells begins with the parent's."""
    line = next(one for one in _STATUS.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
