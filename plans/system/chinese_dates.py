"""Dates in words 年月日, in local time: the one place that writes them, for papers and pages."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def local(moment: datetime) -> datetime:
    """The moment as a clock in Shanghai shows it; one without zone is taken as that."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def local_day(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def chinese_date(value: date | datetime) -> str:
    """成文日期 as printed, without padding: 2021年9月14日."""
    day = local_day(value)
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(value: date | datetime) -> str:
    """2021年9月."""
    day = local_day(value)
    return f"{day.year}年{day.month}月"


def chinese_time(moment: datetime) -> str:
    """2021年9月14日 09:05, on pages and in tables."""
    return f"{chinese_date(moment)} {local(moment):%H:%M}"


def chinese_second(moment: datetime) -> str:
    """2021年9月14日 09:05:03, where the second counts: on a receipt 回执."""
    return f"{chinese_date(moment)} {local(moment):%H:%M:%S}"


def chinese_hour(moment: datetime) -> str:
    """2021年9月14日9时05分, in the running text of letters and mails."""
    at = local(moment)
    return f"{chinese_date(at)}{at.hour}时{at.minute:02d}分"
