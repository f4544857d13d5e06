"""Dates, remaining days and figures as the pages write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone as clock_of

from plans.templatetags import portal


def test_dates_in_local_time():
    moment = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert portal.cn_date(date(2026, 1, 5)) == "2026年1月5日"
    assert portal.cn_date(moment) == "2026年11月23日"
    assert portal.cn_time(moment) == "2026年11月23日 01:30"
    assert portal.cn_time(date(2026, 1, 5)) == "2026年1月5日"
    assert [portal.cn_date(None), portal.cn_time(None)] == ["", ""]


@pytest.mark.parametrize(
    ("days", "words", "mark"),
    [
        (-2, "已逾期2天", "due-late"),
        (0, "今天截止", "due-soon"),
        (3, "还有3天", "due-soon"),
        (4, "还有4天", ""),
    ],
)
def test_days_left_of_a_date(days, words, mark):
    due = clock_of.localdate() + timedelta(days=days)
    assert (portal.days_left(due), portal.due_class(due)) == (words, mark)


def test_an_hour_that_has_passed_today_is_overdue():
    past = clock_of.now() - timedelta(seconds=1)
    assert portal.days_left(past) in {"今天已逾期", "已逾期1天"}
    assert portal.due_class(past) == "due-late"
    assert (portal.days_left(None), portal.due_class(None)) == ("", "")


def test_figures():
    assert portal.thousands(12345) == "12,345"
    assert [portal.counted(137), portal.counted(10_001)] == ["137", "超过10,000"]
    assert [portal.percent_of(7, 8), portal.percent_of(8, 8), portal.percent_of(1, 0)] == [
        "87.5%", "100%", "—",
    ]  # fmt: skip
    assert portal.short_hash("0123456789abcdef") == "0123456789ab"
