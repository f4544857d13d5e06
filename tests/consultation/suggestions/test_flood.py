"""A flood by real requests: few are taken, more wait, the rest are refused, others feel nothing."""

from __future__ import annotations

import http.client
import re
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from consultation.models import Comment, HeldSuggestion, Round
from tests.consultation.replies.test_replies import make_scene
from tests.consultation.suggestions.sending import code_of, fields_of, public_round, send, solved

FLOOD, ELSEWHERE = "127.0.0.2", "127.0.0.3"
BITS = 6
LIMITS = {
    "suggestions_unchecked": (5, 600),
    "suggestions": (20, 600),
    "suggestions_unchecked_round": (120, 600),
    "suggestions_round": (600, 600),
}


class Sender:
    """A program that sends from one address; with ``bits`` it solves what it is asked."""

    def __init__(self, server: str, path: str, address: str, bits: int = 0) -> None:
        self.host, self.path, self.address, self.bits = urlsplit(server), path, address, bits

    def _ask(self, method: str, body: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection(
            self.host.hostname or "", self.host.port, source_address=(self.address, 0)
        )
        line.request(method, self.path, body, headers)
        return line.getresponse()

    def __call__(self, number: int) -> tuple[int, str]:
        page = self._ask("GET", "", {})
        text, cookie = page.read().decode(), page.headers["Set-Cookie"].partition(";")[0]
        sent = {
            name: re.search(rf'name="{name}"[^>]*?value="([^"]*)"', text)
            for name in ("csrfmiddlewaretoken", "challenge")
        }
        values = {name: found[1] if found else "" for name, found in sent.items()}
        values |= {"kind": "other", "reason": f"第{number}条", "key": str(uuid.uuid4())}
        if self.bits:
            values["solution"] = solved(values["challenge"], self.bits)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        answer = self._ask("POST", urlencode(values), kind)
        answer.read()
        return answer.status, answer.headers.get("Retry-After", "")


@pytest.fixture
def round_(transactional_db: None, settings: Settings) -> Round:
    settings.LIMITS, settings.PROOF_BITS = LIMITS, BITS
    return public_round(make_scene())


@pytest.mark.parametrize(("bits", "taken", "held"), [(0, 0, 20), (BITS, 5, 15)])
def test_sixty_in_ten_seconds(
    live_server: LiveServer, round_: Round, bits: int, taken: int, held: int
) -> None:
    """60 of 60 were taken before."""
    path = reverse("suggest", args=[round_.pk])
    began = time.monotonic()
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(Sender(live_server.url, path, FLOOD, bits), range(60)))
        honest = Sender(live_server.url, path, ELSEWHERE, BITS)(60)
    assert Counter(status for status, _ in answers) == {302: 20, 429: 40}
    waits = [int(after) for status, after in answers if status == 429]
    spent = time.monotonic() - began
    assert (min(waits) >= 599 - spent, max(waits) <= 600, honest) == (True, True, (302, ""))
    assert (Comment.objects.count(), HeldSuggestion.objects.count()) == (taken + 1, held)
    round_.refresh_from_db()
    assert round_.comment_count == taken + 1


@pytest.mark.django_db
def test_one_too_many_loses_nothing_of_what_was_typed(settings: Settings) -> None:
    round_ = public_round(make_scene())
    settings.LIMITS = {"suggestions": (1, 600)}
    send(round_, "第一条")
    told = {"proposal": "建一座科技馆。", "name": "王五", "phone": "138", "email": "a@test.invalid"}
    answer = send(round_, "第二条", told=told)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert (
        "您所在的网络短时间内提交的建议较多，这一条还没有提交。请10分钟后再试，"
        "您填写的内容都保留在本页，不要关闭本页。"
    ) in answer.content.decode()
    kept = {name: value.strip() for name, value in fields_of(answer).items()}
    assert {name: kept[name] for name in told} == told
    assert kept["reason"] == "第二条"
    assert send(round_, "第三条", address="198.51.100.8").status_code == 302


@pytest.mark.django_db
def test_a_round_that_is_flooded_from_everywhere_holds_and_then_refuses(
    settings: Settings,
) -> None:
    scene = make_scene()
    round_, other = public_round(scene), public_round(scene)
    settings.LIMITS = {"suggestions_unchecked_round": (1, 600), "suggestions_round": (2, 600)}
    answers = [send(round_, f"{last}", address=f"198.51.100.{last}") for last in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "现在提交建议的人较多，这一条还没有提交。请10分钟后再试" in answers[2].content.decode()
    assert HeldSuggestion.objects.get().doubts == ["busy"]
    code_of(send(other, "这里不忙"))
    assert Comment.objects.filter(round=other).count() == 1


@pytest.mark.django_db
def test_a_64_is_one_sender(settings: Settings) -> None:
    round_ = public_round(make_scene())
    settings.LIMITS = {"suggestions": (1, 600)}
    addresses = ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")
    answers = [send(round_, one, address=one).status_code for one in addresses]
    assert answers == [302, 429, 302]
