"""A process template as plain values: what a YAML file of this package says, once checked.

The file's schema is described in docs/timelines.md. Texts are never empty-but-present: what the
file leaves out is "" or None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.errors import InvalidInput
from taskforce.enums import BodyKind, Outcome, Rule


@dataclass(frozen=True)
class Body:
    """A body 机构 that works, decides or consents; gates name it by ``key``.

    ``issues_as`` is the name on its papers where that is longer than ``name``.
    """

    key: str
    kind: BodyKind
    name: str
    issues_as: str = ""
    text: str = ""


@dataclass(frozen=True)
class Step:
    """工作步骤; ``responsible`` are unit names as written, ``depends_on`` keys of other steps.

    ``in_source`` is false where the paper does not have it; ``source_note`` then says where it
    comes from. ``working_days``: the deadline is so many 工作日, and ``deadline`` counted from it.
    """

    key: str
    title: str
    text: str = ""
    start: date | None = None
    deadline: date | None = None
    deadline_text: str = ""
    working_days: int | None = None
    responsible: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    in_source: bool = True
    source_note: str = ""


@dataclass(frozen=True)
class Gate:
    """One body's turn in 节点审核; the gates of a stage decide in the order given.

    ``evidence`` are keys that must be met before the question is put; ``outcomes`` are those
    that this body may give; ``quorum`` is set exactly where ``rule`` is QUORUM.
    """

    key: str
    title: str
    body: str
    rule: Rule
    quorum: int | None = None
    deadline: date | None = None
    deadline_text: str = ""
    working_days: int | None = None
    evidence: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = tuple(Outcome)
    in_source: bool = True
    source_note: str = ""


@dataclass(frozen=True)
class Stage:
    """阶段: may have no steps, has at least one gate."""

    key: str
    title: str
    text: str = ""
    start: date | None = None
    deadline: date | None = None
    deadline_text: str = ""
    steps: tuple[Step, ...] = ()
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True)
class ProcessTemplate:
    """A whole process; ``document_number`` and ``issued_on`` name the paper it was taken from."""

    key: str
    title: str
    issuer: str = ""
    document_number: str = ""
    issued_on: date | None = None
    bodies: tuple[Body, ...] = ()
    stages: tuple[Stage, ...] = ()

    def steps(self) -> Iterator[Step]:
        """Every step, in order, across the stages."""
        return (step for stage in self.stages for step in stage.steps)

    def body(self, key: str) -> Body:
        """The body that a gate names; KeyError for a key that is none."""
        for body in self.bodies:
            if body.key == key:
                return body
        raise KeyError(key)


@dataclass(frozen=True, order=True)
class TemplateError:
    """One mistake: the line it stands on (from 1) and a whole Chinese sentence."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.message}"


class InvalidTemplate(InvalidInput):
    """A template with mistakes; ``errors`` holds them all, in the order of their lines."""

    def __init__(self, errors: tuple[TemplateError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors
