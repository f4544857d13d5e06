"""Document numbers that the register does not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from plans.models import DocumentNumber, Letterhead


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
