"""The calendar feed: valid by RFC 5545, secret, ended by a new address or a new password."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from plans.models import AuditEntry, User
from taskforce.desk.actions import renew_calendar
from taskforce.desk.calendar_feed import feed, token_for
from taskforce.models import Step
from tests.taskforce.running_process import Process, begin

pytestmark = pytest.mark.django_db
ADDRESS = "https://portal.test"


@pytest.fixture
def process() -> Process:
    made = begin("chongqing-2020")
    step = Step.objects.get(key="mobilise")
    step.title = "对事关科协事业发展的全局性、前瞻性、关键性问题深入调查研究；逐条，逐项\\完成"
    step.due_on = timezone.localdate() + timedelta(days=9)
    step.save()
    return made


def status_of(token: str) -> int:
    return Client().get(reverse("feed", args=[token])).status_code


def test_lines_are_folded_at_75_octets_and_read_back_whole(process: Process) -> None:
    content = feed(process.office, ADDRESS)
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no character is cut in two by a fold
    calendar = Calendar.from_ical(content)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    events = calendar.walk("VEVENT")
    step = Step.objects.get(key="mobilise")
    (found,) = [event for event in events if str(event["SUMMARY"]).endswith(step.title)]
    begin_on, end_on = (found.decoded(name) for name in ("DTSTART", "DTEND"))
    assert isinstance(begin_on, date)
    assert (begin_on, end_on) == (step.due_on, begin_on + timedelta(days=1))
    assert str(found["URL"]) == f"{ADDRESS}/steps/{step.pk}/"


def test_every_event_has_what_the_standard_wants_and_a_name_of_its_own(process: Process) -> None:
    events = Calendar.from_ical(feed(process.office, ADDRESS)).walk("VEVENT")
    again = Calendar.from_ical(feed(process.office, ADDRESS)).walk("VEVENT")
    names = [str(event["UID"]) for event in events]
    assert (len(names) > 1, len(set(names))) == (True, len(names))
    assert names == [str(event["UID"]) for event in again]
    assert [event for event in events if not {"UID", "DTSTAMP", "DTSTART"} <= set(event)] == []


def test_a_renewed_address_ends_the_old_one_and_so_does_a_new_password(process: Process) -> None:
    user = process.cast.chief
    first = token_for(user)
    renew_calendar(by=user)
    second = token_for(user)
    assert (status_of(first), status_of(second)) == (404, 200)
    user.set_password("another-password-2026")
    user.save()
    third = token_for(User.objects.get(pk=user.pk))
    assert (status_of(second), status_of(third), status_of("forged")) == (404, 200, 404)
    assert AuditEntry.objects.filter(action="calendar.renew", actor=user).count() == 1


def test_one_renews_only_ones_own(process: Process) -> None:
    other = token_for(process.cast.member)
    client = Client()
    client.force_login(process.cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    before = client.get(reverse("calendar")).context["address"]
    client.post(reverse("renew_calendar"))
    after = client.get(reverse("calendar")).context["address"]
    assert (before == after, status_of(other)) == (False, 200)


def test_the_address_tells_nothing_of_the_password(process: Process) -> None:
    user = process.cast.chief
    assert user.password[-12:] not in token_for(user)
    answer = Client().get(reverse("feed", args=[token_for(user)]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
