"""Draws an action, a person and arguments, acts, and looks; again and again from one seed."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import OperationalError, connection

from plans.models import AuditEntry, User
from plans.system.conflicts import is_conflict
from plans.system.constraints import sentence_for
from tests.fuzz.drawing import Draw, NothingThere
from tests.fuzz.found import EXEMPT, Action, actions
from tests.fuzz.invariants import broken
from tests.fuzz.start import people


@dataclass
class Step:
    """One act as it was tried: enough to write a plain test from."""

    name: str
    said: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.outcome:8} {self.said}"


@dataclass
class Machine:
    """A run from one seed; ``faults`` holds what was found, with the steps that led there.

    ``alone``: nobody else acts at the same time, so that each act can be looked at by itself.
    """

    seed: int
    alone: bool = True
    steps: list[Step] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.draw = Draw(self.random)
        self.actions = {name: one for name, one in actions().items() if name not in EXEMPT}

    def run(self, count: int) -> None:
        """So many steps, or fewer where something was found."""
        for _ in range(count):
            self.step()
            if self.faults:
                return

    def step(self) -> None:
        """One act; "lost" is a deadlock, after which a view would try again.

        A fault is an error without a sentence, a trace left by a refused act, or a breach of an
        invariant.
        """
        name = self.random.choice(sorted(self.actions))
        by = self._somebody()
        try:
            arguments = self.draw.arguments(self.actions[name])
        except NothingThere:
            return
        before = AuditEntry.objects.count() if self.alone else 0
        said = _said(name, by, arguments)
        outcome = self._act(self.actions[name], by, arguments)
        self.steps.append(Step(name, said, outcome))
        self.counts[name, outcome] += 1
        if not self.alone:
            return
        if outcome == "done":
            self.faults += [f"after {name}: {told}" for told in broken()]
        elif AuditEntry.objects.count() != before:
            self.faults.append(f"{name} was {outcome} and is in the log as done")

    def _somebody(self) -> User:
        everybody = people()
        strong = [one for one in everybody if one.appointments.in_force().exists()]
        return self.random.choice(strong if self.random.random() < 0.6 else everybody)

    def _act(self, action: Action, by: User, arguments: dict[str, Any]) -> str:
        try:
            action(**arguments, by=by)
        except Exception as error:
            if sentence_for(error) is not None:
                return "refused"
            if isinstance(error, OperationalError) and is_conflict(error):
                return "lost"
            self.faults.append(f"{action.__name__}: {traceback.format_exc()[-1500:]}")
            return "failed"
        return "done"

    def told(self, last: int = 12) -> str:
        """What was found, with the last steps."""
        steps = "\n".join(map(str, self.steps[-last:]))
        return f"seed {self.seed} on {connection.vendor}\n{steps}\n" + "\n".join(self.faults)


def _said(name: str, by: User, arguments: Mapping[str, Any]) -> str:
    """The call in words, read before it acts: rows may be gone afterwards."""
    given = ", ".join(f"{key}={value!r}"[:90] for key, value in arguments.items())
    return f"{name.rpartition('.')[2]}({given}) by {by.username}"
