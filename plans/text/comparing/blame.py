"""Which version wrote each paragraph 溯源."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from plans.text.comparing.aligning import common, gaps
from plans.text.comparing.lines import lines

K = TypeVar("K")


def blame(versions: Iterable[tuple[K, str]]) -> list[tuple[str, K]]:
    """Each printed line of the last version, as printed, and the version that wrote it.

    ``versions`` are (key, stored text), oldest first. A line that only moved keeps its
    writer; one that was changed, or deleted and later restored, is the changing version's.
    """
    attributed: list[tuple[str, K]] = []
    last: str | None = None
    for key, text in versions:
        if text != last:
            attributed = advance(attributed, key, text)
        last = text
    return [(line.text, attributed[line.at][1]) for line in lines(last or "")]


def advance(attributed: Sequence[tuple[str, K]], key: K, text: str) -> list[tuple[str, K]]:
    """The lines of ``text`` with their writers, given those of the version before it.

    Begin with an empty list; what comes out may be kept and advanced by the next version.
    """
    before = [line for line, _ in attributed]
    after = text.split("\n")
    pairs = common(before, after)
    writers = {j: attributed[i][1] for i, j in pairs}
    left: dict[str, list[K]] = {}
    for olds, _ in gaps(pairs, len(before), len(after)):
        for i in olds:
            left.setdefault(before[i], []).append(attributed[i][1])
    return [
        (line, writers[j] if j in writers else _mover(left, line, key))
        for j, line in enumerate(after)
    ]


def _mover(left: dict[str, list[K]], line: str, key: K) -> K:
    waiting = left.get(line)
    return waiting.pop(0) if waiting else key
