"""The head's dashboard: figures, risks, the bars of the picture, who may see it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from taskforce.models import Timeline
from taskforce.overview.state import bars, chapters_by_state, open_comments, replies, risks
from taskforce.permissions import may_see_dashboard
from tests.taskforce.running_process import begin

pytestmark = pytest.mark.django_db


def test_risks_are_what_is_overdue_and_what_the_next_gate_lacks() -> None:
    begin("chongqing-2020")
    timeline = Timeline.objects.get()
    assert [(risk.kind, risk.text) for risk in risks(timeline, date(2020, 8, 25))] == [
        ("逾期", "动员部署，应于2020年8月21日完成"),
        ("缺材料", "领导小组审定前期研究成果：课题研究成果，还没有登记"),
        ("缺材料", "领导小组审定前期研究成果：重大事项建议，还没有登记"),
    ]


def test_bars_begin_where_what_comes_before_ends() -> None:
    process = begin("chongqing-2020")
    process.do("mobilise", "minutes")
    drawn = bars(Timeline.objects.get(), date(2020, 9, 21))[:4]
    assert [(bar.label, bar.start, bar.end, bar.state) for bar in drawn] == [
        ("动员部署", date(2020, 8, 14), date(2020, 8, 21), "done"),
        ("开展课题研究", date(2020, 8, 21), date(2020, 9, 20), "late"),
        ("提出重大事项", date(2020, 9, 20), date(2020, 9, 30), "waiting"),
        ("审议：领导小组审定前期研究成果", date(2020, 9, 30), date(2020, 9, 30), "waiting"),
    ]


def test_figures_of_a_consultation() -> None:
    process = begin("chongqing-2020")
    process.consult()
    (row,) = replies(process.plan)
    assert (row.asked, row.replied, open_comments(process.plan)) == (1, 1, (0, 0))
    assert chapters_by_state(process.plan) == [
        ("待起草", 0), ("起草中", 0), ("待统稿", 0), ("已统稿", 0), ("未分工", 2),
    ]  # fmt: skip


def test_seats_and_readers_see_it_and_nobody_else(client: Client) -> None:
    process = begin("chongqing-2020")
    cast = process.cast
    seen = {user.full_name: may_see_dashboard(user, process.plan) for user in (
        cast.chief, cast.drafter, cast.outsider, cast.officer,
    )}  # fmt: skip
    assert seen == {"组长": True, "起草人": True, "局外人": False, "经办人": False}
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("dashboard", args=[process.plan.slug])).content.decode()
    assert "现在是：" in page
