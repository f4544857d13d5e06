"""Styles made on demand: a style with a gap above it or an inset of its own.

So that nothing is formatted directly: what a paragraph has beyond its style is a style too,
named after what it adds (标题（上空2行）).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from plans.rendering.docx.sheet import paragraph_style
from plans.rendering.docx.styles import PARAGRAPHS, Style
from plans.rendering.docx.xml import Element, W

_NAMES = {"Normal": "正文"} | {style.id: style.name for style in PARAGRAPHS}


@dataclass(frozen=True)
class Variation:
    """What a variant adds: distances in twips, insets in cells, size and line in points."""

    before: int | None = None
    after: int | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    size: float | None = None
    line: float | None = None
    spacing: int | None = None
    leader: int | None = None
    keep_next: bool | None = None


_SIGNS = {
    "before": "上空{}",
    "after": "下空{}",
    "left": "左空{}",
    "right": "右空{}",
    "hanging": "悬挂{}",
    "size": "字号{}",
    "line": "行距{}",
    "spacing": "字距{}",
    "leader": "页码在{}",
    "keep_next": "与下段同页",
}


class Variants:
    """The variants that one document needs."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, Variation], str] = {}
        self._known: dict[str, tuple[str, Variation]] = {}

    def vary(self, paragraph: Element, **changes: float | bool | None) -> Element:
        """Give a paragraph the variant of its style that has these values too."""
        mark = paragraph.find(f"{W}pPr/{W}pStyle")
        current = mark.get(f"{W}val")
        base, variation = self._known.get(current, (current, Variation()))
        mark.set(f"{W}val", self._id(base, replace(variation, **changes)))
        return paragraph

    def styles(self) -> Iterator[Element]:
        """The definitions, in the order in which they were asked for."""
        for (base, variation), style_id in self._ids.items():
            yield paragraph_style(_style(base, variation, style_id))

    def _id(self, base: str, variation: Variation) -> str:
        if variation == Variation():
            return base
        key = (base, variation)
        if key not in self._ids:
            style_id = f"{base}V{len(self._ids) + 1}"
            self._ids[key] = style_id
            self._known[style_id] = key
        return self._ids[key]


def _style(base: str, variation: Variation, style_id: str) -> Style:
    given = {
        field.name: getattr(variation, field.name)
        for field in fields(variation)
        if getattr(variation, field.name) is not None
    }
    signs = "，".join(_SIGNS[name].format(f"{value:g}") for name, value in given.items())
    name = f"{_NAMES[base]}（{signs}）"
    return Style(style_id, name, base, quick=False, **given)
