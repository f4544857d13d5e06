"""The outbox 发件箱: mail is a row of the change's transaction, sent later by a worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from plans.enums import Act, MailState
from plans.errors import InvalidInput, NotAllowed
from plans.models import OutgoingMail, User
from plans.permissions import may_keep_mail
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.sealing import opened, sealed
from plans.system.secrecy import redacted
from plans.system.system_user import system_user

MAX_ATTEMPTS = 6
PLACE = "{secret}"
WAITS = (1, 5, 15, 60, 240, 720)
"""Minutes to wait after each failed attempt."""


def post(
    to: str,
    subject: str,
    body: str,
    *,
    about: str = "",
    secret: str = "",
    hides_address: bool = False,
) -> OutgoingMail | None:
    """Put a mail into the outbox; None where there is no address to write to.

    ``secret`` is a link that lets in whoever holds it: it takes the place of ``{secret}`` in the
    body when the mail is sent, is kept sealed until then and not at all afterwards. The address
    too is kept no longer, and shown nowhere, where the mail ``hides_address``.
    """
    if not to:
        return None
    return OutgoingMail.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        body=body,
        about=about,
        secret=sealed(secret) if secret else "",
        hides_address=hides_address,
        not_before=clock.database_now(),
    )


@dataclass(frozen=True)
class Letter:
    """A mail to be put into the outbox with others; ``secret`` as ``post`` has it."""

    to: str
    subject: str
    body: str
    about: str = ""
    secret: str = ""


def post_many(letters: Iterable[Letter]) -> list[OutgoingMail]:
    """Put many mails into the outbox at once; each has an address."""
    now = clock.database_now()
    rows = [
        OutgoingMail(
            to=one.to,
            subject=" ".join(one.subject.split())[:200],
            body=one.body,
            about=one.about,
            secret=sealed(one.secret) if one.secret else "",
            not_before=now,
        )
        for one in letters
    ]
    return OutgoingMail.objects.bulk_create(rows, batch_size=500)


def send_waiting(limit: int = 50) -> int:
    """Send what is due, one claim at a time, so that no mail goes out twice; gives how many."""
    sent = 0
    now = clock.database_now()
    due = OutgoingMail.objects.filter(state=MailState.WAITING, not_before__lte=now)
    for mail in due.order_by("not_before")[:limit]:
        sent += _send(mail)
    return sent


def _send(mail: OutgoingMail) -> int:
    wait = timedelta(minutes=WAITS[min(mail.attempts, len(WAITS) - 1)])
    claimed = OutgoingMail.objects.filter(
        pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts
    ).update(attempts=F("attempts") + 1, not_before=clock.database_now() + wait)
    if not claimed:
        return 0
    try:
        _message(mail).send()
    except (OSError, ValueError, InvalidToken) as error:
        _keep_failure(mail, str(error) or type(error).__name__)
        return 0
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=clock.now(), error="", secret="", to=_kept_address(mail)
    )
    return 1


def _kept_address(mail: OutgoingMail) -> str:
    """The address once nothing is sent to it any more."""
    return "" if mail.hides_address else mail.to


def _message(mail: OutgoingMail) -> EmailMessage:
    """Of one row always the same Message-ID: where a worker was killed between sending and noting
    it, the servers on the way know the second as the first."""
    number = salted_hmac("plans.outbox", str(mail.pk), algorithm="sha256").hexdigest()[:32]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        mail.subject, _whole(mail), to=[mail.to], headers={"Message-ID": f"<{number}@{domain}>"}
    )


def _whole(mail: OutgoingMail) -> str:
    return mail.body.replace(PLACE, opened(mail.secret)) if mail.secret else mail.body


def _keep_failure(mail: OutgoingMail, error: str) -> None:
    """Keep why; after the last attempt the mail stands as failed and the log tells of it."""
    over = mail.attempts + 1 >= MAX_ATTEMPTS
    if mail.hides_address:
        error = "没有送达"
    with transaction.atomic():
        rows = OutgoingMail.objects.filter(pk=mail.pk)
        rows.update(error=error[:300], state=MailState.FAILED if over else MailState.WAITING)
        if over:
            kept = _kept_address(mail)
            rows.update(to=kept, secret=mail.secret if kept else "")
            new = {"to": kept, "title": redacted(mail.subject), "reason": error[:300]}
            record(Act.MAIL_FAIL, mail, by=system_user(), new=new)


def failed_mail() -> QuerySet[OutgoingMail]:
    """What was not delivered: given up, or still tried again after an error; newest first.

    Not what hides its address: nobody could put that right, and it is not kept.
    """
    troubled = Q(state=MailState.FAILED) | (Q(state=MailState.WAITING) & ~Q(error=""))
    return OutgoingMail.objects.filter(troubled, hides_address=False).order_by("-id")


def resend(mail_ids: Iterable[int], *, by: User) -> int:
    """重发: put undelivered mails back to be sent at once; gives how many."""
    if not may_keep_mail(by):
        raise NotAllowed("您没有重发邮件的权限。")
    with transaction.atomic():
        rows = list(locked(failed_mail()).filter(pk__in=list(mail_ids)))
        for mail in rows:
            mail.state, mail.attempts, mail.not_before = MailState.WAITING, 0, clock.database_now()
            mail.save(update_fields=["state", "attempts", "not_before"])
            record(Act.MAIL_RESEND, mail, by=by, new={"to": mail.to, "title": mail.subject})
    if not rows:
        raise InvalidInput("没有需要重发的邮件，可能已经发出。")
    return len(rows)
