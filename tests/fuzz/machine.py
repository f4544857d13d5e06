"""Draws an action, a person and arguments, acts, and looks; again and again from one seed."""

from __future__ import annotations

import traceback
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, connection

from plans.errors import NotAllowed
from plans.models import AuditEntry, User
from plans.system.conflicts import is_conflict
from plans.system.constraints import sentence_for
from tests.fuzz.drawing import Draw, NothingThere
from tests.fuzz.found import EXEMPT, actions
from tests.fuzz.invariants import broken
from tests.fuzz.ledger import Ledger
from tests.fuzz.likely import LIKELY
from tests.fuzz.locks import Recorder
from tests.fuzz.start import people

GONE = (ObjectDoesNotExist, AttributeError)
"""What drawing meets when another has deleted a row meanwhile."""
TRIES = 6
"""Draws of one action in a step, until it is done."""

LATE = (
    "change_window",
    "close_now",
    "complete_round",
    "end_appointment",
    "end_seat",
    "excuse_expert",
    "open_panel",
    "release_answers",
    "remove_step",
    "revoke_right",
    "save_units",
    "shift_timeline",
    "drop_draft",
    "void_round",
    "deactivate",
    "deactivate_all",
    "hand_over",
    "withdraw_expert",
    "withdraw_invitation",
)
"""What ends something, drawn in the second half of a run: until then there is more to act on."""


@dataclass
class Machine:
    """A run from one seed; ``faults`` holds what was found, with the steps that led there.

    With a ``ledger`` others act at the same time: what was acknowledged is noted there, and the
    invariants are looked at when all have come to rest. ``locks`` watches the order of locks.
    """

    seed: int
    ledger: Ledger | None = None
    locks: Recorder = field(default_factory=Recorder)
    steps: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    able: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    late: bool = False

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.draw = Draw(self.random)
        self.actions = {name: one for name, one in actions().items() if name not in EXEMPT}
        self.names = sorted(self.actions)

    def run(self, count: int) -> None:
        """So many steps, or fewer where something was found."""
        for number in range(count):
            self.late = number * 2 >= count
            self.step()
            if self.faults:
                return

    def step(self) -> None:
        """One action, tried until it is done, with other rows and words each time.

        Most steps take what was never done yet, so that a run comes round to everything.
        """
        name = self._choose()
        for _ in range(TRIES):
            if self._try(name) == "done" or self.faults:
                return

    def _choose(self) -> str:
        names = [name for name in self.names if self.late or _short(name) not in LATE]
        never = [name for name in names if not self.counts[name, "done"]]
        if not never or self.random.random() < 0.3:
            return self.random.choice(names)
        tried = self.random.sample(never, min(len(never), TRIES))
        return next(filter(self._ready, tried), tried[0])

    def _ready(self, name: str) -> bool:
        """Whether there is a row that the action is meant for."""
        try:
            return _short(name) in LIKELY and bool(LIKELY[_short(name)](self.random))
        except GONE:
            return False

    def _try(self, name: str) -> str:
        """One set of arguments, in the hands of everybody until one of them may."""
        try:
            arguments = self.draw.arguments(self.actions[name])
            said = _said(name, arguments)
        except (NothingThere, *GONE):
            self.counts[name, "nothing there"] += 1
            return "nothing there"
        outcome = ""
        for by in self._somebodies(name):
            outcome = self._watched(name, by, arguments)
            if outcome != "not allowed":
                self.able[name].add(by.pk)
                self.steps.append(f"{outcome:8} {said} by {by.username}")
                return outcome
        return outcome

    def _somebodies(self, name: str) -> Sequence[User]:
        """Everybody in any order, mostly those first who were not refused this before."""
        everybody = people(self.random)
        if self.random.random() < 0.2:
            return everybody
        return sorted(everybody, key=lambda one: one.pk not in self.able[name])

    def _watched(self, name: str, by: User, arguments: dict[str, Any]) -> str:
        """One act. A fault is an error without a sentence, a trace left by a refused act, a
        breach of an invariant, or a deadlock, though a view would try again after that."""
        before = 0 if self.ledger else AuditEntry.objects.count()
        outcome = self._act(name, by, arguments)
        self.counts[name, outcome] += 1
        if self.ledger is not None:
            return outcome
        self.faults += [f"{name}: {told}" for told in self.locks.faults]
        if outcome == "done":
            self.faults += [f"after {name}: {told}" for told in broken()]
        elif AuditEntry.objects.count() != before:
            self.faults.append(f"{name} was {outcome} and is in the log as done")
        return outcome

    def _act(self, name: str, by: User, arguments: dict[str, Any]) -> str:
        if self.ledger is not None:
            self.ledger.begin()
        try:
            with self.locks.fresh():
                self.actions[name](**arguments, by=by)
        except Exception as error:
            return self._failed(name, error)
        if self.ledger is not None:
            self.ledger.keep()
        return "done"

    def _failed(self, name: str, error: Exception) -> str:
        told = sentence_for(error)
        if told is not None:
            self.refusals[name, told] += 1
            return "not allowed" if isinstance(error, NotAllowed) else "refused"
        lost = isinstance(error, OperationalError) and is_conflict(error)
        self.faults.append(f"{name}: {traceback.format_exc()[-1500:]}")
        return "lost" if lost else "failed"

    def told(self, last: int = 12) -> str:
        """What was found, with the last steps."""
        steps = "\n".join(self.steps[-last:])
        return f"seed {self.seed} on {connection.vendor}\n{steps}\n" + "\n".join(self.faults)


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _said(name: str, arguments: Mapping[str, Any]) -> str:
    """The call in words, read before it acts: rows may be gone afterwards."""
    given = ", ".join(f"{key}={value!r}"[:90] for key, value in arguments.items())
    return f"{_short(name)}({given})"
