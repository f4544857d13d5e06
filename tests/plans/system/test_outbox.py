"""The outbox against real sockets: refused, away, taken; later each time, kept, sent again."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from plans.errors import InvalidInput, NotAllowed
from plans.models import AuditEntry, OutgoingMail
from plans.system.actions.outbox import MAX_ATTEMPTS, WAITS, post, resend, send_waiting
from tests.cast import Cast, make_cast
from tests.harness.smtp import post_office

pytestmark = pytest.mark.django_db
REFUSAL = "550 no such user"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def use(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def wait_over() -> None:
    OutgoingMail.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def state() -> tuple[str, int, str]:
    mail = OutgoingMail.objects.get()
    return mail.state, mail.attempts, mail.error


def minutes_to_wait() -> int:
    left = OutgoingMail.objects.get().not_before - timezone.now()
    return round(left.total_seconds() / 60)


def give_up(settings: Settings) -> None:
    with post_office(REFUSAL) as office:
        use(settings, office.port)
        for _ in range(MAX_ATTEMPTS):
            wait_over()
            send_waiting()


def test_a_refused_mail_waits_longer_each_time_and_is_given_up_with_the_reason(
    cast: Cast, settings: Settings
) -> None:
    post("nobody@test.invalid", "请审议\n某事", "正文")
    waits = []
    with post_office(REFUSAL) as office:
        use(settings, office.port)
        for _ in range(MAX_ATTEMPTS):
            assert send_waiting() == 0
            waits.append(minutes_to_wait())
            assert (send_waiting(), office.sessions) == (0, len(waits))
            wait_over()
        assert send_waiting() == 0
    assert (waits, office.sessions) == (list(WAITS), MAX_ATTEMPTS)
    kept = state()
    assert kept[:2] == ("failed", MAX_ATTEMPTS)
    assert "no such user" in kept[2]
    entry = AuditEntry.objects.get(action="mail.fail")
    assert (entry.actor.username, entry.new["to"]) == ("system", "nobody@test.invalid")


def test_a_server_that_is_away_is_tried_again_and_gets_the_mail_later(
    cast: Cast, settings: Settings
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        use(settings, taken.getsockname()[1])
        post("a@test.invalid", "主题", "正文")
        assert send_waiting() == 0
    assert state()[:2] == ("waiting", 1)
    wait_over()
    with post_office() as office:
        use(settings, office.port)
        assert (send_waiting(), send_waiting()) == (1, 0)
    assert (state(), len(office.taken)) == (("sent", 2, ""), 1)
    assert "To: a@test.invalid" in office.taken[0]


def test_what_was_given_up_is_sent_again_by_the_system_administrator(
    cast: Cast, settings: Settings
) -> None:
    mail = post("nobody@test.invalid", "主题", "正文")
    assert mail is not None
    give_up(settings)
    for other in (cast.member, cast.drafter, cast.security, cast.auditor):
        with pytest.raises(NotAllowed):
            resend([mail.pk], by=other)
    assert resend([mail.pk], by=cast.system) == 1
    with post_office() as office:
        use(settings, office.port)
        assert send_waiting() == 1
    assert (state()[0], len(office.taken)) == ("sent", 1)
    with pytest.raises(InvalidInput, match="可能已经发出"):
        resend([mail.pk], by=cast.system)
    assert AuditEntry.objects.filter(action="mail.resend", actor=cast.system).count() == 1


def test_the_page_names_address_reason_and_attempts_and_sends_again(
    cast: Cast, settings: Settings
) -> None:
    post("nobody@test.invalid", "请审议某事", "正文")
    give_up(settings)
    client = Client()
    client.force_login(cast.system, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("mail")).content.decode()
    parts = ("nobody@test.invalid", "请审议某事", "no such user", "试过6次", "重发")
    assert [part for part in parts if part not in page] == []
    assert "1封邮件没有送达" in client.get(reverse("notices")).content.decode()
    filtered = client.get(reverse("mail"), {"state": "waiting", "to": "x"}).content.decode()
    assert "nobody@" not in filtered
    chosen = {"selected": OutgoingMail.objects.get().pk}
    assert client.post(reverse("send_mail_again"), chosen).status_code == 302
    assert state()[:2] == ("waiting", 0)
    client.force_login(cast.member, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("mail")).status_code == 404
