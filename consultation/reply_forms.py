"""意见反馈表 filled offline: the opinions of a DOCX or XLSX file, with their places."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx import Document
from openpyxl import load_workbook

from plans.errors import InvalidInput
from plans.models import Edition, EditionProvision
from plans.uploads import inspect

PLACE, TEXT, REASON = ("章节或任务", "章条"), ("修改意见", "意见内容", "意见建议"), ("理由",)
MOST = 500
_BARE = re.compile(r"[\s\W_]+")
_NUMBER = re.compile(
    r"^(第?[一二三四五六七八九十]+[、章节]|（[一二三四五六七八九十]+）|\d+[.．、])"
)


@dataclass(frozen=True)
class Line:
    """One filled row as written: the place in words, the opinion, the reason."""

    place: str
    text: str
    reason: str


def read_form(name: str, content: bytes) -> list[Line]:
    """The filled rows; InvalidInput when there is no such table or nothing is filled in."""
    kind = inspect(name, content).name.lower().rpartition(".")[2]
    if kind not in ("docx", "xlsx"):
        raise InvalidInput("请上传填好的意见反馈表（docx或xlsx）。")
    try:
        tables = list(_word(content) if kind == "docx" else _sheet(content))
    except Exception as error:
        raise InvalidInput("文件无法读取，请用Word、Excel或WPS重新保存后再传。") from error
    lines = [line for table in tables for line in _lines(table)]
    if not lines:
        raise InvalidInput("文件中没有找到填写了的意见。表头应有“章节或任务”“修改意见”“理由”。")
    if len(lines) > MOST:
        raise InvalidInput(f"一次最多导入{MOST}条意见，请分成几个文件。")
    return lines


def _word(content: bytes) -> Iterator[list[list[str]]]:
    for table in Document(io.BytesIO(content)).tables:
        yield [[cell.text.strip() for cell in row.cells] for row in table.rows]


def _sheet(content: bytes) -> Iterator[list[list[str]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = sheet.iter_rows(max_row=MOST + 50, max_col=20, values_only=True)
        yield [["" if value is None else str(value).strip() for value in row] for row in rows]


def _lines(table: list[list[str]]) -> Iterator[Line]:
    columns: tuple[int | None, ...] = ()
    for row in table:
        found = tuple(_column(row, names) for names in (PLACE, TEXT, REASON))
        if found[1] is not None:
            columns = found
        elif columns:
            place, text, reason = ("" if c is None else row[c] for c in columns)
            if text or reason:
                yield Line(place, text, reason)


def _column(row: list[str], names: tuple[str, ...]) -> int | None:
    return next((at for at, cell in enumerate(row) if _BARE.sub("", cell) in names), None)


def place_named(words: str, places: Iterable[EditionProvision]) -> EditionProvision | None:
    """The provision that the words name by number and title, or by title; else the whole plan."""
    wanted = _BARE.sub("", words)
    if not wanted:
        return None
    rows = list(places)
    exact = (p for p in rows if _BARE.sub("", f"{p.number}{p.title}") == wanted)
    bare = _BARE.sub("", _NUMBER.sub("", words.strip()))
    titled = (p for p in rows if bare and _BARE.sub("", p.title) == bare)
    return next(exact, None) or next(titled, None)


def matched(edition: Edition, lines: list[Line]) -> list[tuple[Line, EditionProvision | None]]:
    """Each line with the place that it names."""
    places = list(edition.provisions.all())
    return [(line, place_named(line.place, places)) for line in lines]
