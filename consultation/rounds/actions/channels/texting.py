"""短信 by the office's own gateway: one HTTP POST for each, made by a job."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from consultation.enums import Channel, DeliveryState
from consultation.models import Delivery
from consultation.permissions import closing_time
from consultation.rounds.actions.channels.base import Asked, Parcel, Way
from consultation.rounds.actions.links import address_of
from plans.system import clock
from plans.system.chinese_dates import chinese_hour
from plans.system.jobs import Attempt, enqueue, job_kind

TASK = job_kind("consultation.send_texts", "发送短信")
_MOBILE = re.compile(r"1[3-9]\d{9}")
SECONDS = 10


class Texting(Way):
    kind = Channel.SMS

    def address(self, asked: Asked) -> str | None:
        unit = asked.invitation.unit
        number = re.sub(r"[\s-]", "", unit.phone) if unit is not None else ""
        return number if settings.SMS_URL and _MOBILE.fullmatch(number) else None

    def send(self, parcels: Sequence[Parcel]) -> None:
        ids = [one.delivery.pk for one in parcels]
        if ids:
            by = parcels[0].delivery.by
            enqueue(TASK, by=by, label=f"发送短信{len(ids)}条", deliveries=ids)


def send_texts(attempt: Attempt) -> dict[str, Any]:
    """The job's work; what was taken by the gateway is not sent again by a second run."""
    ids = attempt.job.args["deliveries"]
    rows = Delivery.objects.filter(pk__in=ids, state=DeliveryState.WAITING).select_related(
        "link", "invitation__unit", "invitation__round__edition"
    )
    sent = 0
    for done, one in enumerate(rows.order_by("pk"), start=1):
        why = hand_to_gateway(one.to, _text(one))
        one.state = DeliveryState.FAILED if why else DeliveryState.SENT
        one.reason, one.sent_at = why[:300], None if why else clock.now()
        one.save(update_fields=["state", "reason", "sent_at"])
        sent += not why
        attempt.progress(done, len(ids))
    return {"sent": sent, "asked": len(ids)}


def _text(one: Delivery) -> str:
    """Short, since a text is paid by its length."""
    round_ = one.invitation.round
    closes = chinese_hour(closing_time(round_, one.invitation))
    url = address_of(one.link) if one.link is not None else ""
    return f"请对《{round_.edition.title}》提出意见，{closes}截止：{url}"


def hand_to_gateway(number: str, text: str) -> str:
    """Give one text to the gateway; empty when it was taken, else why not."""
    body = json.dumps({"to": number, "text": text}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    asked = urllib.request.Request(settings.SMS_URL, body, headers, method="POST")  # noqa: S310 - as below
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS):  # noqa: S310 - scheme is checked
            return ""
    except urllib.error.HTTPError as error:
        return f"短信网关回答{error.code}"
    except OSError as error:
        return f"短信网关没有应答：{getattr(error, 'reason', error)}"
