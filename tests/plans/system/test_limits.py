"""One caller too many times: refused with when to try again, and nobody else is."""

from __future__ import annotations

import threading
import time

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from plans.errors import TooMany
from plans.models import User
from plans.system import limits
from plans.system.limits import Limit, caller, count, limited, network
from tests.cast import make_cast
from tests.world import World, client_of

pytestmark = pytest.mark.django_db
HERE, THERE = "198.51.100.7", "198.51.100.8"


def from_(address: str) -> HttpRequest:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.user = User(kind="link")
    return request


def test_an_ipv6_address_is_its_64() -> None:
    asked = ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1", "::ffff:192.0.2.1", "unix:", "")
    assert [network(one) for one in asked] == [
        *("2001:db8::/64", "2001:db8::/64", "2001:db8:0:1::/64", "192.0.2.1", "unix:", ""),
    ]


def test_so_many_in_a_window_then_the_seconds_to_wait(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMITS = {"files": (2, 600)}
    assert [count("files", "a"), count("files", "a")] == [0, 0]
    assert 598 <= count("files", "a") <= 600
    assert (count("files", "b"), count("redlines", "a")) == (0, 0)
    later = time.time() + 300
    monkeypatch.setattr(limits.time, "time", lambda: later)
    assert 298 <= count("files", "a") <= 300


def test_a_new_window_begins_when_the_old_one_is_over(settings: Settings) -> None:
    settings.LIMITS = {"files": (1, 1)}
    assert (count("files", "a"), count("files", "a")) == (0, 1)
    time.sleep(1.1)
    assert count("files", "a") == 0


def test_many_at_the_same_moment_are_all_counted(settings: Settings) -> None:
    settings.LIMITS = {"files": (20, 600)}
    allowed = []
    tries = [
        threading.Thread(target=lambda: allowed.append(count("files", "a") == 0)) for _ in range(60)
    ]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert (len(allowed), sum(allowed)) == (60, 20)


def test_what_the_cache_keeps_tells_no_address(settings: Settings) -> None:
    settings.LIMITS = {"files": (1, 600)}
    key = limits.key_of("files", caller(from_(HERE)))
    count("files", caller(from_(HERE)))
    assert HERE not in key
    assert cache.get(key) is not None
    settings.SECRET_KEY = "another" * 8
    assert limits.key_of("files", caller(from_(HERE))) != key


def test_an_address_is_another_caller_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    today = caller(from_(HERE))
    monkeypatch.setattr(limits.clock, "today", lambda: "2031-01-01")
    assert caller(from_(HERE)) != today


def test_a_person_is_counted_by_themselves_and_a_link_by_its_network() -> None:
    cast = make_cast()
    request = from_(HERE)
    request.user = cast.drafter
    assert caller(request) == f"person {cast.drafter.pk}"
    assert caller(from_(HERE)) != caller(from_(THERE))
    assert caller(from_("2001:db8::1")) == caller(from_("2001:db8::2"))


def test_a_refused_download_says_when_to_try_again(world: World, settings: Settings) -> None:
    settings.LIMITS = {"files": (0, 600), "files_staff": (2, 600)}
    client, address = client_of(world.cast.drafter), world.address("blank")
    answers = [client.get(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 590 <= int(answers[2].headers["Retry-After"]) <= 600
    assert "操作太频繁，这一次没有办理。请10分钟后再试。" in answers[2].content.decode()
    assert client_of(world.cast.officer).get(world.address("blank_own")).status_code == 200


def test_a_script_is_told_in_a_sentence(world: World, settings: Settings) -> None:
    settings.LIMITS = {"redlines_staff": (1, 60)}
    client, address = client_of(world.cast.officer), world.address("opinion_redline")
    told = {"kind": "change", "quote": "甲", "proposal": "乙"}
    first, second = (client.post(address, told, headers={"HX-Request": "true"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert second.json()["message"].startswith("操作太频繁，这一次没有办理。请")
    assert 50 <= int(second.headers["Retry-After"]) <= 60


def test_what_is_typed_is_kept_though_one_has_looked_too_often(
    world: World, settings: Settings
) -> None:
    settings.LIMITS = {"comparisons_staff": (0, 600)}
    client, address = client_of(world.cast.officer), world.address("opinion")
    assert client.get(address).status_code == 429
    sent = {"kind": "other", "reason": "多办活动", "key": "075194d3-6885-417e-a8a8-6c931e272f00"}
    assert client.post(address, sent).status_code == 302


def test_few_are_at_work_at_once(settings: Settings) -> None:
    settings.LIMITS = {"redlines_at_once": (1, 5), "redlines_at_once_all": (2, 5)}

    @limited(Limit.REDLINE)
    def outer(request: HttpRequest, others: list[str]) -> HttpResponseBase:
        if not others:
            return HttpResponse("done")
        return outer(from_(others[0]), others[1:])

    assert outer(from_(HERE), [THERE]).status_code == 200
    with pytest.raises(TooMany) as refused:
        outer(from_(HERE), [HERE])
    assert refused.value.seconds == 5
    with pytest.raises(TooMany):
        outer(from_(HERE), [THERE, "198.51.100.9"])
    assert outer(from_(HERE), [THERE]).status_code == 200
