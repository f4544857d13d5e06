"""The audit log's pen: one row in the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

from plans.enums import AuditAction
from plans.models import AuditEntry, Plan, User
from plans.system import clock
from plans.system.secrecy import redacted, refuse_secret, texts_in

_address: ContextVar[str | None] = ContextVar("audit_address", default=None)


@contextmanager
def acting_from(address: str | None) -> Iterator[None]:
    """Entries written inside carry this network address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def record(
    action: AuditAction,
    target: Model,
    *,
    by: User,
    plan: Plan | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write who did what to ``target``; ``old`` and ``new`` are JSON values of what changed.

    A new value with a mark of secrecy is refused, and the change with it; an old one stays out of
    the log, so that it can be taken away. Call it inside the transaction of the change; ``action``
    is of the app's own ``Act``.
    """
    refuse_secret(*texts_in(new or {}))
    return AuditEntry.objects.create(
        at=clock.now(),
        actor=by,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        plan=plan,
        old=redacted(old or {}),
        new=dict(new or {}),
        address=_address.get(),
    )
