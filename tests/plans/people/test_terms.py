"""Accounts with an end: reminded of, ended by the clock, extended with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.errors import WrongState
from plans.models import AuditEntry, User
from plans.people.actions.accounts import reactivate, set_end
from plans.people.tasks import end_accounts
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.cast import Cast, make_cast, make_plan
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def ends_in(cast: Cast, days: int) -> None:
    """As if the 系统管理员 had said so some time ago."""
    day = timezone.localdate() + timedelta(days=days)
    User.objects.filter(pk=cast.writer.pk).update(ends_on=day, opened_by=cast.second)


def reminded() -> list[str]:
    rows = AuditEntry.objects.filter(action="user.remind").order_by("pk")
    return [str(one.actor) for one in rows]


@pytest.mark.parametrize(
    ("days", "count"), [(15, 0), (14, 1), (4, 1), (3, 1), (1, 1), (0, 1), (-1, 0)]
)
def test_reminded_once_however_often_the_clock_comes(cast: Cast, days: int, count: int) -> None:
    ends_in(cast, days)
    for _ in range(3):
        end_accounts()
    assert reminded() == ["系统"] * count


def test_reminded_fourteen_and_three_days_before_with_who_opened_it(cast: Cast) -> None:
    ends_in(cast, 14)
    end_accounts()
    ends_in(cast, 3)
    end_accounts()
    read_log()
    day = timezone.localdate() + timedelta(days=3)
    said = (
        f"协作人的账号使用到{day.year}年{day.month}月{day.day}日（还有3天），到期自动停用。"
        "需要继续使用的，请联系系统管理员延长；承担的事项请先移交。"
    )
    told = Notice.objects.filter(text=said).values_list("user__full_name", flat=True)
    assert sorted(told) == ["协作人", "协作人", "复核人", "复核人"]
    assert len(reminded()) == 2


@pytest.mark.parametrize(("days", "active"), [(0, True), (-1, False)])
def test_the_last_day_is_a_day_of_use(cast: Cast, days: int, active: bool) -> None:
    browser = client_of(cast.writer)
    ends_in(cast, days)
    end_accounts()
    end_accounts()
    assert User.objects.get(pk=cast.writer.pk).is_active is active
    assert browser.get(reverse("desk")).status_code == (200 if active else 302)
    ended = AuditEntry.objects.filter(action="user.end")
    assert [one.new["reason"] for one in ended] == ([] if active else ["账号到期"])


def test_the_managers_are_told_of_who_is_gone_by_the_clock(cast: Cast) -> None:
    plan = make_plan(cast.drafter)
    client = client_of(cast.drafter)
    client.post(
        reverse("people", args=[plan.slug]), {"user": cast.writer.pk, "right": "read_draft"}
    )
    ends_in(cast, -1)
    end_accounts()
    read_log()
    said = "协作人的账号已停用（账号到期），请安排其承担的工作。"
    told = Notice.objects.filter(text=said).values_list("user__full_name", flat=True)
    assert sorted(told) == ["系统员", "起草人"]


def test_an_extension_has_a_reason_and_begins_the_reminders_anew(cast: Cast) -> None:
    ends_in(cast, 2)
    end_accounts()
    day = timezone.localdate() + timedelta(days=10)
    set_end(cast.writer.pk, day, "借调延长", by=cast.system)
    entry = AuditEntry.objects.get(action="user.term")
    assert (entry.new, entry.new["reason"]) == (
        {"ends_on": str(day), "reason": "借调延长"}, "借调延长",
    )  # fmt: skip
    end_accounts()
    assert len(reminded()) == 2


def test_who_has_lapsed_comes_back_only_with_a_later_end(cast: Cast) -> None:
    ends_in(cast, -1)
    end_accounts()
    with pytest.raises(WrongState, match="请先延长到期日，再恢复"):
        reactivate(cast.writer.pk, "回来", by=cast.system)
    set_end(cast.writer.pk, timezone.localdate(), "回来", by=cast.system)
    reactivate(cast.writer.pk, "回来", by=cast.system)
    assert User.objects.get(pk=cast.writer.pk).is_active
