"""Word lists of the rules, one file each in ``lexicon/``: to be read and kept by people.

Words are parted by spaces or line ends; a line that begins with # is a remark.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list, in its order."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of a list for looking up."""
    return frozenset(words(name))
