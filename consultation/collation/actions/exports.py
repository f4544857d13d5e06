"""意见汇总处理表 as a spreadsheet: a job that streams the rows of the screen's one query."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from consultation.collation.columns import CHUNK, Column, Table, columns_of, lines
from consultation.collation.listing import Criteria, collation
from consultation.enums import Act
from consultation.models import Assessment, Round
from consultation.permissions import may_run_round, may_see_collation
from consultation.rounds.figures import shown_figures
from plans.errors import NotAllowed
from plans.models import Job, User
from plans.system import storage
from plans.system.audit import record
from plans.system.directions import undirected
from plans.system.jobs import Attempt, enqueue, job_kind

TASK = job_kind("consultation.export_table", "导出意见汇总表")


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
    columns = columns_of(Table.NAMED_WORKBOOK if personal else Table.WORKBOOK)
    _set_up(sheet, columns, head)
    total, count = rows.count(), 0
    write = sheet.write_string
    for count, line in enumerate(lines(rows, columns), start=1):
        for at, value in enumerate(line):
            write(count, at, undirected(value), cell)
        if count % CHUNK == 0:
            attempt.progress(count, total)
    book.close()
    attempt.progress(count, total)
    return count


def _set_up(sheet: Any, columns: Sequence[Column], head: Any) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.heading, head)


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
        sheet.write_string(line, 1, undirected(value), cell)
