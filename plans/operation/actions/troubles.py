"""Troubles begin and end: a row each, and an entry of the log from which people are told."""

from __future__ import annotations

from django.db import transaction

from plans.enums import Act
from plans.models import Trouble
from plans.operation.figures import disks, read_figures
from plans.operation.troubles import HOST, Found, comes_from_silence, troubles
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.locking import locked
from plans.system.system_user import system_user


def watch() -> tuple[int, int]:
    """Look at everything; gives how many troubles began and how many are over.

    A machine ends what is everybody's and what is its own, never another machine's. After the
    portal stood still, what waited meanwhile has a minute's time before it counts.
    """
    figures = read_figures()
    if comes_from_silence(figures):
        return 0, 0
    found = {(one.kind.value, one.host): one for one in troubles(figures, disks())}
    with transaction.atomic():
        standing = locked(Trouble.objects.filter(ended_at=None, host__in=("", HOST)))
        known = {(row.kind, row.host): row for row in standing}
        begun = [one for key, one in found.items() if key not in known and _begin(one)]
        over = [_end(row) for key, row in known.items() if key not in found]
    return len(begun), len(over)


def _begin(found: Found) -> bool:
    """Whether it is new: of two that watch at the same moment one finds the other's row."""
    row, is_new = Trouble.objects.get_or_create(
        kind=found.kind,
        host=found.host,
        ended_at=None,
        defaults={"text": found.text[:300], "began_at": database_now()},
    )
    if is_new:
        record(Act.TROUBLE_BEGIN, row, by=system_user(), new={"what": row.text})
    return is_new


def _end(row: Trouble) -> Trouble:
    row.ended_at = database_now()
    row.save(update_fields=["ended_at"])
    record(Act.TROUBLE_END, row, by=system_user(), new={"what": row.get_kind_display()})
    return row
