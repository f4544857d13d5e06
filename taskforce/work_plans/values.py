"""What the reader of a work plan 编制工作方案 found, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class PlannedStep:
    """A step: ``deadline_text`` is what its bracket says, "" where there is none.

    ``responsible`` only where the source names someone; ``line`` is that of the source.
    """

    title: str
    text: str
    deadline: date | None
    deadline_text: str
    responsible: tuple[str, ...]
    line: int

    def as_json(self) -> dict[str, Any]:
        """The step as the command prints it."""
        return {
            "title": self.title,
            "deadline": _iso(self.deadline),
            "deadline_text": self.deadline_text or None,
            "responsible": list(self.responsible),
        }


@dataclass(frozen=True)
class PlannedStage:
    """A stage, numbered from 1 in the source's order; it may have no steps."""

    number: int
    title: str
    text: str
    start: date | None
    deadline: date | None
    deadline_text: str
    steps: tuple[PlannedStep, ...]
    line: int

    def as_json(self) -> dict[str, Any]:
        """The stage as the command prints it."""
        return {
            "number": self.number,
            "title": self.title,
            "start": _iso(self.start),
            "deadline": _iso(self.deadline),
            "steps": [step.as_json() for step in self.steps],
        }


@dataclass(frozen=True)
class ListedSeat:
    """A seat as listed: ``role`` in the source's word (组长, 成员 …); ``name`` is "" where the
    source gives an office without a person, ``position`` "" where it gives only a name."""

    role: str
    name: str
    position: str

    def as_json(self) -> dict[str, str]:
        """The seat as the command prints it."""
        return {"role": self.role, "name": self.name, "position": self.position}


@dataclass(frozen=True)
class WorkPlan:
    """The proposed timeline and bodies; ``doubts`` are sentences for whoever looks it through."""

    title: str
    document_number: str
    stages: tuple[PlannedStage, ...]
    leading_group: tuple[ListedSeat, ...]
    office: tuple[ListedSeat, ...]
    issued_on: date | None = None
    doubts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What ``import_workplan --dry-run --json`` prints."""
        return {
            "title": self.title,
            "document_number": self.document_number or None,
            "stages": [stage.as_json() for stage in self.stages],
            "leading_group": [seat.as_json() for seat in self.leading_group],
            "office": [seat.as_json() for seat in self.office],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
