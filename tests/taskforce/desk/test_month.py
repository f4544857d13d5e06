"""The month: what is due on which day, for whom, and days off."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from taskforce.desk.month import Entry, month, month_after, month_before, parse_month
from taskforce.models import Step
from tests.taskforce.running_process import Process, begin

pytestmark = pytest.mark.django_db
AUGUST = date(2020, 8, 1)
TODAY = date(2020, 8, 25)


def entries(process: Process, who: str, first: date = AUGUST) -> dict[date, list[Entry]]:
    weeks = month(getattr(process.cast, who), first, TODAY)
    return {day.day: list(day.entries) for week in weeks for day in week if day.entries}


def test_a_month_is_whole_weeks_with_days_off_and_today() -> None:
    process = begin("chongqing-2020")
    weeks = month(process.cast.outsider, date(2020, 10, 1), date(2020, 10, 9))
    assert (len(weeks), weeks[0][0].day, weeks[-1][-1].day) == (
        5, date(2020, 9, 28), date(2020, 11, 1),
    )  # fmt: skip
    days = {day.day: day for week in weeks for day in week}
    assert not days[date(2020, 10, 5)].workday
    assert days[date(2020, 10, 10)].workday
    assert [day.day for day in days.values() if day.today] == [date(2020, 10, 9)]
    assert not days[date(2020, 9, 30)].inside


def test_what_waits_for_me_is_mine_and_the_rest_late_done_or_open() -> None:
    process = begin("chongqing-2020")
    step = Step.objects.get(key="mobilise")
    page = reverse("step", args=[step.pk])
    title = process.plan.title
    assert entries(process, "drafter") == {
        date(2020, 8, 21): [Entry("办理：动员部署", title, page, "mine")]
    }
    assert entries(process, "chief") == {
        date(2020, 8, 21): [Entry("动员部署", title, page, "late")]
    }
    process.do("mobilise", "minutes")
    assert entries(process, "chief") == {
        date(2020, 8, 21): [Entry("动员部署", title, page, "done")]
    }
    assert entries(process, "outsider") == {}


def test_steps_and_gates_to_come_are_open() -> None:
    process = begin("chongqing-2020")
    labels = {
        day: [(one.label, one.state) for one in found]
        for day, found in entries(process, "chief", date(2020, 9, 1)).items()
    }
    assert labels == {
        date(2020, 9, 20): [("开展课题研究", "open")],
        date(2020, 9, 30): [("提出重大事项", "open"), ("领导小组审定前期研究成果", "open")],
    }


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-12", date(2026, 12, 1)),
        ("", AUGUST),
        ("2026-13", AUGUST),
        ("x", AUGUST),
        ("99999-1", AUGUST),
    ],
)
def test_what_is_no_month_is_the_present_one(text: str, first: date) -> None:
    assert parse_month(text, TODAY) == first


def test_months_follow_each_other_over_the_year() -> None:
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert month_before(date(2027, 1, 1)) == date(2026, 12, 1)
    assert month_after(date(2028, 1, 1)) == date(2028, 2, 1)


@pytest.mark.parametrize("text", ["2020-08", "0001-01", "9999-12", "nonsense"])
def test_the_page_of_any_month_stands(client: Client, text: str) -> None:
    process = begin("chongqing-2020")
    client.force_login(process.cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("calendar"), {"month": text})
    assert answer.status_code == 200
    assert ("动员部署" in answer.content.decode()) == (text == "2020-08")
