"""Landscape tables: 意见汇总处理表 and 修改对照表."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.rendering.blocks import Cell, Document, Paragraph, Part, Row, Runs, Table, text_runs
from plans.rendering.titles import LANDSCAPE_WIDTH, title_of
from plans.system.chinese_dates import chinese_date

_COLLATION_HEAD = (
    "序号",
    "章节或任务",
    "原文",
    "意见建议",
    "提出单位或个人",
    "处理意见",
    "理由或修改情况",
)
_COLLATION_WIDTHS = (1.4, 2.8, 3.8, 5.0, 3.4, 2.2, 4.0)
_COMPARISON_HEAD = ("序号", "章节或任务", "原文", "修改后", "修改说明")
_COMPARISON_WIDTHS = (1.4, 2.8, 6.5, 6.5, 3.4)


@dataclass(frozen=True)
class CollationRow:
    """One opinion and what was decided on it, as printed."""

    place: str
    quote: str
    opinion: str
    who: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class ComparisonRow:
    """Old and new text side by side; runs carry what was deleted and inserted."""

    place: str
    old: Runs
    new: Runs
    reason: str = ""


def collation_table(
    subject: str,
    rows: tuple[CollationRow, ...],
    *,
    on: date,
    author: str = "",
    figures: str = "",
) -> Document:
    """意见汇总处理表; ``author`` is who drew it up, ``figures`` a sentence of covering figures."""
    written = (
        _row(n, text_runs(r.place), text_runs(r.quote), *map(text_runs, _rest(r)))
        for n, r in enumerate(rows, 1)
    )
    table = _table(_COLLATION_HEAD, tuple(written), _COLLATION_WIDTHS)
    title = f"《{subject}》意见汇总处理表"
    whole = _landscape(title, table, "意见汇总处理表", len(rows), on, figures)
    return replace(whole, author=author)


def _rest(row: CollationRow) -> tuple[str, str, str, str]:
    return row.opinion, row.who, row.outcome, row.reason


def comparison_table(
    subject: str, rows: tuple[ComparisonRow, ...], *, on: date, author: str = ""
) -> Document:
    """修改对照表; ``author`` is who drew it up."""
    written = (
        _row(n, text_runs(r.place), r.old, r.new, text_runs(r.reason))
        for n, r in enumerate(rows, 1)
    )
    table = _table(_COMPARISON_HEAD, tuple(written), _COMPARISON_WIDTHS)
    whole = _landscape(f"《{subject}》修改对照表", table, "修改对照表", len(rows), on)
    return replace(whole, author=author)


def _table(head: tuple[str, ...], rows: tuple[Row, ...], widths: tuple[float, ...]) -> Table:
    names = Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in head))
    return Table((names, *rows), header_rows=1, widths=widths)


def _row(number: int, *texts: Runs) -> Row:
    return Row((Cell((text_runs(str(number)),), align="center"), *map(_cell, texts)))


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
