"""What was acknowledged, held against what stands in the tables when all is over.

An update that another one swallowed, a row that a second transaction took back, and a trace of what
was refused all show as a difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local
from typing import Any

from django.db.models import Max
from django.db.models.signals import post_save

from plans.models import AuditEntry


class Ledger:
    """Counts rows of the log as the acts that wrote them are acknowledged, in any thread."""

    def __init__(self) -> None:
        self.acknowledged: Counter[str] = Counter()
        self._before = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        self._guard, self._mine = Lock(), local()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this is open, rows of the log are noted for whichever thread writes them."""
        post_save.connect(self._note, sender=AuditEntry)
        try:
            yield
        finally:
            post_save.disconnect(self._note, sender=AuditEntry)

    def begin(self) -> None:
        """An act of this thread begins."""
        self._mine.written = []

    def keep(self) -> None:
        """It was acknowledged: what it wrote counts."""
        with self._guard:
            self.acknowledged.update(self._mine.written)

    def differences(self) -> list[str]:
        """Where the log holds more or fewer rows than were acknowledged."""
        rows = AuditEntry.objects.filter(pk__gt=self._before)
        stands = Counter(rows.order_by().values_list("action", flat=True))
        return [
            f"{self.acknowledged[act]} of {act} were acknowledged, {stands[act]} stand in the log"
            for act in sorted(stands | self.acknowledged)
            if stands[act] != self.acknowledged[act]
        ]

    def _note(self, instance: AuditEntry, **_: Any) -> None:
        written = getattr(self._mine, "written", None)
        if written is not None:
            written.append(instance.action)
