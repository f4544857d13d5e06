"""The tables of a file that is to be a filled 反馈表; read apart, knows neither rounds nor rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from plans.errors import InvalidInput
from plans.importing.docx.names import attribute, child, children, integer
from plans.importing.docx.numbering import Numbering
from plans.importing.docx.paragraphs import Paragraphs
from plans.importing.docx.styles import Styles
from plans.system.archives import WORD
from plans.system.secrecy import refuse_secret
from plans.system.upload_words import open_checked
from plans.system.workbooks import read_book

NUMBER_LABEL = "反馈表编号"
MOST_TABLES, MOST_ROWS, MOST_COLUMNS = 20, 1000, 20
MOST_SHEET_ROWS = 550
_TOO_MUCH = (
    f"反馈表中的表格过多或过大（最多{MOST_TABLES}个表、{MOST_ROWS}行、每行{MOST_COLUMNS}格），"
    "请只保留意见反馈表后再传。"
)


@dataclass(frozen=True)
class Tables:
    """Tables of rows of cells, and all words of the file, its hidden number among them."""

    tables: tuple[tuple[tuple[str, ...], ...], ...]
    words: str


def tables_of_word(content: bytes, name: str) -> Tables:
    """The tables of a DOCX."""
    archive = open_checked(content, name, WORD)
    body = child(archive.part(WORD.main), "body")
    found = children(body, "tbl")
    rows = [children(table, "tr") for table in found]
    if len(rows) > MOST_TABLES or sum(map(len, rows)) > MOST_ROWS:
        raise InvalidInput(_TOO_MUCH)
    tables = tuple(map(_rows, rows))
    return _read(tables, map(_text, children(body, "p")))


def _rows(rows: Iterable[Element]) -> tuple[tuple[str, ...], ...]:
    """The cells' words by column; a merged cell says the same in all of its columns and rows.

    What a cell spans is a number of the file, so it counts up to the last column that we read.
    """
    table: list[tuple[str, ...]] = []
    for row in rows:
        above, here = table[-1] if table else (), list[str]()
        for cell in children(row, "tc"):
            wide = integer(child(cell, "tcPr", "gridSpan")) or 1
            at, span = len(here), min(max(wide, 1), MOST_COLUMNS + 1 - len(here))
            words = "\n".join(map(_text, children(cell, "p"))).strip()
            here += [above[at] if _goes_on(cell) and at < len(above) else words] * span
            if len(here) > MOST_COLUMNS:
                raise InvalidInput(_TOO_MUCH)
        table.append(tuple(here))
    return tuple(table)


def _goes_on(cell: Element) -> bool:
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and attribute(merge) != "restart"


def _text(paragraph: Element) -> str:
    """What a reader sees, tracked insertions too; the numbers that Word counts are no opinion."""
    runs = Paragraphs(Styles(), Numbering()).read(paragraph).runs
    return "".join(run.text for run in runs)


def tables_of_excel(content: bytes, name: str) -> Tables:
    """The visible sheets of an XLSX."""
    book = read_book(
        content, name, sheets=MOST_TABLES + 1, rows=MOST_SHEET_ROWS, columns=MOST_COLUMNS
    )
    if len(book.sheets) > MOST_TABLES:
        raise InvalidInput(_TOO_MUCH)
    return _read(book.sheets, [book.properties.get(NUMBER_LABEL, "")])


def _read(tables: tuple[tuple[tuple[str, ...], ...], ...], more: Iterable[str]) -> Tables:
    cells = (cell for table in tables for row in table for cell in row)
    words = "\n".join([*more, *cells])
    refuse_secret(words)
    return Tables(tables, words)
