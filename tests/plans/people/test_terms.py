"""Accounts with an end: reminded of, ended by the clock, extended with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.errors import WrongState
from plans.models import Appointment, AuditEntry, User
from plans.people.actions.accounts import reactivate, set_end
from plans.people.tasks import end_accounts
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.cast import Cast, make_cast, make_plan, managed
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


def kept() -> list[str]:
    rows = AuditEntry.objects.filter(action="user.keep").order_by("pk")
    return [str(one.actor) for one in rows]


def test_the_only_manager_of_a_plan_is_kept_beyond_the_end_until_another_manages(
    cast: Cast,
) -> None:
    plan = make_plan(cast.drafter)
    Appointment.objects.filter(plan=plan).update(user=cast.writer)
    ends_in(cast, -1)
    for _ in range(3):
        end_accounts()
    assert User.objects.get(pk=cast.writer.pk).is_active
    assert kept() == ["系统"]
    read_log()
    day = timezone.localdate() - timedelta(days=1)
    said = (
        f"协作人的账号已于{day.year}年{day.month}月{day.day}日到期，因其是规划唯一的主持人，"
        "暂不停用。请移交主持职责，接任的人确认后自动停用；需要继续使用的，请延长到期日。"
    )
    told = Notice.objects.filter(text=said).values_list("user__full_name", flat=True)
    assert sorted(told) == ["协作人", "系统员"]
    managed(cast.second, plan)
    end_accounts()
    assert not User.objects.get(pk=cast.writer.pk).is_active


@pytest.mark.parametrize(
    ("other", "may"), [(None, True), (1, True), (0, False), (-1, False), ("gone", False)]
)
def test_an_end_is_set_while_another_manages_for_longer(
    cast: Cast, other: int | str | None, may: bool
) -> None:
    """Days by which the other manager's account is for longer; None: it has no end."""
    plan, day = make_plan(cast.drafter), timezone.localdate() + timedelta(days=30)
    managed(cast.second, plan)
    if isinstance(other, int):
        User.objects.filter(pk=cast.second.pk).update(ends_on=day + timedelta(days=other))
    User.objects.filter(pk=cast.second.pk).update(is_active=other != "gone")
    if may:
        assert set_end(cast.drafter.pk, day, "借调", by=cast.system).ends_on == day
        return
    with pytest.raises(WrongState, match="就没有账号在用的主持人了，不能设这个到期日"):
        set_end(cast.drafter.pk, day, "借调", by=cast.system)
    assert User.objects.get(pk=cast.drafter.pk).ends_on is None
    assert set_end(cast.drafter.pk, None, "不再借调", by=cast.system).ends_on is None
