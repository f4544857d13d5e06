"""Turning drafts into submitted, numbered comments; the one writer of ``submitted_at``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultation.models import Assessment, Comment, Round, SearchEntry
from consultation.passages.search_index import entry_of

BATCH = 500


def submit_comments(
    round_: Round, comments: Sequence[Comment], *, at: datetime, late: bool = False
) -> None:
    """Number the comments through the locked round, open their assessments, index their words.

    The caller holds the round's row (``lock_round``), so numbers have neither gaps nor doubles.
    """
    if not comments:
        return
    _number(round_, comments, at, late=late)
    Comment.objects.bulk_update(comments, ["number", "submitted_at", "late"], batch_size=BATCH)
    _open(round_, comments)


def insert_submitted(round_: Round, comments: Sequence[Comment], *, at: datetime) -> None:
    """The same for comments that were never drafts and stand in no table yet."""
    _number(round_, comments, at, late=False)
    Comment.objects.bulk_create(comments, batch_size=BATCH)
    _open(round_, comments)


def _number(round_: Round, comments: Sequence[Comment], at: datetime, *, late: bool) -> None:
    for number, comment in enumerate(comments, start=round_.comment_count + 1):
        comment.number, comment.submitted_at, comment.late = number, at, late


def _open(round_: Round, comments: Sequence[Comment]) -> None:
    round_.comment_count += len(comments)
    round_.save(update_fields=["comment_count"])
    made = Assessment.objects.bulk_create(
        (_assessment(round_, comment) for comment in comments), batch_size=BATCH
    )
    entries = (entry_of(one, said) for one, said in zip(made, comments, strict=True))
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)


def _assessment(round_: Round, comment: Comment) -> Assessment:
    return Assessment(
        comment=comment,
        round=round_,
        number=comment.number or 0,
        unit_id=comment.unit_id,
        chapter_id=comment.chapter_id,
        place_id=comment.place_id,
        kind=comment.kind,
        source=comment.source,
    )
