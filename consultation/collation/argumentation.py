"""论证清单: what stays disputed, with the text as it was put out and as it reads now."""

from __future__ import annotations

from dataclasses import dataclass

from consultation.collation.queries import argumentation
from consultation.collation.standing import stand_now
from consultation.models import Assessment, Round
from consultation.passages.whereabouts import Found, text_of_tree
from plans.drafting.queries import plan_tree

LISTED = 500
"""As many opinions as the list takes; experts read no more."""


@dataclass(frozen=True)
class ArgumentationLine:
    """One opinion on the list; ``old`` and ``new`` are the passage then and now."""

    row: Assessment
    place: str
    who: str
    old: str
    new: str
    found: Found | None


def argumentation_lines(round_: Round) -> list[ArgumentationLine]:
    """The opinions of the round, and of the one before it, that go to the argumentation."""
    rows = list(argumentation(round_)[:LISTED])
    now = stand_now(rows, text_of_tree(plan_tree(round_.plan)))
    return [_line(row, now.get(row.pk)) for row in rows]


def _line(row: Assessment, found: Found | None) -> ArgumentationLine:
    comment, place = row.comment, row.place
    gone = "（已不在）" if place else ""
    return ArgumentationLine(
        row,
        place=f"{place.number}{place.title}" if place else "全文",
        who=str(row.unit or comment.author_name),
        old=comment.quote or (place.title if place else ""),
        new=found.words or found.mark if found and found.provision else gone,
        found=found,
    )
