"""The text of one Word paragraph: runs, fields, breaks, tracked changes, its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from plans.importing.docx.names import attribute, child, integer, is_on, local
from plans.importing.docx.numbering import Numbering, read_numbering
from plans.importing.docx.styles import BODY_LEVEL, Styles, read_styles
from plans.importing.plain_text import EDGE
from plans.system.archives import Archive
from plans.text.markup import Run

_SKIPPED = {
    "pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "Fallback", "commentReference",
    "annotationRef", "footnoteRef", "endnoteRef", "sdtPr", "rubyPr", "pgNum",
}  # fmt: skip
_DELETED, _INSERTED = {"del", "moveFrom"}, {"ins", "moveTo"}
_NOTES = {"footnoteReference", "endnoteReference"}
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "-", "cr": "\n"}
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")


@dataclass
class Text:
    """Runs in reading order; a line break inside the paragraph is ``\\n`` in a run. ``boxes``
    are text boxes anchored here; ``seen`` names what was met and left out."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    level: int | None = None
    indented: bool = False
    is_contents: bool = False


class _Reader:
    def __init__(self, styles: Styles, bold: bool) -> None:
        self.styles, self.bold = styles, bold
        self.text = Text()
        self.fields: list[str] = []

    def read(self, element: Element, bold: bool) -> None:
        for below in element:
            name = local(below)
            if name == "r":
                self._run(below)
            elif name == "t":
                self._add(below.text or "", bold)
            elif name in _CHARACTERS or name in ("br", "sym"):
                self._add(_character(below, name), bold)
            elif name == "fldChar":
                self._field(attribute(below, "fldCharType"))
            else:
                self._other(below, name, bold)

    def _run(self, element: Element) -> None:
        properties = child(element, "rPr")
        if is_on(child(properties, "vanish")):
            self.text.seen.add("hidden")
            return
        bold = is_on(child(properties, "b"))
        # What the run says itself comes before its style, and that before the paragraph's.
        if bold is None:
            bold = self.styles.own_bold(attribute(child(properties, "rStyle")))
        self.read(element, self.bold if bold is None else bold)

    def _other(self, element: Element, name: str, bold: bool) -> None:
        if name in _NOTES:
            self.text.seen.add("notes")
        elif name in ("drawing", "pict", "object"):
            self.text.boxes += _boxes(element)
        elif name in _DELETED:
            self.text.seen.add("tracked")
        elif name not in _SKIPPED:
            self.text.seen |= {"tracked"} if name in _INSERTED else set()
            self.read(element, bold)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append("code")
        elif kind == "separate" and self.fields:
            self.fields[-1] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _add(self, text: str, bold: bool) -> None:
        if text and "code" not in self.fields:
            self.text.runs.append(Run(text, bold and bool(text.strip())))


def _character(element: Element, name: str) -> str:
    if name == "br":
        return "" if attribute(element, "type") in ("page", "column") else "\n"
    return _symbol(element) if name == "sym" else _CHARACTERS[name]


def _symbol(element: Element) -> str:
    font = (attribute(element, "font") or "").lower()
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return "" if font.startswith(_SYMBOL_FONTS) or not 0x20 <= code < 0xD800 else chr(code)


def _boxes(element: Element) -> list[Element]:
    """Text boxes inside a drawing; the old form that Word writes beside it is a Fallback."""
    found: list[Element] = []
    for below in element:
        if local(below) == "txbxContent":
            found.append(below)
        elif local(below) != "Fallback":
            found += _boxes(below)
    return found


@dataclass
class Paragraphs:
    """Reads paragraphs one after the other; the numbering counts along."""

    styles: Styles
    numbering: Numbering

    @classmethod
    def of(cls, package: Archive) -> Paragraphs:
        """With the package's styles and lists."""
        styles = read_styles(package.part("word/styles.xml"))
        return cls(styles, read_numbering(package.part("word/numbering.xml")))

    def read(self, element: Element) -> Text:
        """The text of a w:p; insertions are taken, deletions and field codes are not."""
        style = attribute(child(element, "pPr", "pStyle"))
        bold = bool(self.styles.bold(style))
        reader = _Reader(self.styles, bold)
        reader.read(element, bold)
        text = reader.text
        text.is_contents = self.styles.is_contents(style)
        text.level = self._level(element, style)
        text.indented = _is_indented(element) or _starts_with_space(text.runs)
        if any(run.text.strip() for run in text.runs):
            text.runs = [*self._label(element, style), *text.runs]
        return text

    def _label(self, element: Element, style: str | None) -> list[Run]:
        own, styled = child(element, "pPr", "numPr"), self.styles.numbering(style)
        linked = self.numbering.styles.get(style or "")
        number = attribute(child(own, "numId")) or (styled[0] if styled else None)
        # 0 is how a paragraph says that it leaves its style's list.
        if number is None or number == "0":
            return []
        # As Word does: the paragraph's own level, its style's, the list's link to the style, the
        # top.
        levels = (integer(child(own, "ilvl")), styled and styled[1], linked and linked[1], 0)
        level = next(level for level in levels if level is not None)
        label = self.numbering.label(number, level)
        return [Run(label + (" " if label[-1].isalnum() else ""))] if label else []

    def _level(self, element: Element, style: str | None) -> int | None:
        own = integer(child(element, "pPr", "outlineLvl"))
        level = self.styles.level(style) if own is None else own
        return None if level is None or not 0 <= level < BODY_LEVEL else level


def _is_indented(element: Element) -> bool:
    indent = child(element, "pPr", "ind")
    values = (integer(indent, "firstLine"), integer(indent, "firstLineChars"))
    return any(value is not None and value > 0 for value in values)


def _starts_with_space(runs: list[Run]) -> bool:
    return "".join(run.text for run in runs[:3]).startswith(("\u3000", "  "))


def is_merged(paragraph: Element) -> bool:
    """The paragraph's end is a tracked deletion: it goes on in the next paragraph."""
    properties = child(paragraph, "pPr", "rPr")
    return child(properties, "del") is not None or child(properties, "moveFrom") is not None


def is_run_in(paragraph: Element) -> bool:
    """A style separator stands at its end: a heading with the next paragraph on its line."""
    return bool(is_on(child(paragraph, "pPr", "rPr", "specVanish")))


def split_lines(runs: list[Run]) -> list[list[Run]]:
    """The runs parted at line breaks."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(Run(first, run.bold))
        lines += [[Run(text, run.bold)] for text in more]
    return lines


def strip(runs: list[Run]) -> list[Run]:
    """Without white space at both ends; neighbours of one weight as one run."""
    merged: list[Run] = []
    for run in runs:
        if merged and (merged[-1].bold == run.bold or not run.text.strip()):
            merged[-1] = Run(merged[-1].text + run.text, merged[-1].bold)
        elif run.text:
            merged.append(run)
    if merged:
        merged[0] = Run(merged[0].text.lstrip(EDGE), merged[0].bold)
        merged[-1] = Run(merged[-1].text.rstrip(EDGE), merged[-1].bold)
    return [run for run in merged if run.text]
