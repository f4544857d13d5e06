"""Dates of a person's work as a calendar feed (ICS), by a secret link."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from icalendar import Calendar, Event

from plans.errors import InvalidInput
from plans.models import User
from plans.system import clock
from plans.system.directions import undirected
from taskforce.desk.waiting import Item, desk
from taskforce.models import CalendarLink

SALT = "taskforce.calendar"


def token_for(user: User) -> str:
    """The secret end of the feed's address; renewing it or a new password ends the old one."""
    return signing.dumps([user.pk, _mark(user)], salt=SALT, compress=True)


def user_of(token: str) -> User:
    """Whose feed this is; InvalidInput when forged or no longer valid."""
    try:
        pk, mark = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise InvalidInput("日历链接无效，请重新复制。") from error
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(_mark(user), mark):
        raise InvalidInput("日历链接已失效，请登录后重新复制。")
    return user


def _mark(user: User) -> str:
    """What changes with the password and with each renewing, and tells nothing of either."""
    link = CalendarLink.objects.filter(user=user).first()
    value = f"{user.password}:{link.number if link else 1}"
    return salted_hmac(SALT, value).hexdigest()[:24]


def feed(user: User, address: str) -> bytes:
    """What waits for the user and has a date, each as an all-day event."""
    calendar = Calendar()
    calendar.add("prodid", "-//plan portal//zh-CN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "我的工作台")
    for group in desk(user):
        for item in group.items:
            if item.due is not None:
                calendar.add_component(_event(item, address))
    content: bytes = calendar.to_ical()
    return content


def _event(item: Item, address: str) -> Event:
    event = Event()
    due = item.due
    day = timezone.localtime(due).date() if isinstance(due, datetime) else due
    assert isinstance(day, date)
    event.add("summary", undirected(f"{item.action}：{item.what}"))
    event.add("description", undirected(item.about))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("dtstamp", clock.now())
    event.add("uid", f"{_uid(item)}@{urlsplit(address).hostname or 'portal'}")
    event.add("url", address + item.url)
    event.add("transp", "TRANSPARENT")
    return event


def _uid(item: Item) -> str:
    """The same for the same matter in every reading of the feed, and for nothing else."""
    return sha256(f"{item.url}\n{item.action}".encode()).hexdigest()[:32]
