"""Order keys between any two others, so that moving one row writes one row.

A rank is a fraction in base 36 without its leading "0.", of [0-9a-z], never ending in "0";
string order is its order under every database collation.
"""

from __future__ import annotations

from collections.abc import Sequence

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def between(low: str | None, high: str | None) -> str:
    """A rank strictly between two; None stands for the start or the end.

    Raises ValueError when ``low`` is not below ``high``.
    """
    if high is not None and (low or "") >= high:
        raise ValueError(f"no rank between {low!r} and {high!r}")
    return _between(low or "", high)


def _between(low: str, high: str | None) -> str:
    appending = bool(low) and high is None
    prefix = ""
    at = 0
    while True:
        floor = _DIGITS.index(low[at]) if at < len(low) else 0
        ceiling = _DIGITS.index(high[at]) if high is not None and at < len(high) else _BASE
        if ceiling - floor > 1:
            return prefix + _DIGITS[floor + 1 if appending else (floor + ceiling) // 2]
        prefix += _DIGITS[floor]
        if ceiling > floor:
            high = None
        at += 1


def translated(rank: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A key of a level as it was, among the keys that the level was written anew with.

    ``pairs`` are old and new keys. Order stays: what no pair holds comes behind the new key of
    the last one before it, as far behind as its own key says.
    """
    known = dict(pairs)
    if rank in known:
        return known[rank]
    before = max((new for old, new in pairs if old < rank), default="")
    width = max((len(new) for _, new in pairs), default=0)
    return before + "0" * width + rank


def spread(count: int) -> list[str]:
    """``count`` ranks in order with even room between them, for a whole level at once."""
    width = 1
    while _BASE**width <= count * 2:
        width += 1
    step = _BASE**width // (count + 1)
    return [_encode(step * (at + 1), width) for at in range(count)]


def _encode(value: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        value, digit = divmod(value, _BASE)
        digits = _DIGITS[digit] + digits
    return digits.rstrip("0")
