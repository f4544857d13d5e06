"""Which days a time in a text means: years left open are told from what stands around it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from taskforce.work_plans.times import Moment, Time


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included; either may be open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Surroundings:
    """What is known where a time stands: no earlier than about ``low``, no later than about
    ``high``; ``present`` is the day the paper speaks from (今年, 明年)."""

    low: date | None = None
    high: date | None = None
    present: date | None = None

    def year_of(self, moment: Moment) -> int | None:
        """The year a moment falls in, None when nothing tells it."""
        if moment.year is not None:
            return moment.year
        near = self.present or self.low or self.high
        if moment.near is not None:
            return near.year + moment.near if near else None
        candidates = self._candidates()
        for year in candidates:
            if self._fits(moment, year):
                return year
        return candidates[0] if candidates else None

    def _candidates(self) -> list[int]:
        if self.low is not None:
            return [self.low.year, self.low.year + 1]
        if self.high is not None:
            return [self.high.year, self.high.year - 1]
        if self.present is not None:
            return [self.present.year, self.present.year + 1]
        return []

    def _fits(self, moment: Moment, year: int) -> bool:
        first, last = _day(year, moment.first), _day(year, moment.last)
        if first is None or last is None:
            return False
        low = self.low or (self.present - timedelta(days=180) if self.present else None)
        return (low is None or last >= low) and (self.high is None or first <= self.high)


def resolve(time: Time, around: Surroundings) -> Span:
    """The days meant: 前 and 底前 run through the end of the day or month named."""
    year = _year(time, around)
    if year is None:
        return Span()
    first, last = _day(year, time.moment.first), _day(year, time.moment.last)
    if time.until is not None:
        end = _end_of_range(time.until, year, first)
        return Span(None, end) if time.bound == "by" and first is None else Span(first, end)
    if time.bound == "from":
        return Span(first, None)
    if time.bound == "by" or time.moment.ends:
        return Span(None, last)
    return Span(first, last)


def _year(time: Time, around: Surroundings) -> int | None:
    moment, until = time.moment, time.until
    if until is None or until.year is None or moment.year is not None or moment.near is not None:
        return around.year_of(moment)
    return until.year if moment.first <= until.first else until.year - 1


def _end_of_range(until: Moment, year: int, first: date | None) -> date | None:
    if until.year is not None:
        return _day(until.year, until.last)
    if until.near is not None:
        return _day(year + until.near, until.last)
    end = _day(year, until.last)
    if first is not None and end is not None and end < first:
        return _day(year + 1, until.last)
    return end


def _day(year: int, month_day: tuple[int, int]) -> date | None:
    month, day = month_day
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
