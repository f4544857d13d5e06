"""Turning drafts into submitted, numbered comments; the one writer of ``submitted_at``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultation.models import Assessment, Comment, Round, SearchEntry
from consultation.searching import entry_of


def lock_round(round_id: int) -> Round:
    """The round's row, locked, with plan and edition; take it before ``submit_comments``."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("plan", "edition")
    return rows.get(pk=round_id)


def submit_comments(
    round_: Round, comments: Sequence[Comment], *, at: datetime, late: bool = False
) -> None:
    """Number the comments through the locked round, open their assessments, index their words.

    The caller holds the round's row (``lock_round``), so numbers have neither gaps nor doubles.
    """
    if not comments:
        return
    for number, comment in enumerate(comments, start=round_.comment_count + 1):
        comment.number, comment.submitted_at, comment.late = number, at, late
    Comment.objects.bulk_update(comments, ["number", "submitted_at", "late"], batch_size=500)
    round_.comment_count += len(comments)
    round_.save(update_fields=["comment_count"])
    made = Assessment.objects.bulk_create(
        (_assessment(round_, comment) for comment in comments), batch_size=500
    )
    entries = (entry_of(one, said) for one, said in zip(made, comments, strict=True))
    SearchEntry.objects.bulk_create(entries, batch_size=500)


def _assessment(round_: Round, comment: Comment) -> Assessment:
    return Assessment(
        comment=comment,
        round=round_,
        number=comment.number or 0,
        unit_id=comment.unit_id,
        chapter_id=comment.chapter_id,
        kind=comment.kind,
        source=comment.source,
    )
