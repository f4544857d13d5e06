"""Filters of the templates: dates, remaining days and figures as a Chinese office writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template

from plans.system.chinese_dates import chinese_date, chinese_month, chinese_time, local_day
from plans.system.clock import now, today

register = template.Library()

SOON_DAYS = 3
COUNT_LIMIT = 10_000


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """2026年11月2日, in local time; empty for None."""
    return chinese_date(value) if value else ""


@register.filter
def cn_time(value: date | datetime | None) -> str:
    """2026年11月2日 09:05; a plain date has no hour."""
    if not isinstance(value, datetime):
        return cn_date(value)
    return chinese_time(value)


@register.filter
def cn_month(value: date) -> str:
    """2026年11月."""
    return chinese_month(value)


@register.filter
def days_left(value: date | datetime | None) -> str:
    """还有3天, 今天截止, 已逾期2天; a moment that has passed today is 已逾期."""
    if not value:
        return ""
    days = (local_day(value) - today()).days
    if _has_passed(value):
        return f"已逾期{-days}天" if days else "今天已逾期"
    return f"还有{days}天" if days else "今天截止"


@register.filter
def due_class(value: date | datetime | None) -> str:
    """The class that marks a date as overdue or near: due-late, due-soon or nothing."""
    if not value:
        return ""
    if _has_passed(value):
        return "due-late"
    return "due-soon" if (local_day(value) - today()).days <= SOON_DAYS else ""


@register.filter
def thousands(value: int | Decimal | float | None) -> str:
    """12,345; empty for None."""
    return "" if value is None else f"{value:,}"


@register.filter
def counted(value: int | None) -> str:
    """137, or 超过10,000 where counting stopped."""
    if value is None:
        return ""
    return f"超过{COUNT_LIMIT:,}" if value > COUNT_LIMIT else f"{value:,}"


@register.filter
def percent_of(part: int | None, whole: int | None) -> str:
    """87.5% of whole, 100% without decimals; — when there is no whole."""
    if not whole:
        return "—"
    return f"{round(100 * (part or 0) / whole, 1):g}%"


@register.filter
def short_hash(value: str) -> str:
    """The first twelve digits of a hash, enough to compare by eye."""
    return value[:12]


def _has_passed(value: date | datetime) -> bool:
    if isinstance(value, datetime):
        return value < now()
    return value < today()
