"""意见汇总处理表, and the answers to those who gave opinions."""

from __future__ import annotations

from datetime import date

from consultation.collation.columns import Table, columns_of, lines
from consultation.collation.listing import Criteria, collation
from consultation.enums import Audience
from consultation.models import Assessment, Comment, Invitation, Round
from consultation.replies.papers import own_comments, place_of, said_of
from consultation.rounds.figures import asked_words, covering_figures, outcome_words
from consultation.rounds.papers import office_of
from plans.documents.builders import Opinion, collation_table, reply_to_opinions
from plans.rendering.blocks import Document


def answers(invitation: Invitation, on: date) -> Document:
    """What became of each opinion of one invited."""
    opinions = tuple(_answered(one) for said in own_comments(invitation) for one in _parts(said))
    round_ = invitation.round
    return reply_to_opinions(
        office_of(round_), round_.edition.title, opinions, to=str(invitation), on=on, number=""
    )


def _parts(said: Comment) -> list[Assessment]:
    """The opinion's assessment, and behind it those of what was parted from it."""
    parts = list(said.assessments.all())
    for one in parts:
        one.comment = said
    return parts


def _answered(row: Assessment) -> Opinion:
    said = row.comment
    words = f"拆自{said.number:04d}：{row.gist}" if row.gist else said_of(said)
    line = f"{row.number:04d}　{place_of(said)}　{words}"
    return Opinion(place_of(said), line, row.reason, row.answer)


def table(round_: Round, criteria: Criteria, on: date) -> Document:
    """意见汇总处理表 of what the criteria leave, with the one query of the screen.

    Citizens stand in it as 社会公众, without name; the workbook alone may name them.
    """
    columns = columns_of(Table.PAPER)
    listed = tuple(lines(collation(round_, criteria), columns))
    heads = [(one.heading, one.width) for one in columns]
    figures = _covering(round_)
    return collation_table(round_.edition.title, heads, listed, on=on, figures=figures)


def _covering(round_: Round) -> str:
    figures = covering_figures(round_)
    asked = "" if round_.audience == Audience.PUBLIC else f"{asked_words(figures)}。"
    return asked + outcome_words(figures)
