"""Word's automatic numbering (numPr) written out as the reader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from plans.importing.docx.names import attribute, child, children, integer
from plans.importing.lines import ITEM
from plans.text.numbering import chinese_number

_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"


def _chinese(value: int) -> str:
    return chinese_number(value) if value >= 1 else str(value)


def _letter(value: int, first: str) -> str:
    letter = chr(ord(first) + (value - 1) % 26)
    return letter * ((value - 1) // 26 + 1) if 1 <= value <= 260 else str(value)


def _roman(value: int) -> str:
    if not 1 <= value <= 3999:
        return str(value)
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    text = ""
    for size, letters in pairs:
        times, value = divmod(value, size)
        text += letters * times
    return text


def _circled(value: int) -> str:
    return chr(ord("①") + value - 1) if 1 <= value <= 20 else str(value)


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(value))


_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "chineseLegalSimplified": _chinese,
    "decimalFullWidth": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "upperLetter": lambda value: _letter(value, "A"),
    "lowerLetter": lambda value: _letter(value, "a"),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "ideographTraditional": lambda v: _HEAVENLY[(v - 1) % 10] if v > 0 else str(v),
}


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int | None
    style: str | None


@dataclass
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass
class Numbering:
    """Counts through a document in reading order; one counter per abstract list."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """The number printed before the next paragraph of list ``number`` at ``level``; an
        item's bullet is the stored markup's mark of an item, '' when there is no number."""
        form = self.lists.get(number)
        if form is None or level not in form.levels:
            return ""
        counts = self._counts.setdefault(form.abstract, {})
        self._step(number, form, counts, level)
        return _label(form, counts, level)

    def _step(self, number: str, form: _List, counts: dict[int, int], level: int) -> None:
        override = form.starts.get(level)
        if override is not None and (number, level) not in self._begun:
            counts[level] = override
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = form.levels[level].start
        self._begun.add((number, level))
        for deeper in [key for key in counts if key > level]:
            restart = form.levels[deeper].restart if deeper in form.levels else None
            # lvlRestart 0: this level never begins anew.
            if restart is None or (restart and level < restart):
                del counts[deeper]


def _label(form: _List, counts: dict[int, int], level: int) -> str:
    own = form.levels[level]
    if own.form == "bullet":
        return ITEM
    if own.form == "none" and "%" not in own.text:
        return own.text.strip()

    def written(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        source = form.levels.get(at, own)
        # A level that was skipped shows its first number, as Word prints it.
        value = counts.get(at, source.start)
        return "" if source.form == "none" else _WRITERS.get(source.form, str)(value)

    return re.sub(r"%([1-9])", written, own.text).strip()


def read_numbering(root: Element | None) -> Numbering:
    """Lists by numId, and the lists that paragraph styles are linked to."""
    numbering = Numbering()
    abstracts = {attribute(item, "abstractNumId"): item for item in children(root, "abstractNum")}
    for item in children(root, "num"):
        number = attribute(item, "numId")
        abstract = attribute(child(item, "abstractNumId"))
        if number is None or abstract not in abstracts or abstract is None:
            continue
        numbering.lists[number] = _list(abstract, abstracts[abstract], item)
        for at, level in numbering.lists[number].levels.items():
            if level.style:
                numbering.styles.setdefault(level.style, (number, at))
    return numbering


def _list(abstract: str, element: Element, item: Element) -> _List:
    levels = _levels(children(element, "lvl"))
    starts: dict[int, int] = {}
    for override in children(item, "lvlOverride"):
        at = integer(override, "ilvl") or 0
        own = child(override, "lvl")
        if own is not None:
            levels[at] = _level(own)
        start = integer(child(override, "startOverride"))
        if start is not None:
            starts[at] = start
    return _List(abstract, levels, starts)


def _levels(elements: list[Element]) -> dict[int, _Level]:
    return {integer(element, "ilvl") or 0: _level(element) for element in elements}


def _level(element: Element) -> _Level:
    start = integer(child(element, "start"))
    return _Level(
        start=0 if start is None else start,
        form=attribute(child(element, "numFmt")) or "decimal",
        text=attribute(child(element, "lvlText")) or "",
        restart=integer(child(element, "lvlRestart")),
        style=attribute(child(element, "pStyle")),
    )
