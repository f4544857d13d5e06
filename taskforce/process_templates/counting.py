"""Deadlines that a template gives in working days 工作日, turned into dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plans.system.working_days import after_workdays
from taskforce.process_templates.schema import Gate, ProcessTemplate, Stage, Step


def count_deadlines(template: ProcessTemplate) -> tuple[ProcessTemplate, list[str]]:
    """The template with these dates filled in, and the keys of what nothing can be counted from.

    A step is counted from its own start, else from the latest deadline of the steps before it,
    else from its stage's start; a gate from the latest deadline of its stage's steps, else from
    the stage's start. The day counted from is not one of the working days.
    """
    counter = _Counter()
    stages = tuple(counter.stage(stage) for stage in template.stages)
    return replace(template, stages=stages), counter.lost


class _Counter:
    def __init__(self) -> None:
        self.lost: list[str] = []
        self._deadlines: dict[str, date | None] = {}

    def stage(self, stage: Stage) -> Stage:
        steps = tuple(self._step(step, stage) for step in stage.steps)
        last = max((step.deadline for step in steps if step.deadline), default=stage.start)
        gates = tuple(self._gate(gate, last) for gate in stage.gates)
        return replace(stage, steps=steps, gates=gates)

    def _step(self, step: Step, stage: Stage) -> Step:
        if step.working_days is not None:
            before = [day for key in step.depends_on if (day := self._deadlines.get(key))]
            since = step.start or max(before, default=stage.start)
            deadline = self._count(step.key, since, step.working_days)
            step = replace(step, deadline=deadline)
        self._deadlines[step.key] = step.deadline
        return step

    def _gate(self, gate: Gate, since: date | None) -> Gate:
        if gate.working_days is None:
            return gate
        return replace(gate, deadline=self._count(gate.key, since, gate.working_days))

    def _count(self, key: str, since: date | None, working_days: int) -> date | None:
        if since is None:
            self.lost.append(key)
            return None
        return after_workdays(since, working_days)
