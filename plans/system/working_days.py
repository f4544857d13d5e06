"""工作日 of mainland China, with public holidays and 调休 as the State Council announces them.

The library knows the years that have been announced; of any other year Monday to Friday count,
which is logged once and told to people by ``unknown_years``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

FIRST_YEAR = min(chinese_calendar.constants.holidays).year
LAST_YEAR = max(chinese_calendar.constants.holidays).year
log = logging.getLogger(__name__)


def is_workday(day: date) -> bool:
    """Whether offices work on this day; a Saturday made up for a holiday is a working day."""
    if _is_known(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def after_workdays(day: date, count: int) -> date:
    """The ``count``-th working day after a day, which itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_until(today: date, last: date) -> int:
    """Working days after today up to and including the last; 0 where it has passed."""
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(map(is_workday, days))


def unknown_years(days: Iterable[date | None]) -> str:
    """A sentence for people where a year's holidays are not known yet, else empty."""
    years = sorted({day.year for day in days if day is not None and not _is_known(day.year)})
    if not years:
        return ""
    named = "、".join(f"{year}年" for year in years)
    return f"{named}的放假和调休安排还不清楚，工作日暂按周一至周五计算，公布后请核对。"


@lru_cache(maxsize=64)
def _is_known(year: int) -> bool:
    known = FIRST_YEAR <= year <= LAST_YEAR
    if not known:
        log.warning("holidays of %s are not known; Monday to Friday are counted", year)
    return known
