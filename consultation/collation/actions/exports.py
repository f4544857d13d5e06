"""意见汇总处理表 as a spreadsheet: a job that streams the rows of the screen's one query."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from consultation.collation.listing import Criteria, collation
from consultation.enums import Act, CommentKind, CommentSource, Disposition
from consultation.models import Assessment, Round
from consultation.permissions import may_run_round, may_see_collation
from consultation.rounds.figures import shown_figures
from plans.errors import NotAllowed
from plans.models import Job, User
from plans.system import storage
from plans.system.audit import record
from plans.system.jobs import Attempt, enqueue

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
CONTACTS = ("联系电话", "电子邮箱")
"""Columns of the table with personal data, beside the citizens' names."""
WIDTHS = {
    "序号": 8,
    "章条": 28,
    "原文": 36,
    "意见类型": 10,
    "意见内容": 44,
    "理由": 32,
    "处理意见": 12,
    "处理理由": 36,
}
READ = (
    "number",
    "comment__place__number",
    "comment__place__title",
    "comment__quote",
    "kind",
    "comment__proposal",
    "comment__reason",
    "unit__name",
    "comment__author_name",
    "source",
    "comment__late",
    "disposition",
    "reason",
    "comment__contact__phone",
    "comment__contact__email",
)
CHUNK = 2000
KINDS: dict[str, str] = {kind.value: str(kind.label) for kind in CommentKind}
DISPOSITIONS: dict[str, str] = {"": "", **{one.value: str(one.label) for one in Disposition}}


def request_table(round_: Round, criteria: Criteria, *, by: User, personal: bool = False) -> Job:
    """Queue the table of what the criteria leave; ``personal``: with the names and contacts of
    citizens, which only those who run the round may take out; its job belongs to no plan, so
    only ``by`` may follow it to the file."""
    if not (may_run_round if personal else may_see_collation)(by, round_):
        raise NotAllowed("您没有导出意见的权限。")
    values = {k: v for k, v in asdict(replace(criteria, handler=None)).items() if v}
    if criteria.handler is not None:
        values["handler"] = criteria.handler.pk
    label = f"导出：意见汇总处理表（{round_.name}）"
    job = enqueue(
        TASK,
        by=by,
        label=label,
        plan=None if personal else round_.plan,
        round=round_.pk,
        criteria=values,
        personal=personal,
    )
    record(
        Act.ROUND_EXPORT, round_, by=by, plan=round_.plan, new={"personal": personal, "job": job.pk}
    )
    return job


def make_table(attempt: Attempt) -> dict[str, Any]:
    """The export job's work: rows in number order, written as they come, then one file."""
    args = attempt.job.args
    round_ = Round.objects.select_related("edition").get(pk=args["round"])
    criteria = dict(args["criteria"])
    if "handler" in criteria:
        criteria["handler"] = User.objects.get(pk=criteria["handler"])
    rows = collation(round_, Criteria(**criteria))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        count = write_table(path, round_, rows, attempt, personal=bool(args.get("personal")))
        name = storage.put(f"exports/{attempt.job.pk}.xlsx", path.read_bytes())
    return {"path": name, "rows": count}


def write_table(
    path: Path,
    round_: Round,
    rows: QuerySet[Assessment],
    attempt: Attempt,
    *,
    personal: bool = False,
) -> int:
    """Write the workbook row by row in constant memory; gives the number of rows.

    Every cell is written as a string, so what begins with = + - @ stays text.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    _cover(book, round_, head, cell)
    sheet = book.add_worksheet("意见汇总处理表")
    _set_up(sheet, HEADERS + (CONTACTS if personal else ()), head)
    total, count = rows.count(), 0
    write, cells_of = sheet.write_string, _with_contacts if personal else _cells
    for count, row in enumerate(rows.values_list(*READ).iterator(CHUNK), start=1):
        for column, value in enumerate(cells_of(row)):
            write(count, column, value, cell)
        if count % CHUNK == 0:
            attempt.progress(count, total)
    book.close()
    attempt.progress(count, total)
    return count


def _set_up(sheet: Any, headers: tuple[str, ...], head: Any) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    for column, header in enumerate(headers):
        sheet.set_column(column, column, WIDTHS.get(header, 24))
        sheet.write_string(0, column, header, head)


def _cells(row: tuple[Any, ...], *, personal: bool = False) -> tuple[str, ...]:
    """One opinion as the table shows it; the names of citizens only in the full one."""
    (number, mark, title, quote, kind, proposal, reason, unit, author, source, late) = row[:11]
    named = unit or (author if personal or source != CommentSource.PUBLIC else "社会公众")
    return (
        f"{number:04d}",
        "全文" if title is None else mark + title,
        quote,
        KINDS[kind],
        proposal,
        reason,
        f"{named}（逾期）" if late else named,
        DISPOSITIONS[row[11]],
        row[12],
    )


def _with_contacts(row: tuple[Any, ...]) -> tuple[str, ...]:
    return (*_cells(row, personal=True), row[13] or "", row[14] or "")


def _cover(book: Any, round_: Round, head: Any, cell: Any) -> None:
    sheet = book.add_worksheet("情况")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    facts = [
        ("规划", round_.edition.title),
        ("征求意见的稿", round_.edition.label),
        ("名称", round_.name),
    ]
    facts += [(f"{one.label}（{one.unit}）", str(one.count)) for one in shown_figures(round_)]
    for line, (label, value) in enumerate(facts):
        sheet.write_string(line, 0, label, head)
        sheet.write_string(line, 1, value, cell)
