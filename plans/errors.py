"""Errors of the domain: each carries the sentence that the user reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_refusals: ContextVar[list[str] | None] = ContextVar("refusals", default=None)


@contextmanager
def noting_refusals() -> Iterator[list[str]]:
    """Gives the sentences of every ``NotAllowed`` raised inside, whoever caught it."""
    noted: list[str] = []
    token = _refusals.set(noted)
    try:
        yield noted
    finally:
        _refusals.reset(token)


def note_refusal(sentence: str) -> None:
    """Somebody was refused for want of a right."""
    noted = _refusals.get()
    if noted is not None:
        noted.append(sentence)


class DomainError(Exception):
    """A rule said no; ``str(error)`` is a whole Chinese sentence for the user."""


class NotAllowed(DomainError):
    """The acting user has no right to do this now; the log is told when they meant to act."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        note_refusal(message)


class WrongState(DomainError):
    """The object is not in a state in which this can be done."""


class InvalidInput(DomainError):
    """What was sent in cannot be taken; nothing was kept."""


class StaleVersion(DomainError):
    """Somebody saved in between; ``current_version`` is what stands now."""

    def __init__(self, message: str, *, current_version: int) -> None:
        super().__init__(message)
        self.current_version = current_version


class TooMany(DomainError):
    """One call too many for now; after ``seconds`` it may be tried again."""

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
