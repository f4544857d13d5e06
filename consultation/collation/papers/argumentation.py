"""论证清单 on paper: opinions put to the experts, with old and present text and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from consultation.collation.argumentation import ArgumentationLine
from consultation.models import Round
from plans.rendering.blocks import Cell, Document, Paragraph, Part, Row, Table, text_runs
from plans.rendering.titles import LANDSCAPE_WIDTH, title_of
from plans.system.chinese_dates import chinese_date

HEAD = (
    "序号",
    "章条",
    "提出单位",
    "意见",
    "征求意见稿的文字",
    "现在的文字",
    "处理意见和理由",
    "说明",
)
WIDTHS = (0.6, 1.6, 1.4, 2.6, 2.4, 2.4, 2.2, 1.6)


def argumentation_list(round_: Round, lines: Sequence[ArgumentationLine], *, on: date) -> Document:
    """The list as a table in landscape, in the order of the page."""
    title = f"《{round_.edition.title}》论证清单"
    names = Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in HEAD))
    rows = tuple(_row(number, line) for number, line in enumerate(lines, start=1))
    total = Paragraph(
        text_runs(f"共{len(lines)}条　截至{chinese_date(on)}"),
        indent=False,
        align="right",
    )
    table = Table((names, *rows), header_rows=1, widths=WIDTHS)
    part = Part((title_of(title, width=LANDSCAPE_WIDTH), total, table), landscape=True)
    return Document(title=title, kind="论证清单", issued_on=on.isoformat(), parts=(part,))


def _row(number: int, line: ArgumentationLine) -> Row:
    row = line.row
    texts = (
        line.place,
        line.who,
        row.gist or "\n".join(filter(None, (row.comment.proposal, row.comment.reason))),
        line.old,
        line.new,
        "\n".join(filter(None, (row.answer, row.reason))),
        "\n".join(filter(None, (row.get_follow_up_display(), row.follow_up_note))),
    )
    return Row((Cell((text_runs(str(number)),), align="center"), *map(_cell, texts)))


def _cell(text: str) -> Cell:
    return Cell(tuple(text_runs(line) for line in text.split("\n")))
