"""What an action has to say beside its result, whichever page pressed the button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_told: ContextVar[list[str] | None] = ContextVar("told", default=None)


@contextmanager
def noting_told() -> Iterator[list[str]]:
    """Gives the sentences of every ``tell`` inside whose transaction stood."""
    noted: list[str] = []
    token = _told.set(noted)
    try:
        yield noted
    finally:
        _told.reset(token)


def tell(sentence: str) -> None:
    """Show the acting user a sentence on the page that follows, once the transaction stands."""
    noted = _told.get()
    if noted is not None:
        transaction.on_commit(lambda: noted.append(sentence))
