"""Earlier states of the text, read from the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from plans.models import Change, Plan, Respacing
from plans.text.ranks import translated


@dataclass(frozen=True)
class Past:
    """A provision as one of its versions holds it."""

    title: str
    text: str
    run_in: bool
    parent_id: int | None
    rank: str
    deleted: bool


def version_of(provision_id: int, number: int) -> Past | None:
    """The provision as its version ``number`` made it; None where there is no such version."""
    change = (
        Change.objects.select_related("version")
        .filter(provision=provision_id, number=number)
        .first()
    )
    return _past(change) if change else None


def texts_of(provision_id: int) -> Iterator[tuple[Change, str]]:
    """Every version of the provision's text, oldest first, with author and time joined in."""
    changes = Change.objects.filter(provision=provision_id).select_related(
        "version__revision__user"
    )
    for change in changes.order_by("pk"):
        yield change, change.version.field_dict["text"]


def plan_at(plan: Plan, moment: datetime) -> dict[int, Past]:
    """Every provision that there was at ``moment``, by id, deleted ones too.

    Order keys are those of today: a level that was written anew since is translated.
    """
    return _states(plan, Q(version__revision__date_created__lte=moment))


def plan_before(change: Change) -> dict[int, Past]:
    """Every provision that there was when a change was made, as ``plan_at`` does."""
    return _states(change.plan, Q(pk__lt=change.pk))


def plan_after(change: Change) -> dict[int, Past]:
    """Every provision as a change left the plan, as ``plan_at`` does."""
    return _states(change.plan, Q(pk__lte=change.pk))


def _states(plan: Plan, until: Q) -> dict[int, Past]:
    latest = (
        Change.objects.filter(until, plan=plan, provision__isnull=False)
        .order_by()
        .values("provision")
        .annotate(last=Max("pk"))
        .values("last")
    )
    changes = Change.objects.filter(pk__in=latest).select_related("version")
    respacings = list(Respacing.objects.filter(plan=plan))
    return {int(one.provision_id or 0): _of_today(one, respacings) for one in changes}


def _of_today(change: Change, respacings: list[Respacing]) -> Past:
    past = _past(change)
    for one in respacings:
        if one.parent_id == past.parent_id and change.pk <= (one.last_change_id or 0):
            past = replace(past, rank=translated(past.rank, one.ranks))
    return past


def _past(change: Change) -> Past:
    fields: dict[str, Any] = change.version.field_dict
    return Past(
        title=fields["title"],
        text=fields["text"],
        run_in=fields["run_in"],
        parent_id=fields["parent_id"],
        rank=fields["rank"],
        deleted=fields["deleted_at"] is not None,
    )
