"""What the changes that prove adoptions put in: read from the history, held against any text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.db.models import QuerySet

from consultation.collation.carrying import Put, Wording, missing, put_in
from consultation.enums import CARRIED_DISPOSITIONS
from consultation.models import Assessment, Carrying, Round
from plans.drafting.versions import Past, plan_after, plan_before, version_of
from plans.enums import ChangeKind
from plans.models import Change, Edition, EditionProvision, Plan, Provision

PLACED = (ChangeKind.MOVE, ChangeKind.RESTORE)
"""Changes after which a provision may stand elsewhere."""
Reader = Callable[[Carrying], Wording | None]


def put_by(change: Change, since: Change | None = None) -> Put:
    """What a change put in, from the versions on either side of it; together with what the same
    provision got ``since`` an earlier change, that one included."""
    first = since if since is not None and since.number < change.number else change
    if change.provision_id is None:
        return put_in(_front(change.plan, first.number - 1), _front(change.plan, change.number))
    if {change.kind, first.kind} & set(PLACED):
        before, after = plan_before(first), plan_after(change)
        return put_in(_in(before, change.provision_id), _in(after, change.provision_id))
    before_it = version_of(change.provision_id, first.number - 1)
    return put_in(_wording(before_it), _wording(version_of(change.provision_id, change.number)))


def missing_now(rows: Iterable[Carrying]) -> dict[int, list[str]]:
    """By opinion: what of it does not stand in the working text; empty where it stands whole."""
    levels: dict[int | None, list[int]] = {}

    def read(row: Carrying) -> Wording | None:
        standing = row.provision
        if standing is None:
            return Wording(row.assessment.round.plan.title, row.assessment.round.plan.preamble)
        if standing.deleted_at is not None:
            return None
        level = _level_now(standing, levels) if row.put["moved"] else []
        seen = _seen_by(standing.pk, level)
        return Wording(standing.title, standing.text, standing.run_in, standing.parent_id, seen)

    return _missing(rows, read)


def missing_in(edition: Edition, rows: Iterable[Carrying]) -> dict[int, list[str]]:
    """The same of a frozen edition."""
    frozen = {one.provision_id: one for one in edition.provisions.select_related("parent")}
    levels: dict[int | None, list[int]] = defaultdict(list)
    for pk, one in frozen.items():
        levels[_parent_in(one)].append(pk)

    def read(row: Carrying) -> Wording | None:
        if row.provision_id is None:
            return Wording(edition.title, edition.preamble)
        one = frozen.get(row.provision_id)
        if one is None:
            return None
        parent = _parent_in(one)
        level = _seen_by(one.provision_id, levels[parent])
        return Wording(one.title, one.text, one.run_in, parent, level)

    return _missing(rows, read)


def absent_from(edition: Edition) -> list[tuple[Assessment, list[str]]]:
    """Opinions adopted before an edition was frozen whose words it does not hold, each with what
    is missing."""
    adopted = carried(edition.plan).filter(
        proof__version__revision__date_created__lte=edition.frozen_at
    )
    lost = missing_in(edition, Carrying.objects.filter(assessment__in=adopted))
    found = adopted.filter(pk__in=[pk for pk, told in lost.items() if told])
    named = found.select_related("comment", "place", "unit", "round").order_by("round", "number")
    return [(one, lost[one.pk]) for one in named]


def carried(plan: Plan) -> QuerySet[Assessment]:
    """The plan's adopted opinions that point at a change."""
    return Assessment.objects.filter(
        round__in=Round.objects.in_force().filter(plan=plan),
        disposition__in=CARRIED_DISPOSITIONS,
        proof__isnull=False,
    )


def why_unproved(rows: Iterable[Assessment]) -> dict[int, list[str]]:
    """By opinion: what is missing of what the change that it points at put in."""
    pointing = [one.pk for one in rows if one.proof_id is not None]
    return missing_now(kept(Carrying.objects.filter(assessment__in=pointing)))


def kept(rows: QuerySet[Carrying]) -> QuerySet[Carrying]:
    """With what ``missing_now`` reads of them."""
    return rows.select_related("provision", "assessment__round__plan")


def _missing(rows: Iterable[Carrying], read: Reader) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in rows:
        found[row.assessment_id] = missing(Put.of_json(row.put), read(row))
    return found


def _front(plan: Plan, number: int) -> Wording | None:
    change = Change.objects.select_related("version").filter(
        plan=plan, provision__isnull=True, number=number
    )
    for one in change:
        return Wording(one.version.field_dict["title"], one.version.field_dict["preamble"])
    return None


def _in(plan: Mapping[int, Past], provision: int) -> Wording | None:
    past = plan.get(provision)
    if past is None:
        return None
    level = [
        (one.rank, pk)
        for pk, one in plan.items()
        if one.parent_id == past.parent_id and not one.deleted
    ]
    return _wording(past, _seen_by(provision, [pk for _, pk in sorted(level)]))


def _wording(past: Past | None, level: tuple[int, ...] = ()) -> Wording | None:
    if past is None or past.deleted:
        return None
    return Wording(past.title, past.text, past.run_in, past.parent_id, level)


def _seen_by(provision: int, level: list[int]) -> tuple[int, ...]:
    """The level in its order, the provision itself as 0."""
    return tuple(0 if pk == provision else pk for pk in level)


def _level_now(one: Provision, known: dict[int | None, list[int]]) -> list[int]:
    if one.parent_id not in known:
        beside = Provision.objects.standing().filter(plan=one.plan_id, parent=one.parent_id)
        known[one.parent_id] = list(beside.order_by("rank").values_list("pk", flat=True))
    return known[one.parent_id]


def _parent_in(one: EditionProvision) -> int | None:
    return one.parent.provision_id if one.parent else None
