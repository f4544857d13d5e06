"""Sending suggestions as a browser does, with and without its script."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from consultation.models import Round
from consultation.rounds.actions.drafts import RoundTerms
from tests.consultation.replies.test_replies import Scene
from tests.rounds import open_round

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def public_round(scene: Scene) -> Round:
    now = timezone.now()
    span = (now - timedelta(minutes=1), now + timedelta(days=40))
    terms = RoundTerms("公开征求意见", "public", *span)
    return open_round(scene.round.edition, terms, by=scene.cast.drafter)


def fields_of(page: Answer) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    form = html.document_fromstring(page.content.decode()).xpath("//main//form")[0]
    return {str(name): str(value or "") for name, value in form.form_values()}


def solved(challenge: str, bits: int) -> str:
    """What the page's script would find: written anew here, as the worker does it."""
    start = hashlib.sha256(challenge.encode()).hexdigest()[:32]
    for number in itertools.count():
        found = hashlib.sha256(f"{start}:{number}".encode()).digest()
        if int.from_bytes(found, "big") < 1 << (256 - bits):
            return str(number)
    raise AssertionError


def send(
    round_: Round,
    reason: str,
    *,
    bits: int = 0,
    address: str = "198.51.100.7",
    told: dict[str, str] | None = None,
) -> Answer:
    """Open the page and POST it; with ``bits`` the script has done its work."""
    client = Client(REMOTE_ADDR=address)
    url = reverse("suggest", args=[round_.pk])
    values = (
        fields_of(client.get(url)) | {"reason": reason, "key": str(uuid.uuid4())} | (told or {})
    )
    if bits:
        values["solution"] = solved(values["challenge"], bits)
    return client.post(url, values)


def code_of(answer: Answer) -> str:
    """The query code that the citizen is led to."""
    assert answer.status_code == 302
    return answer.headers["Location"].strip("/").rpartition("/")[2]
