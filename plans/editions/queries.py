"""The tree of an edition."""

from __future__ import annotations

from collections import defaultdict

from plans.models import Edition, EditionProvision
from plans.text.tree import Node, PlanTree


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
