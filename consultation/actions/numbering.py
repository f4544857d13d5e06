"""Turning drafts into submitted, numbered comments; the one writer of ``submitted_at``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultation.models import Assessment, Comment, Round


def submit_comments(
    round_: Round, comments: Sequence[Comment], *, at: datetime, late: bool = False
) -> None:
    """Number the comments through the round and open their assessments.

    The round's row is locked for the count, so numbers have neither gaps nor doubles.
    """
    if not comments:
        return
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    for number, comment in enumerate(comments, start=locked.comment_count + 1):
        comment.number, comment.submitted_at, comment.late = number, at, late
        comment.save(update_fields=["number", "submitted_at", "late"])
    locked.comment_count += len(comments)
    locked.save(update_fields=["comment_count"])
    Assessment.objects.bulk_create(
        Assessment(
            comment=comment,
            round=locked,
            number=comment.number or 0,
            unit_id=comment.unit_id,
            chapter_id=comment.chapter_id,
            kind=comment.kind,
            source=comment.source,
        )
        for comment in comments
    )
