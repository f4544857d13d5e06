"""Last touches on WeasyPrint's PDF objects, before they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pydyf

_POINTS_PER_PIXEL = 0.75
_PRINTED = 4
"""Flag of what is shown on paper too."""
_STROKE = 0.028
"""Width of the stroke that makes a face bold, in its size."""


def finisher(labels: Mapping[str, str]) -> Callable[[Any, Any], None]:
    """WeasyPrint's ``finisher``: draw bold where a face has none, name where links go,
    give headers of tables their scope.

    ``labels`` are the texts of the headings by their anchors.
    """

    def finish(document: Any, pdf: Any) -> None:
        bold = {font.hash for font in document.fonts.values() if _needs_stroke(font)}
        for entry in pdf.objects:
            if bold and isinstance(entry, pydyf.Stream) and _draws_text(entry):
                entry.stream = list(_stroked(entry.stream, bold))
            elif isinstance(entry, dict) and "Dest" in entry and "Contents" in entry:
                target = entry["Dest"].string
                entry["Contents"] = pydyf.String(labels.get(target, target))
                entry["F"] = _PRINTED
            elif isinstance(entry, dict) and entry.get("S") == "/Figure":
                _place_on_paper(entry, pdf)
        if any(isinstance(entry, dict) and entry.get("S") == "/TH" for entry in pdf.objects):
            _say_scopes(document)

    return finish


def _place_on_paper(figure: Any, pdf: Any) -> None:
    """WeasyPrint gives the place in pixels from the top, readers want points from the foot."""
    page = pdf.objects[int(figure["Pg"].split()[0])]
    left, top, right, bottom = (value * _POINTS_PER_PIXEL for value in figure["A"]["BBox"])
    height = page["MediaBox"][3]
    figure["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


def _say_scopes(document: Any) -> None:
    """WeasyPrint links cells to headers by counting columns, not over spans: say it besides."""
    for page in document.pages:
        for box in page._page_box.descendants():
            element = getattr(box, "mark", None)
            if element is not None and element["S"] == "/TH":
                row = box.element.get("scope") == "row"
                element["A"]["Scope"] = "/Row" if row else "/Column"


def _needs_stroke(font: Any) -> bool:
    return font.family in ("FandolFang", "FandolKai") and font.weight >= 600


def _draws_text(stream: Any) -> bool:
    return any(_bytes(item).endswith(b" Tf") for item in stream.stream)


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
