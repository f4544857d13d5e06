"""The cells of a sheet of units; read apart."""

from __future__ import annotations

from plans.system.secrecy import refuse_secret
from plans.system.workbooks import read_book

MOST_ROWS = 5000
MOST_COLUMNS = 40


def cells_of(content: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """Head and lines of the first visible sheet, as words."""
    book = read_book(content, name, sheets=1, rows=MOST_ROWS + 1, columns=MOST_COLUMNS)
    cells = book.sheets[0] if book.sheets else ()
    refuse_secret(*(text for line in cells for text in line))
    return cells
