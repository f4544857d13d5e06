"""Two who act at the same moment: the second begins while the first holds what it has locked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections, transaction

from plans.errors import DomainError

HEAD_START = 0.3
"""Seconds that the second has to come to its lock, or past it where there is none."""


def second_told(first: Callable[[], object], second: Callable[[], object]) -> str:
    """What the second is told that began after the first had acted and before it was done."""
    begun = threading.Event()

    def act() -> str:
        begun.set()
        try:
            second()
        except DomainError as error:
            return str(error)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first()
            waiting = other.submit(act)
            begun.wait(20)
            threading.Event().wait(HEAD_START)
        return waiting.result(20)
