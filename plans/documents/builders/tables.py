"""Landscape tables: 意见汇总处理表 and 修改对照表."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.rendering.blocks import Cell, Document, Paragraph, Part, Row, Runs, Table, text_runs
from plans.rendering.titles import LANDSCAPE_WIDTH, title_of
from plans.system.chinese_dates import chinese_date

_COMPARISON_HEAD = ("序号", "章节或任务", "原文", "修改后", "修改说明")
_COMPARISON_WIDTHS = (1.4, 2.8, 6.5, 6.5, 3.4)


@dataclass(frozen=True)
class ComparisonRow:
    """Old and new text side by side; runs carry what was deleted and inserted."""

    place: str
    old: Runs
    new: Runs
    reason: str = ""


def collation_table(
    subject: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    *,
    on: date,
    author: str = "",
    figures: str = "",
) -> Document:
    """意见汇总处理表: ``columns`` are headings with their shares of the width, numbers first.

    ``author`` is who drew it up, ``figures`` a sentence of covering figures.
    """
    heads, widths = zip(*columns, strict=True)
    written = tuple(_row(first, *map(text_runs, rest)) for first, *rest in rows)
    title = f"《{subject}》意见汇总处理表"
    table = _table(heads, written, widths)
    whole = _landscape(title, table, "意见汇总处理表", len(rows), on, figures)
    return replace(whole, author=author)


def comparison_table(
    subject: str, rows: tuple[ComparisonRow, ...], *, on: date, author: str = ""
) -> Document:
    """修改对照表; ``author`` is who drew it up."""
    written = (
        _row(str(n), text_runs(r.place), r.old, r.new, text_runs(r.reason))
        for n, r in enumerate(rows, 1)
    )
    table = _table(_COMPARISON_HEAD, tuple(written), _COMPARISON_WIDTHS)
    whole = _landscape(f"《{subject}》修改对照表", table, "修改对照表", len(rows), on)
    return replace(whole, author=author)


def _table(head: tuple[str, ...], rows: tuple[Row, ...], widths: tuple[float, ...]) -> Table:
    names = Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in head))
    return Table((names, *rows), header_rows=1, widths=widths)


def _row(number: str, *texts: Runs) -> Row:
    return Row((Cell((text_runs(number),), align="center"), *map(_cell, texts)))


def _cell(runs: Runs) -> Cell:
    """A cell; each line of a plain text is a paragraph."""
    if len(runs) == 1 and not runs[0].change:
        return Cell(tuple(text_runs(line) for line in runs[0].text.split("\n")))
    return Cell((runs,))


def _landscape(
    title: str, table: Table, kind: str, count: int, on: date, figures: str = ""
) -> Document:
    total = Paragraph(
        text_runs(f"共{count}条　截至{chinese_date(on)}"), indent=False, align="right"
    )
    heading = title_of(title, width=LANDSCAPE_WIDTH)
    cover = (Paragraph(text_runs(figures)),) if figures else ()
    part = Part((heading, *cover, total, table), landscape=True)
    return Document(title=title, kind=kind, issued_on=on.isoformat(), parts=(part,))


def cell(text: str) -> Cell:
    return Cell(tuple(text_runs(line) for line in text.split("\n")))


def table(names: Sequence[str], rows: Sequence[Row], widths: tuple[float, ...]) -> Table:
    head = Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in names))
    return Table((head, *rows), header_rows=1, widths=widths)


def landscape(title: str, kind: str, count: str, table: Table, on: date) -> Document:
    line = Paragraph(text_runs(count), indent=False, align="right")
    part = Part((title_of(title, width=LANDSCAPE_WIDTH), line, table), landscape=True)
    return Document(title=title, kind=kind, issued_on=on.isoformat(), parts=(part,))
