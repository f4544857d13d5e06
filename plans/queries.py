"""Reading the plan: the tree as values, numbers, history, editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db.models import QuerySet

from plans.enums import Disclosure
from plans.models import (
    Change,
    DocumentNumber,
    Edition,
    EditionProvision,
    Letterhead,
    Plan,
    Provision,
    Publication,
)
from plans.numbering import Formats, numbered
from plans.tree import Node, PlanTree, walk


class Row(Protocol):
    """What a stored provision and a frozen one have in common."""

    pk: int
    parent_id: int | None
    kind: str
    title: str
    run_in: bool
    text: str


def formats_of(plan: Plan) -> Formats:
    """The plan's number formats as numbering wants them."""
    return Formats(
        plan.chapter_style, plan.section_style, plan.task_style, task_running=plan.task_running
    )


def plan_tree(plan: Plan) -> PlanTree:
    """The standing text of the plan with computed numbers; one query."""
    rows = list(plan.provisions.standing().order_by("rank"))
    return numbered(PlanTree(plan.title, plan.preamble, _nest(rows)), formats_of(plan))


def _nest(rows: Sequence[Provision]) -> tuple[Node, ...]:
    below: dict[int | None, list[Provision]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def build(parent: int | None) -> tuple[Node, ...]:
        return tuple(
            Node(row.pk, row.kind, row.title, row.run_in, row.text, build(row.pk))
            for row in below[parent]
        )

    return build(None)


def edition_tree(edition: Edition) -> PlanTree:
    """The frozen text with the numbers as printed; node ids are the provisions' permanent ids."""
    rows = list(edition.provisions.order_by("order"))
    below: dict[int | None, list[EditionProvision]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def build(parent: int | None) -> tuple[Node, ...]:
        return tuple(
            Node(
                row.provision_id,
                row.kind,
                row.title,
                row.run_in,
                row.text,
                build(row.pk),
                row.number,
            )
            for row in below[parent]
        )

    return PlanTree(edition.title, edition.preamble, build(None))


def numbers(tree: PlanTree) -> dict[int, str]:
    """Printed number by provision id."""
    return {int(node.id): node.number for node, _ in walk(tree) if node.id is not None}


def find_node(tree: PlanTree, provision_id: int) -> tuple[Node, tuple[Node, ...]] | None:
    """The node of this provision and its ancestors, outermost first."""
    for node, above in walk(tree):
        if node.id == provision_id:
            return node, above
    return None


def chapter_of(provision: Provision) -> Provision:
    """The chapter that a provision stands in (itself, for a chapter)."""
    while provision.parent is not None:
        provision = provision.parent
    return provision


def ids_below(tree: PlanTree, provision_id: int) -> list[int]:
    """The provision's id and those of everything below it, in reading order."""
    found = find_node(tree, provision_id)
    if found is None:
        return []
    inside = walk(PlanTree("", "", (found[0],)))
    return [int(node.id) for node, _ in inside if node.id is not None]


def history(plan: Plan, provision_ids: Iterable[int] | None = None) -> QuerySet[Change]:
    """Changes of the plan, newest first, with author, time and reason joined in."""
    changes = Change.objects.filter(plan=plan).select_related(
        "version__revision__user", "provision"
    )
    if provision_ids is not None:
        changes = changes.filter(provision__in=list(provision_ids))
    return changes.order_by("-id")


def standing_publications() -> QuerySet[Publication]:
    """What the public may read, newest first."""
    return (
        Publication.objects.filter(withdrawn_at__isnull=True, disclosure=Disclosure.PUBLIC)
        .select_related("plan", "edition")
        .order_by("-issued_on", "-id")
    )


def unregistered_numbers() -> list[tuple[Letterhead, int, list[tuple[int, int]]]]:
    """Serials below the highest of a letterhead's year that the register has no row of.

    They were given outside the portal before a number was entered here; spans (first, last).
    """
    rows = DocumentNumber.objects.order_by("letterhead", "-year", "serial")
    taken: dict[tuple[int, int], list[int]] = defaultdict(list)
    for head, year, serial in rows.values_list("letterhead", "year", "serial"):
        taken[head, year].append(serial)
    heads = Letterhead.objects.in_bulk({head for head, _ in taken})
    found = ((heads[head], year, _gaps(serials)) for (head, year), serials in taken.items())
    return [(head, year, spans) for head, year, spans in found if spans]


def _gaps(serials: Sequence[int]) -> list[tuple[int, int]]:
    before = [0, *serials[:-1]]
    return [(one + 1, two - 1) for one, two in zip(before, serials, strict=True) if two > one + 1]
