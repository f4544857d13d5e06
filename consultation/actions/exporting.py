"""意见汇总处理表 as a spreadsheet: a job that streams the rows of the screen's one query."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import xlsxwriter

from consultation.collation import Criteria, collation
from consultation.models import Assessment, Round
from consultation.permissions import may_see_collation
from consultation.queries import covering_figures
from plans import storage
from plans.errors import NotAllowed
from plans.jobs import Attempt, enqueue
from plans.models import Job, User

TASK = "consultation.export_table"
HEADERS = (
    "序号",
    "章条",
    "原文",
    "意见类型",
    "意见内容",
    "理由",
    "提出单位",
    "处理意见",
    "处理理由",
)
WIDTHS = (8, 28, 36, 10, 44, 32, 24, 12, 36)
FIGURES = (
    ("invited", "发函（家）"),
    ("replied", "回函（家）"),
    ("with_opinion", "有意见（家）"),
    ("no_opinion", "无意见（家）"),
    ("silent", "未反馈（家）"),
    ("comments", "意见（条）"),
    ("adopted", "采纳（条）"),
    ("partly", "部分采纳（条）"),
    ("not_adopted", "不采纳（条）"),
    ("noted", "留作参考（条）"),
)


def request_table(round_: Round, criteria: Criteria, *, by: User) -> Job:
    """Queue the table of what the criteria leave."""
    if not may_see_collation(by, round_):
        raise NotAllowed("您没有导出意见的权限。")
    values = {k: v for k, v in asdict(replace(criteria, handler=None)).items() if v}
    if criteria.handler is not None:
        values["handler"] = criteria.handler.pk
    label = f"导出：意见汇总处理表（{round_.name}）"
    return enqueue(TASK, by=by, label=label, plan=round_.plan, round=round_.pk, criteria=values)


def make_table(attempt: Attempt) -> dict[str, Any]:
    """The export job's work: rows in number order, written as they come, then one file."""
    args = attempt.job.args
    round_ = Round.objects.get(pk=args["round"])
    criteria = dict(args["criteria"])
    if "handler" in criteria:
        criteria["handler"] = User.objects.get(pk=criteria["handler"])
    rows = collation(round_, Criteria(**criteria))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        count = write_table(path, round_, rows, attempt)
        name = storage.put(f"exports/{attempt.job.pk}.xlsx", path.read_bytes())
    return {"path": name, "rows": count}


def write_table(path: Path, round_: Round, rows: Any, attempt: Attempt) -> int:
    """Write the workbook row by row in constant memory; gives the number of rows.

    Every cell is written as a string, so what begins with = + - @ stays text.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    _cover(book, round_, head, cell)
    sheet = book.add_worksheet("意见汇总处理表")
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, head)
    total, count = rows.count(), 0
    for count, row in enumerate(_joined(rows).iterator(500), start=1):
        for column, value in enumerate(table_row(row)):
            sheet.write_string(count, column, value, cell)
        if count % 500 == 0:
            attempt.progress(count, total)
    book.close()
    attempt.progress(count, total)
    return count


def _joined(rows: Any) -> Any:
    return rows.select_related("comment__place", "unit").defer("comment__place__text")


def table_row(row: Assessment) -> tuple[str, ...]:
    """One opinion as the table shows it."""
    comment = row.comment
    place = comment.place
    return (
        f"{row.number:04d}",
        f"{place.number}{place.title}" if place else "全文",
        comment.quote,
        comment.get_kind_display(),
        comment.proposal,
        comment.reason,
        (row.unit.name if row.unit else comment.author_name) + ("（逾期）" if comment.late else ""),
        row.get_disposition_display(),
        row.reason,
    )


def _cover(book: Any, round_: Round, head: Any, cell: Any) -> None:
    sheet = book.add_worksheet("情况")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    figures = round_.figures or covering_figures(round_)
    facts = [
        ("规划", round_.edition.title),
        ("征求意见的稿", round_.edition.label),
        ("名称", round_.name),
    ]
    facts += [(label, str(figures[key])) for key, label in FIGURES]
    for line, (label, value) in enumerate(facts):
        sheet.write_string(line, 0, label, head)
        sheet.write_string(line, 1, value, cell)
