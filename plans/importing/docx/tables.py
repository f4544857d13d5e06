"""Tables of a DOCX as rows of the stored markup."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plans.importing.docx.names import attribute, child, local
from plans.importing.docx.paragraphs import Paragraphs, strip
from plans.text.markup import Run, Table, write

_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml"}


def table_rows(table: Element) -> list[list[Element]]:
    """The cells (w:tc) of every row, deleted rows left out; at least one row."""
    rows = [_unwrapped(row, "tc") for row in _unwrapped(table, "tr") if not _is_deleted(row)]
    return rows or [[]]


def _unwrapped(element: Element, name: str) -> list[Element]:
    found: list[Element] = []
    for below in element:
        if local(below) == name:
            found.append(below)
        elif local(below) in _WRAPPERS:
            found += _unwrapped(below, name)
    return found


def _is_deleted(row: Element) -> bool:
    return child(row, "trPr", "del") is not None


def row_markup(cells: list[Element], paragraphs: Paragraphs) -> str:
    """``|a|b|``; a cell that goes on from the row above is empty."""
    return write((Table((tuple(_cell(cell, paragraphs) for cell in cells),)),))


def _cell(cell: Element, paragraphs: Paragraphs) -> tuple[Run, ...]:
    merge = child(cell, "tcPr", "vMerge")
    if merge is not None and attribute(merge) != "restart":
        return ()
    runs: list[Run] = []
    for text in _texts(cell, paragraphs):
        if runs and text:
            runs.append(Run(" "))
        runs += text
    return tuple(runs)


def _texts(cell: Element, paragraphs: Paragraphs) -> list[list[Run]]:
    texts: list[list[Run]] = []
    for below in cell:
        if local(below) == "p":
            texts.append(_on_one_line(paragraphs.read(below).runs))
        elif local(below) != "tcPr":
            texts += _texts(below, paragraphs)
    return [text for text in texts if text]


def _on_one_line(runs: list[Run]) -> list[Run]:
    flat = [Run(run.text.replace("\n", " ").replace("\t", " "), run.bold) for run in runs]
    return strip(flat)
