"""Errors of the domain: each carries the sentence that the user reads."""

from __future__ import annotations


class DomainError(Exception):
    """A rule said no; ``str(error)`` is a whole Chinese sentence for the user."""


class NotAllowed(DomainError):
    """The acting user has no right to do this now."""


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
