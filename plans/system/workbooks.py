"""The one door to the cells of an XLSX; runs apart, after its archive has been judged."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from plans.errors import InvalidInput
from plans.system.archives import EXCEL
from plans.system.upload_words import open_checked


@dataclass(frozen=True)
class Book:
    """The cells of visible sheets as words, and the properties that its maker gave it."""

    sheets: tuple[tuple[tuple[str, ...], ...], ...]
    properties: dict[str, str]


def read_book(content: bytes, name: str, *, sheets: int, rows: int, columns: int) -> Book:
    """The first sheets, rows and columns, however many the file says there are."""
    archive = open_checked(content, name, EXCEL)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        shown = [one for one in book.worksheets if one.sheet_state == "visible"][:sheets]
        named = getattr(book, "custom_doc_props", ())  # not in the library's type stubs
        return Book(
            tuple(_cells(one, rows, columns) for one in shown),
            {str(one.name): str(one.value) for one in named},
        )
    except (InvalidInput, MemoryError):
        raise
    except Exception as error:  # whatever the library makes of a sheet that is not sound
        raise archive.broken() from error


def _cells(sheet: Any, rows: int, columns: int) -> tuple[tuple[str, ...], ...]:
    lines = sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
    return tuple(tuple(map(_words, line)) for line in lines)


def _words(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
