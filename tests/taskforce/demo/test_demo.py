"""The demo stands on an empty database, once, with people who find their desks and dates near."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Max, Min
from django.test import Client
from django.utils import timezone
from reversion.models import Revision

from consultation.models import Reply, Round
from plans.errors import WrongState
from plans.models import AuditEntry, Edition, Publication, Unit
from taskforce.demo import load_demo
from taskforce.demo.cast import CAST, PASSWORD
from taskforce.models import Decision, Step
from tests.fuzz.combinations import combinations_are_in_the_table

pytestmark = pytest.mark.django_db


def test_it_is_loaded_once_and_everyone_named_finds_a_desk() -> None:
    assert load_demo()
    assert not load_demo()
    assert list(combinations_are_in_the_table()) == []
    for role in CAST:
        client = Client()
        assert client.login(username=role.username, password=PASSWORD)
        assert client.get("/desk/").status_code == 200
    consult = Step.objects.get(key="consult")
    assert consult.due_on is not None
    assert abs(consult.due_on - timezone.localdate()) < timedelta(days=300)


def test_its_years_are_the_stamps_of_its_rows() -> None:
    load_demo()
    published = Publication.objects.get()
    assert timezone.localdate(published.published_at) == published.issued_on == date(2023, 1, 10)
    frozen = Edition.objects.get(plan=published.plan).frozen_at
    assert timezone.localdate(frozen) == date(2022, 12, 1)
    assert Revision.objects.aggregate(day=Min("date_created"))["day"].year == 2022
    day = timezone.now() - timedelta(days=1)
    decision, round_ = Decision.objects.get(), Round.objects.earliest("pk")
    assert decision.decided_at < round_.opens_at < round_.closes_at
    replies = Reply.objects.filter(released_at__isnull=False)
    assert replies.filter(released_at__gte=round_.opens_at).count() == replies.count() == 3
    assert AuditEntry.objects.aggregate(last=Max("at"))["last"] > day


def test_the_log_says_that_the_clock_was_set_and_runs_in_order() -> None:
    load_demo()
    entries = list(AuditEntry.objects.order_by("pk"))
    told = [(one.at.year, one.new) for one in entries if one.action == "demo.load"]
    assert told == [
        (2022, {"note": "时钟拨到2022-09-01，走到载入时"}),
        (timezone.now().year, {"note": "演示数据已载入，时钟恢复为当前时间"}),
    ]
    assert [one.at for one in entries] == sorted(one.at for one in entries)
    assert entries[0].action == "demo.load"


def test_it_is_not_loaded_beside_rows_of_others() -> None:
    Unit.objects.create(name="某单位", kind="district")
    with pytest.raises(WrongState, match="空的数据库"):
        load_demo()
    assert not AuditEntry.objects.exists()
