"""Paragraph and character styles as far as the text depends on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from plans.importing.docx.names import attribute, child, children, integer, is_on

_CONTENTS = re.compile(r"toc\s*\d|目录\s*\d", re.I)
BODY_LEVEL = 9


@dataclass(frozen=True)
class Style:
    """What a style says itself; None where it leaves it to the style it is based on."""

    name: str
    based_on: str | None
    bold: bool | None
    level: int | None
    number: str | None
    number_level: int | None


@dataclass
class Styles:
    """Styles by id; every question follows the chain of basedOn."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, style: str | None) -> list[Style]:
        """The style and those it is based on, nearest first."""
        found: list[Style] = []
        name = style if style in self.by_id else self.default
        # basedOn may run in a circle in a damaged file.
        while name in self.by_id and len(found) < 20:
            assert name is not None
            found.append(self.by_id[name])
            name = found[-1].based_on
        return found

    def bold(self, style: str | None) -> bool | None:
        """Whether text of the style is bold."""
        return next((s.bold for s in self.chain(style) if s.bold is not None), None)

    def own_bold(self, style: str | None) -> bool | None:
        """The same for a run's style, which may be none."""
        return self.bold(style) if style in self.by_id else None

    def level(self, style: str | None) -> int | None:
        """Outline level, 0 the outermost."""
        return next((s.level for s in self.chain(style) if s.level is not None), None)

    def numbering(self, style: str | None) -> tuple[str, int | None] | None:
        """List and level that the style numbers its paragraphs with."""
        return next(
            ((s.number, s.number_level) for s in self.chain(style) if s.number is not None), None
        )

    def is_contents(self, style: str | None) -> bool:
        """Whether it is a style of the table of contents."""
        return any(_CONTENTS.match(s.name) for s in self.chain(style)[:1])


def read_styles(root: Element | None) -> Styles:
    """Read word/styles.xml."""
    styles = Styles()
    for element in children(root, "style"):
        identity = attribute(element, "styleId")
        if identity is None:
            continue
        styles.by_id[identity] = _style(element)
        kind, default = attribute(element, "type"), attribute(element, "default")
        if kind == "paragraph" and default in ("1", "true", "on"):
            styles.default = identity
    return styles


def _style(element: Element) -> Style:
    properties = child(element, "pPr")
    level = integer(child(properties, "outlineLvl"))
    return Style(
        name=attribute(child(element, "name")) or "",
        based_on=attribute(child(element, "basedOn")),
        bold=is_on(child(element, "rPr", "b")),
        level=None if level is None or level >= BODY_LEVEL else level,
        number=attribute(child(properties, "numPr", "numId")),
        number_level=integer(child(properties, "numPr", "ilvl")),
    )
