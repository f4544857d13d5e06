"""The outbox 发件箱: mail is a row of the change's transaction, sent later by a worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.utils import timezone

from plans.enums import MailState
from plans.models import OutgoingMail

MAX_ATTEMPTS = 6
WAITS = (1, 5, 15, 60, 240, 720)
"""Minutes to wait after each failed attempt."""


def post(to: str, subject: str, body: str, *, about: str = "") -> OutgoingMail | None:
    """Put a mail into the outbox; None where there is no address to write to."""
    if not to:
        return None
    return OutgoingMail.objects.create(
        to=to, subject=subject[:200], body=body, about=about, not_before=timezone.now()
    )


@dataclass(frozen=True)
class Letter:
    """A mail to be put into the outbox with others."""

    to: str
    subject: str
    body: str
    about: str = ""


def post_many(letters: Iterable[Letter]) -> int:
    """Put many mails into the outbox at once; those without an address are left out."""
    now = timezone.now()
    rows = [
        OutgoingMail(
            to=one.to, subject=one.subject[:200], body=one.body, about=one.about, not_before=now
        )
        for one in letters
        if one.to
    ]
    return len(OutgoingMail.objects.bulk_create(rows, batch_size=500))


def send_waiting(limit: int = 50) -> int:
    """Send what is due, one claim at a time, so that no mail goes out twice; gives how many."""
    sent = 0
    now = timezone.now()
    due = OutgoingMail.objects.filter(state=MailState.WAITING, not_before__lte=now)
    for mail in due.order_by("not_before")[:limit]:
        sent += _send(mail)
    return sent


def _send(mail: OutgoingMail) -> int:
    wait = timedelta(minutes=WAITS[min(mail.attempts, len(WAITS) - 1)])
    claimed = OutgoingMail.objects.filter(
        pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts
    ).update(attempts=F("attempts") + 1, not_before=timezone.now() + wait)
    if not claimed:
        return 0
    try:
        send_mail(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to])
    except OSError as error:
        over = mail.attempts + 1 >= MAX_ATTEMPTS
        OutgoingMail.objects.filter(pk=mail.pk).update(
            error=str(error)[:300], state=MailState.FAILED if over else MailState.WAITING
        )
        return 0
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=timezone.now(), error=""
    )
    return 1
