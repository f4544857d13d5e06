"""日历: a month of what is due, one's own and that of the timelines one works on."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from plans.models import User
from plans.system.working_days import is_workday
from taskforce.desk.waiting import desk
from taskforce.enums import GateState, StepState
from taskforce.models import Gate, Step
from taskforce.permissions import visible_timelines

YEARS = range(1990, 2200)


@dataclass(frozen=True)
class Entry:
    """Something due on a day. ``state``: mine (waits for this person), done, late or open."""

    label: str
    about: str
    url: str
    state: str


@dataclass(frozen=True)
class Day:
    """One day of the picture; ``inside``: of the month shown."""

    day: date
    inside: bool
    today: bool
    workday: bool
    entries: tuple[Entry, ...]


def month(user: User, first: date, today: date) -> list[list[Day]]:
    """The weeks of a month from Monday, with what is due on each day."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    due = _due(user, weeks[0][0], weeks[-1][-1], today)
    return [
        [
            Day(day, day.month == first.month, day == today, is_workday(day), tuple(due[day]))
            for day in week
        ]
        for week in weeks
    ]


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def parse_month(text: str, today: date) -> date:
    """2026-11 as its first day; what is no month of ``YEARS`` is the present one."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        first = date.min
    return first if first.year in YEARS else today.replace(day=1)


def _due(user: User, start: date, end: date, today: date) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = defaultdict(list)
    seen: set[str] = set()
    for day, entry in [*_mine(user), *_timelines(user, start, end, today)]:
        if start <= day <= end and entry.url not in seen:
            seen.add(entry.url)
            found[day].append(entry)
    return found


def _mine(user: User) -> Iterator[tuple[date, Entry]]:
    for group in desk(user):
        for item in group.items:
            if item.due is not None:
                due = item.due
                day = timezone.localtime(due).date() if isinstance(due, datetime) else due
                yield day, Entry(f"{item.action}：{item.what}", item.about, item.url, "mine")


def _timelines(user: User, start: date, end: date, today: date) -> Iterator[tuple[date, Entry]]:
    within = {"stage__timeline__in": visible_timelines(user), "due_on__range": (start, end)}
    steps: Iterable[Step] = Step.objects.filter(**within).select_related("stage__timeline__plan")
    for step in steps:
        done = step.state == StepState.DONE
        yield from _dated(step, step.due_on, reverse("step", args=[step.pk]), done, today)
    gates: Iterable[Gate] = Gate.objects.filter(**within).select_related("stage__timeline__plan")
    for gate in gates:
        passed = gate.state == GateState.PASSED
        yield from _dated(gate, gate.due_on, reverse("gate", args=[gate.pk]), passed, today)


def _dated(
    row: Step | Gate, due: date | None, url: str, done: bool, today: date
) -> Iterator[tuple[date, Entry]]:
    if due is not None:
        state = "done" if done else "late" if due < today else "open"
        yield due, Entry(str(row), row.stage.timeline.plan.title, url, state)
