"""How often one caller may do what costs: counted in the cache per window, the one counter.

A caller is a signed-in person, else the network they come from; who came by a personal link is a
stranger here, since a link makes as many users as browsers follow it. Neither name nor address can
be read from what the cache keeps, and what it keeps of an address is another thing every day.
How often is said by ``settings.LIMITS``; what is not named there has no limit.
"""

from __future__ import annotations

import functools
import ipaddress
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from plans.enums import UserKind
from plans.errors import TooMany
from plans.models import User
from plans.system import clock

AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
_LIMITS = "limits"
PERSON = "person "
"""How the name of a caller with an account begins."""
SLOT_SECONDS = 60
"""A place at work is free again after so long, whatever became of who took it."""


class Limit(StrEnum):
    """What a view does that is counted; figures stand under this name in ``settings.LIMITS``."""

    FILE = "files"
    COMPARISON = "comparisons"
    REDLINE = "redlines"
    LETTER = "letters"


def network(address: str) -> str:
    """An address as it is counted: of IPv6 the /64, which is what one subscriber holds."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def key_of(*parts: str) -> str:
    """A cache key from which nobody reads what it was made of."""
    return "count-" + salted_hmac("plans.limits", "\n".join(parts), algorithm="sha256").hexdigest()


def tick(key: str, seconds: int) -> int:
    """Count one more under this key; how many there are. It is forgotten after ``seconds``."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it fell out of the cache in between
        cache.set(key, 1, seconds)
        return 1


def caller(request: HttpRequest) -> str:
    """Who is counted: a person with an account, else the network of today."""
    user = request.user
    if isinstance(user, User) and user.kind == UserKind.PERSON:
        return f"{PERSON}{user.pk}"
    return f"{clock.today()} {network(request.META.get('REMOTE_ADDR', ''))}"


def count(name: str, who: str) -> int:
    """Count one more; 0 where the limit allows it, else the seconds until it is open again."""
    rate = _rate(name, who)
    if rate is None:
        return 0
    most, seconds = rate
    key, until = _window(name, who, seconds)
    return _left(until) if tick(key, seconds) > most else 0


def _rate(name: str, who: str) -> tuple[int, int] | None:
    """The limit of this name for a caller: people with an account have one of their own."""
    rates: dict[str, tuple[int, int] | None] = settings.LIMITS
    return rates.get(f"{name}_staff" if who.startswith(PERSON) else name)


def _window(name: str, who: str, seconds: int) -> tuple[str, float]:
    """The key of the window that runs, and its end; it begins with the first call."""
    key = key_of(name, who)
    until: float = cache.get_or_set(key, time.time() + seconds, seconds) or 0.0
    return f"{key}-{until}", until


def _left(until: float) -> int:
    return max(1, math.ceil(until - time.time()))


def limited(*limits: Limit) -> Callable[[AnyView], AnyView]:
    """The view does what is counted so: one call too many raises TooMany (429, Retry-After).

    A comparison is counted where it is looked at: no POST is refused that keeps what was typed.
    """

    def declare(view: AnyView) -> AnyView:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
            for limit in limits:
                _require(limit, request)
            if Limit.REDLINE in limits:
                with _at_once(caller(request)):
                    return view(request, *args, **options)
            return view(request, *args, **options)

        setattr(wrapped, _LIMITS, limits_of(view) | set(limits))
        return wrapped  # type: ignore[return-value]

    return declare


def limits_of(view: Callable[..., object]) -> frozenset[Limit]:
    """What a view declares that it is counted as."""
    return frozenset(getattr(view, _LIMITS, ()))


def in_words(seconds: int) -> str:
    """A wait in Chinese: 30秒, 2分钟."""
    return f"{seconds}秒" if seconds <= 90 else f"{math.ceil(seconds / 60)}分钟"


def too_many(seconds: int) -> TooMany:
    """The refusal, with when to try again."""
    return TooMany(f"操作太频繁，这一次没有办理。请{in_words(seconds)}后再试。", seconds=seconds)


def with_retry_after(answer: HttpResponse, error: Exception | None) -> HttpResponse:
    """The answer, with when to try again where it refuses for a limit."""
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _require(limit: Limit, request: HttpRequest) -> None:
    if limit == Limit.COMPARISON and request.method == "POST":
        return
    if seconds := count(limit, caller(request)):
        raise too_many(seconds)


@contextmanager
def _at_once(who: str) -> Iterator[None]:
    """One of the few places at work that each caller has, and one of those that all share."""
    with _place(who, "redlines_at_once"), _place("all", "redlines_at_once_all"):
        yield


@contextmanager
def _place(who: str, name: str) -> Iterator[None]:
    places = settings.LIMITS.get(name)
    if places is None:
        yield
        return
    most, wait = places
    keys = (f"{key_of(name, who)}-{number}" for number in range(most))
    taken = next((key for key in keys if cache.add(key, True, SLOT_SECONDS)), None)
    if taken is None:
        raise too_many(wait)
    try:
        yield
    finally:
        cache.delete(taken)
