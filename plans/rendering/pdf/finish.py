"""Last touches on WeasyPrint's PDF objects, before they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

_STROKE = 0.028
"""Width of the stroke that makes a face bold, in its size."""


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's ``finisher``: draw bold where a face has none."""
    bold = {font.hash for font in document.fonts.values() if _needs_stroke(font)}
    if bold:
        for stream in _page_streams(pdf):
            stream.stream = list(_stroked(stream.stream, bold))


def _needs_stroke(font: Any) -> bool:
    return font.family in ("FandolFang", "FandolKai") and font.weight >= 600


def _page_streams(pdf: Any) -> Iterator[Any]:
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and any(
            _bytes(item).endswith(b" Tf") for item in entry.stream
        ):
            yield entry


def _stroked(items: list[Any], bold: set[str]) -> Iterator[Any]:
    """After each choice of a font, say whether its letters are filled or also stroked."""
    colour = b"0 0 0"
    for item in items:
        yield item
        operation = _bytes(item)
        if operation.endswith(b" rg"):
            colour = operation[:-3]
        elif operation.endswith(b" Tf"):
            name, size, _ = operation.split()
            if name[1:].decode() in bold:
                yield b"%s RG 2 Tr %.3f w" % (colour, float(size) * _STROKE)
            else:
                yield b"0 Tr"


def _bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else b""
