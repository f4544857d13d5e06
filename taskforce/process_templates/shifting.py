"""Moving a template to other years."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date

from plans.errors import InvalidInput
from taskforce.process_templates.counting import count_deadlines
from taskforce.process_templates.schema import Gate, ProcessTemplate, Stage, Step

_MOST = 100
_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?=\s*年)")


def shift(template: ProcessTemplate, years: int) -> ProcessTemplate:
    """The same process ``years`` later (earlier if negative): every date of stages, steps and
    gates moves, and the years named in the deadlines' wording with them.

    What is counted in working days is counted anew. The last day of February stays the last.
    Titles, texts and the paper that the template was taken from (number, date) stay as they are.
    InvalidInput beyond a hundred years.
    """
    check_years(years)
    stages = tuple(_stage(stage, years) for stage in template.stages)
    return count_deadlines(replace(template, stages=stages))[0]


def check_years(years: int) -> None:
    """InvalidInput beyond a hundred years."""
    if abs(years) > _MOST:
        raise InvalidInput(f"最多可以平移{_MOST}年。")


def _stage(stage: Stage, years: int) -> Stage:
    return replace(
        stage,
        start=shifted_day(stage.start, years),
        deadline=shifted_day(stage.deadline, years),
        deadline_text=shifted_words(stage.deadline_text, years),
        steps=tuple(_step(step, years) for step in stage.steps),
        gates=tuple(_gate(gate, years) for gate in stage.gates),
    )


def _step(step: Step, years: int) -> Step:
    return replace(
        step,
        start=shifted_day(step.start, years),
        deadline=shifted_day(step.deadline, years),
        deadline_text=shifted_words(step.deadline_text, years),
    )


def _gate(gate: Gate, years: int) -> Gate:
    deadline_text = shifted_words(gate.deadline_text, years)
    return replace(gate, deadline=shifted_day(gate.deadline, years), deadline_text=deadline_text)


def shifted_day(day: date | None, years: int) -> date | None:
    """The same day ``years`` later; the last day of February stays the last."""
    if day is None:
        return None
    last = monthrange(day.year + years, day.month)[1]
    was_last_of_february = day.month == 2 and day.day == monthrange(day.year, 2)[1]
    return date(day.year + years, day.month, last if was_last_of_february else day.day)


def shifted_words(text: str, years: int) -> str:
    """A deadline's wording with its years moved."""
    return _YEAR.sub(lambda match: str(int(match[1]) + years), text)
