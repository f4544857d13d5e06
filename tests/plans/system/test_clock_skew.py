"""A machine whose clock is wrong: what has a closing second goes by the database's time alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from plans.models import ActivationLink, OutgoingMail
from plans.operation.troubles import HOST
from plans.people.actions.activation import give_link
from plans.people.vouching import may_confirm_link
from plans.system.actions.outbox import post, send_waiting
from plans.system.clock import database_now, now
from tests.cast import make_cast
from tests.world import client_of

pytestmark = pytest.mark.django_db


@contextmanager
def wrong_by(minutes: int) -> Iterator[None]:
    """The clock of this machine, as Django tells it, is so far ahead."""
    with pytest.MonkeyPatch.context() as patch:
        true = timezone.now
        patch.setattr(timezone, "now", lambda: true() + timedelta(minutes=minutes))
        assert abs((now() - database_now()).total_seconds() - 60 * minutes) < 30
        yield


@pytest.mark.parametrize("ahead", [-30, 30])
def test_a_mail_of_a_web_process_goes_out_by_a_worker_with_another_clock(ahead: int) -> None:
    with wrong_by(ahead):
        post("a@test.invalid", "通知", "正文")
    assert (send_waiting(), len(mail.outbox)) == (1, 1)
    post("a@test.invalid", "通知", "正文")
    with wrong_by(ahead):
        assert send_waiting() == 1
    assert OutgoingMail.objects.filter(state="sent").count() == 2


def test_a_link_ends_when_the_database_says(settings: Settings) -> None:
    settings.ACTIVATION_DAYS = 1
    cast = make_cast()
    with wrong_by(-2 * 24 * 60):
        give_link(cast.head, by=cast.drafter, reason="忘记密码")
        link = ActivationLink.objects.get()
        left = link.expires_at - database_now()
    assert timedelta(hours=23) < left <= timedelta(days=1)
    with wrong_by(2 * 24 * 60):
        assert may_confirm_link(cast.second, link)


def test_who_runs_the_portal_sees_a_wrong_clock(settings: Settings) -> None:
    settings.LOW_DISK = 0
    cast = make_cast()
    client = client_of(cast.system)
    with wrong_by(1):
        page = client.get(reverse("operation")).content.decode()
    assert f"服务器{HOST}的时间比数据库快60秒：请打开时间同步" in page
    assert "的时间比数据库" not in client.get(reverse("operation")).content.decode()
