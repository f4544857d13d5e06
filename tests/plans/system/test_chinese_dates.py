"""Dates in words, in the time of Shanghai whatever the database's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from plans.system.chinese_dates import (
    chinese_date,
    chinese_hour,
    chinese_month,
    chinese_second,
    chinese_time,
)

LATE = datetime(2021, 9, 13, 16, 5, 3, tzinfo=UTC)
"""Five past midnight of the next day in Shanghai."""


def test_dates_are_not_padded_and_hours_are() -> None:
    assert chinese_date(date(2021, 9, 4)) == "2021年9月4日"
    assert chinese_month(date(2021, 9, 4)) == "2021年9月"
    assert [write(LATE) for write in (chinese_date, chinese_time, chinese_second)] == [
        "2021年9月14日", "2021年9月14日 00:05", "2021年9月14日 00:05:03",
    ]  # fmt: skip


def test_running_text_names_the_hour() -> None:
    assert chinese_hour(LATE) == "2021年9月14日0时05分"
    assert chinese_hour(datetime(2021, 9, 14, 17, 0)) == "2021年9月14日17时00分"
