"""意见反馈表 to be filled offline: the blank sheet, and what a filled file says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import xlsxwriter

from consultation.enums import CommentKind
from consultation.incoming.form_tables import NUMBER_LABEL, tables_of_excel, tables_of_word
from consultation.passages.place_names import WHOLE, Named, Places
from consultation.rounds.form_numbers import is_misnumbered, read_number
from plans.errors import InvalidInput
from plans.models import Edition, EditionProvision
from plans.system.apart import read_apart
from plans.system.directions import undirected
from plans.system.secrecy import refuse_secret
from plans.system.uploads import checked_name

PLACE, TEXT, REASON = ("章节或任务", "章条"), ("修改意见", "意见内容", "意见建议"), ("理由",)
KIND, QUOTE = ("类型", "意见类型"), ("原文", "针对的原文")
MOST, LONGEST = 500, 5000
HEADERS = ("序号", "章节或任务", "类型", "原文", "修改意见", "理由")
WIDTHS = (6, 30, 8, 36, 48, 32)
BLANK_ROWS = 100
_READERS = {"docx": tables_of_word, "xlsx": tables_of_excel}
_BARE = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class Line:
    """One filled row as written; ``row`` is where it stands in its table."""

    place: str
    text: str
    reason: str
    kind: str = ""
    quote: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Filled:
    """A filled form: its rows, and the round and invitation that its number names (0: none).

    ``misnumbered``: it bears a number whose check digits are wrong.
    """

    lines: tuple[Line, ...]
    round_id: int = 0
    invitation_id: int = 0
    misnumbered: bool = False


def blank_sheet(
    number: str, subject: str, unit: str, places: Iterable[str], reminder: str
) -> bytes:
    """The empty form as a workbook, with places and kinds to choose from."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_custom_property(NUMBER_LABEL, number)
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 16})
    sheet, listed = book.add_worksheet("意见反馈表"), book.add_worksheet("章条")
    names = [undirected(place) for place in places]
    for at, name in enumerate(names):
        listed.write_string(at, 0, name)
    listed.hide()
    sheet.write_string(0, 0, "意见反馈表", title)
    facts = [
        (NUMBER_LABEL, f"{number}（请勿改动）"),
        ("征求意见稿", subject),
        ("反馈单位", unit),
        ("联系人及电话", ""),
        ("说明", reminder),
    ]
    for row, (label, value) in enumerate(facts, start=1):
        sheet.merge_range(row, 0, row, 1, label, bold)
        sheet.merge_range(row, 2, row, len(HEADERS) - 1, undirected(value), cell)
    _opinion_rows(sheet, len(facts) + 2, len(names), bold, cell)
    book.close()
    return target.getvalue()


def _opinion_rows(
    sheet: xlsxwriter.workbook.Worksheet,
    top: int,
    places: int,
    bold: xlsxwriter.workbook.Format,
    cell: xlsxwriter.workbook.Format,
) -> None:
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, header, bold)
    for row in range(top + 1, top + 1 + BLANK_ROWS):
        for column in range(len(HEADERS)):
            sheet.write_blank(row, column, None, cell)
    span = (top + 1, top + BLANK_ROWS)
    choices = {"validate": "list", "error_type": "warning"}
    if places:
        source = f"='章条'!$A$1:$A${places}"
        sheet.data_validation(span[0], 1, span[1], 1, {**choices, "source": source})
    sheet.data_validation(span[0], 2, span[1], 2, {**choices, "source": CommentKind.labels})
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def read_form(name: str, content: bytes) -> Filled:
    """The filled rows; InvalidInput when there is no such table or nothing is filled in."""
    name = checked_name(name, content)
    reader = _READERS.get(name.lower().rpartition(".")[2])
    if reader is None:
        raise InvalidInput("请上传填好的意见反馈表（docx或xlsx）。")
    read = read_apart(reader, content, name)
    lines = tuple(line for table in read.tables for line in _lines(table))
    if not lines:
        raise InvalidInput("文件中没有找到填写了的意见。表头应有“章节或任务”“修改意见”“理由”。")
    if len(lines) > MOST:
        raise InvalidInput(f"一次最多导入{MOST}条意见，请分成几个文件。")
    ids = read_number(read.words) or (0, 0)
    return Filled(lines, *ids, misnumbered=is_misnumbered(read.words))


def _lines(table: Sequence[Sequence[str]]) -> Iterator[Line]:
    columns: tuple[int | None, ...] = ()
    for number, row in enumerate(table, start=1):
        found = tuple(_column(row, names) for names in (PLACE, TEXT, REASON, KIND, QUOTE))
        if found[1] is not None:
            columns = found
        elif columns:
            place, text, reason, kind, quote = (
                "" if at is None or at >= len(row) else row[at] for at in columns
            )
            if text or reason:
                yield Line(place, text, reason, kind, quote, number)


def _column(row: Sequence[str], names: tuple[str, ...]) -> int | None:
    return next((at for at, cell in enumerate(row) if _BARE.sub("", cell) in names), None)


def faults(lines: Iterable[Line]) -> list[str]:
    """What keeps rows from being taken, a sentence per row; nothing is taken while there is one."""
    return [f"第{line.row}行：{fault}" for line in lines for fault in _faults(line)]


def _faults(line: Line) -> Iterator[str]:
    if max(map(len, (line.text, line.reason, line.quote))) > LONGEST:
        yield f"每格不能超过{LONGEST}字，请分成几条意见。"
    if line.kind and line.kind not in CommentKind.labels:
        known = "、".join(CommentKind.labels)
        yield f"类型“{line.kind[:10]}”无法识别，应为{known}之一，也可以不填。"
    try:
        refuse_secret(line.text, line.reason, line.quote)
    except InvalidInput as error:
        yield str(error)


def kind_of(line: Line, place: EditionProvision | None) -> CommentKind:
    """The kind that the row names, else 修改 of a place and 其他 for the whole plan."""
    named = next((kind for kind in CommentKind if kind.label == line.kind), None)
    return named or (CommentKind.OTHER if place is None else CommentKind.CHANGE)


def matched(edition: Edition, lines: Iterable[Line]) -> list[tuple[Line, Named]]:
    """Each line with the place that it names; 同上 is that of the line before."""
    places, found = Places(edition.provisions.all()), list[tuple[Line, Named]]()
    for line in lines:
        above = found[-1][1] if found else WHOLE
        found.append((line, places.named(line.place, above)))
    return found
