"""Two things that make writing a PDF of many pages slow, put right.

pydyf packs at the highest level, which takes three times as long for one hundredth less; and
WeasyPrint asks pydyf for the references of all pages once per tagged element, and pydyf
builds that tuple anew each time: with 277 pages a sixth of the whole time. Remembered here as
long as no page is added; what is read back is the same.
"""

from __future__ import annotations

import zlib
from types import SimpleNamespace
from typing import Any

import pydyf

_LEVEL = 7
_original = pydyf.PDF.page_references


def remember_page_references() -> None:
    """Put the remembering property in the place of pydyf's; done once, at import."""
    pydyf.PDF.page_references = property(_remembered)


def pack_faster() -> None:
    """Let pydyf pack at a lower level; done once, at import."""
    pydyf.zlib = SimpleNamespace(compressobj=_packer, compress=zlib.compress)


def _packer(level: int = _LEVEL) -> Any:
    return zlib.compressobj(min(level, _LEVEL))


def _remembered(pdf: Any) -> tuple[bytes, ...]:
    count = len(pdf.pages["Kids"])
    known: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("_known_references", (-1, ()))
    if known[0] != count:
        known = (count, _original.fget(pdf))
        pdf.__dict__["_known_references"] = known
    return known[1]
