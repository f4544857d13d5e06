"""Sealing the audit log: a hash chain over committed entries, verified link by link."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db import transaction

from plans.models import AuditEntry, AuditSeal
from plans.system.clock import database_now
from plans.system.locking import locked

SETTLE = timedelta(seconds=10)
"""Entries younger than this may still be followed by a smaller id that commits later."""
GENESIS = "0" * 64


@dataclass(frozen=True)
class Broken:
    """The first entry at which the chain does not hold, and why in words."""

    entry_id: int
    reason: str


def seal_entries(limit: int = 5000, settle: timedelta = SETTLE) -> int:
    """Seal entries older than ``settle``, oldest first; gives how many. One sealer at a time."""
    with transaction.atomic():
        last = _last_seal()
        number, link = (last.number, last.sha256) if last else (0, GENESIS)
        entries = AuditEntry.objects.filter(
            seal__isnull=True, at__lt=database_now() - settle
        ).order_by("id")[:limit]
        seals = []
        for entry in entries:
            number += 1
            link = next_link(link, entry)
            seals.append(AuditSeal(number=number, entry=entry, sha256=link))
        AuditSeal.objects.bulk_create(seals)
    return len(seals)


def _last_seal() -> AuditSeal | None:
    """The newest link, locked.

    Who waited for the lock asks again: the one before it has sealed on. The very first link has
    nothing to lock; of two sealers at that moment the second fails on the number and seals with
    the next call.
    """
    newest = locked(AuditSeal.objects).order_by("-number").first()
    while newest and (later := AuditSeal.objects.filter(number__gt=newest.number)).exists():
        newest = locked(later).order_by("-number").first()
    return newest


def next_link(link: str, entry: AuditEntry) -> str:
    """SHA-256 over the chain so far and every column of the entry."""
    text = json.dumps(entry_values(entry), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{link}\n{text}".encode()).hexdigest()


def entry_values(entry: AuditEntry) -> dict[str, Any]:
    """An entry as JSON values, the time in UTC to the microsecond."""
    return {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "plan": entry.plan_id,
        "old": entry.old,
        "new": entry.new,
        "address": entry.address,
    }


def chain() -> Iterator[tuple[AuditSeal, AuditEntry]]:
    """All sealed entries with their seals, in the order of the chain."""
    for seal in AuditSeal.objects.select_related("entry").order_by("number").iterator(500):
        yield seal, seal.entry


def verify() -> Broken | None:
    """The first place where the log was touched, or None when the whole chain holds."""
    link = GENESIS
    for number, (seal, entry) in enumerate(chain(), start=1):
        if seal.number != number:
            return Broken(entry.pk, f"链中缺少第{number}环。")
        link = next_link(link, entry)
        if link != seal.sha256:
            return Broken(entry.pk, "记录内容与封存时的散列值不一致。")
    return None
