"""What a unit has drafted, and what it said in earlier rounds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from consultation.models import Comment, Invitation
from consultation.passages.whereabouts import Found, text_of_edition, whereabouts
from plans.enums import UserKind
from plans.models import EditionProvision, User


def visible_drafts(user: User, invitation: Invitation) -> QuerySet[Comment]:
    """The reply's opinions that this member of the unit may see; by link, only one's own."""
    own = Comment.objects.filter(reply__invitation=invitation)
    mine = own.select_related("place", "author").prefetch_related("assessments")
    if user.kind == UserKind.LINK:
        mine = mine.filter(author=user)
    return mine.order_by("place__order", "id")


@dataclass(frozen=True)
class Earlier:
    """An opinion of the last round, where its passage stands in this edition, and that place."""

    comment: Comment
    found: Found | None
    now: EditionProvision | None


def earlier_opinions(invitation: Invitation) -> list[Earlier]:
    """What the same unit or person said in the round before."""
    round_ = invitation.round
    if round_.previous_id is None:
        return []
    said = list(
        Comment.objects.filter(
            round=round_.previous_id,
            reply__invitation__unit=invitation.unit_id,
            reply__invitation__person=invitation.person_id,
            submitted_at__isnull=False,
        )
        .select_related("place")
        .prefetch_related("assessments")
        .order_by("number")
    )
    places = {row.provision_id: row for row in round_.edition.provisions.all()}
    found = whereabouts(said, text_of_edition(round_.edition))
    return [_earlier(one, found.get(one.pk), places) for one in said]


def _earlier(comment: Comment, found: Found | None, places: dict[int, EditionProvision]) -> Earlier:
    here = found.provision if found else None
    return Earlier(comment, found, places.get(here) if here is not None else None)
