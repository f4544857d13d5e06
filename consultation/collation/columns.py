"""The columns of 意见汇总处理表: one list, of which screen, workbook, DOCX and PDF are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db.models import QuerySet

from consultation.enums import CommentKind, CommentSource
from consultation.models import Assessment
from consultation.models.comment import disposition_words

CHUNK = 2000
"""Rows that stand in memory at a time, however many there are."""


class Table(Enum):
    """Where the table is shown; citizens' contacts stand in the last alone."""

    SCREEN = auto()
    PAPER = auto()
    WORKBOOK = auto()
    NAMED_WORKBOOK = auto()


EVERYWHERE = frozenset(Table)
WORKBOOKS = frozenset({Table.WORKBOOK, Table.NAMED_WORKBOOK})
READ_OUT = WORKBOOKS | {Table.PAPER}
NAMED = frozenset({Table.NAMED_WORKBOOK})
"""With the names of citizens: neither on screen nor on a paper that goes out."""


@dataclass(frozen=True)
class Column:
    """``value`` makes the cell's text of what the paths in ``reads`` lead to, one row for one row.

    ``width`` is in characters in the workbook and a share on paper. ``cell`` is the template
    that says more of the row on screen than the text.
    """

    key: str
    heading: str
    width: int
    reads: tuple[str, ...]
    value: Callable[..., str]
    shown: frozenset[Table] = EVERYWHERE
    cell: str = ""


def _text(value: str | None) -> str:
    return value or ""


def _said(gist: str, proposal: str, reason: str) -> str:
    return gist or "\n".join(filter(None, (proposal, reason)))


def _proposed(gist: str, proposal: str) -> str:
    return gist or proposal


def _reasoned(gist: str, reason: str) -> str:
    return "" if gist else reason


def _place(mark: str | None, title: str | None) -> str:
    return "全文" if title is None else f"{mark}{title}"


def _named(unit: str | None, author: str, late: bool) -> str:
    return f"{unit or author}（逾期）" if late else unit or author


def _told(unit: str | None, author: str, late: bool, told: str | None) -> str:
    """With the name that a citizen told without agreeing to be named in public."""
    return _named(unit, told or author, late)


def _unnamed(unit: str | None, author: str, late: bool, source: str) -> str:
    return _named(unit, "社会公众" if source == CommentSource.PUBLIC else author, late)


_KINDS: dict[str, str] = {one.value: str(one.label) for one in CommentKind}
_GIST, _PROPOSAL, _REASON = "gist", "comment__proposal", "comment__reason"
_WHO = ("unit__name", "comment__author_name", "comment__late")

COLUMNS = (
    Column("number", "编号", 11, ("number",), "{:04d}".format),
    Column(
        *("place", "章条", 24, ("place__number", "place__title"), _place),
        cell="consultation/collation/_place_cell.html",
    ),
    Column("quote", "原文", 36, ("comment__quote",), _text, READ_OUT),
    Column("kind", "意见类型", 10, ("kind",), _KINDS.__getitem__, WORKBOOKS),
    Column(
        *("opinion", "意见内容", 44, (_GIST, _PROPOSAL, _REASON), _said, EVERYWHERE - WORKBOOKS),
        cell="consultation/collation/_opinion_cell.html",
    ),
    Column("proposal", "意见内容", 44, (_GIST, _PROPOSAL), _proposed, WORKBOOKS),
    Column("reason", "理由", 32, (_GIST, _REASON), _reasoned, WORKBOOKS),
    Column("who", "提出单位", 24, (*_WHO, "source"), _unnamed, EVERYWHERE - NAMED),
    Column("named", "提出单位", 24, (*_WHO, "comment__contact__name"), _told, NAMED),
    Column(
        *("handler", "经办人", 12, ("handler__full_name",), _text, frozenset({Table.SCREEN})),
        cell="consultation/collation/_handler_cell.html",
    ),
    Column(
        *("disposition", "处理意见", 14, ("disposition", "state"), disposition_words),
        cell="consultation/collation/_disposition_cell.html",
    ),
    Column("answer", "处理理由", 36, ("reason",), _text, READ_OUT),
    Column(
        *("phone", "联系方式", 24, ("comment__contact__phone",), _text),
        frozenset({Table.NAMED_WORKBOOK}),
    ),
)


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns of one of the tables, in order."""
    return tuple(column for column in COLUMNS if table in column.shown)


def lines(rows: QuerySet[Assessment], columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    """The cells of each row, streamed from one query that reads only what the columns show."""
    paths = tuple(dict.fromkeys(path for column in columns for path in column.reads))
    makers = [(one.value, [paths.index(path) for path in one.reads]) for one in columns]
    for row in rows.values_list(*paths).iterator(CHUNK):
        yield tuple(value(*[row[at] for at in places]) for value, places in makers)


def relations(table: Table) -> list[str]:
    """What a query of whole rows must join, so that no cell of the table asks again."""
    paths = {path.rpartition("__")[0] for one in columns_of(table) for path in one.reads}
    return sorted(filter(None, paths))


def cells(row: Assessment, columns: Sequence[Column]) -> list[tuple[Column, str]]:
    """The cells of a row that was read whole."""
    return [(one, one.value(*[_follow(row, path) for path in one.reads])) for one in columns]


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row
