"""Working days by the calendars that the State Council announced, and of years it has not yet."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from plans.system.working_days import (
    LAST_YEAR,
    _is_known,
    after_workdays,
    is_workday,
    unknown_years,
    workdays_until,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 10, 10), True),  # Saturday, made up for National Day
        (date(2020, 9, 27), True),  # Sunday, made up
        (date(2020, 10, 8), False),  # Thursday, holiday
        (date(2020, 10, 9), True),
        (date(2020, 10, 11), False),
        (date(2021, 2, 7), True),  # Sunday before Spring Festival
        (date(2021, 2, 17), False),
        (date(2021, 2, 20), True),  # Saturday, made up
        (date(2021, 9, 14), True),
        (date(2021, 9, 20), False),  # Monday, Mid-Autumn bridge
        (date(2026, 2, 14), True),  # Saturday, made up
        (date(2026, 2, 23), False),  # Monday, last day of Spring Festival
        (date(2026, 10, 10), True),  # Saturday, made up
        (date(2026, 11, 23), True),
    ],
)
def test_the_announced_calendars(day: date, works: bool) -> None:
    assert is_workday(day) is works


def test_working_days_are_counted_over_holidays_and_made_up_saturdays() -> None:
    assert after_workdays(date(2020, 9, 30), 1) == date(2020, 10, 9)
    assert after_workdays(date(2020, 9, 30), 2) == date(2020, 10, 10)
    assert after_workdays(date(2020, 9, 30), 3) == date(2020, 10, 12)
    assert after_workdays(date(2020, 9, 30), 0) == date(2020, 9, 30)
    assert workdays_until(date(2020, 9, 30), date(2020, 10, 12)) == 3
    assert workdays_until(date(2020, 10, 12), date(2020, 9, 30)) == 0


def test_a_year_not_announced_counts_monday_to_friday_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    later = LAST_YEAR + 1
    _is_known.cache_clear()
    with caplog.at_level(logging.WARNING):
        works = [is_workday(date(later, 10, day)) for day in range(1, 8)]
    assert works == [date(later, 10, day).weekday() < 5 for day in range(1, 8)]
    assert len(caplog.records) == 1
    assert unknown_years([date(later, 1, 4), date(2020, 1, 1), None]) == (
        f"{later}年的放假和调休安排还不清楚，工作日暂按周一至周五计算，公布后请核对。"
    )
    assert unknown_years([date(2020, 1, 1), None]) == ""
