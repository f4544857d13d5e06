"""Rows locked for an action: one way, so that nobody waits for what need not wait.

The order in which an action takes its locks is the same everywhere (docs/reliability.md): offices,
account, timeline (before whatever stands under it), plan, round, invitation, comment, assessment.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Manager, Model, QuerySet

Row = TypeVar("Row", bound=Model)


def locked(rows: Manager[Row] | QuerySet[Row], *of: str) -> QuerySet[Row]:
    """The rows, locked when they are read, until the transaction ends; joined rows are not.

    Without key: another transaction may meanwhile write rows that refer to these. ``of``: lock
    rows of these relations as well, "self" among them.
    """
    return rows.select_for_update(of=of or ("self",), no_key=True)
