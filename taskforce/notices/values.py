"""What a rule of telling gives: a sentence, for whom, and where they act."""

from __future__ import annotations

from dataclasses import dataclass

from plans.models import User


@dataclass(frozen=True)
class Telling:
    """A sentence for some people, and the page where they act."""

    people: tuple[User, ...]
    text: str
    url: str
