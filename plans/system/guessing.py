"""The one door before every secret: how often it may be guessed, and how long to wait then.

Wrong guesses are counted in the cache: of an account at one address, of the account at all
addresses together, of the address for all accounts. After so many free ones (``settings.GUESSES``)
every further one doubles the wait, up to ``LONGEST``; nothing is ever locked. A device that the
account has signed in from is known and waits for its own guesses alone, so that nobody outside can
keep a person out; a new device shares the account's count. What opens a page by itself (a link, a
code, a number) has no account: it is counted by address, and by person where one is signed in.

A guess is counted before it is tried, so that many at the same moment are no more than one after
the other. Once in a burst the log is told, and through it who looks after security.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from plans.enums import Act, UserKind
from plans.errors import TooMany
from plans.models import User
from plans.system.audit import record
from plans.system.limits import in_words, key_of, network, tick
from plans.system.system_user import system_user

AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
FIRST, LONGEST = 30, 15 * 60
"""Seconds to wait after the last free guess, and at most."""
DAY, HOUR = 24 * 60 * 60, 60 * 60
WRONG = (404, 410)
"""What a page answers to a secret that opens nothing."""
GUARDED, _WRONG = "guarded_secret", "portal_wrong_secret"
"""What a view that takes a secret bears, and a request that brought a wrong one."""


class Secret(StrEnum):
    """What is guessed; the value is its name in the log."""

    PASSWORD = "密码"  # noqa: S105 what it is called
    FACTOR = "两步验证的验证码"
    BEARER = "链接或查询码"
    FORM_NUMBER = "反馈表编号"


OF_ACCOUNTS = (Secret.PASSWORD, Secret.FACTOR)


@dataclass(frozen=True)
class Guesser:
    """Who guesses what: an account as it was typed (or who is signed in), at which address.

    ``device`` is the mark of one that this account is known to have signed in from.
    """

    secret: Secret
    address: str
    name: str = ""
    device: str = ""


@dataclass(frozen=True)
class _Count:
    """One of the counts: so many are ``free``; it is kept for so long after its first guess, or
    after its latest where it is ``of_account``, which is also counted before the guess is tried."""

    key: str
    free: int
    of_account: bool = False

    @property
    def kept(self) -> int:
        return DAY if self.of_account else HOUR

    def left(self) -> int:
        """Seconds to wait; 0 when one may try."""
        until: float = cache.get(f"{self.key}-until", 0.0)
        return max(0, math.ceil(until - time.time()))

    def add(self) -> None:
        """A wrong guess."""
        self._wait(wait_after(tick(self.key, self.kept), self.free))

    def take(self) -> bool:
        """Count the guess that is about to be tried; of many at once only one goes on after the
        free ones, also of those that were let in a moment before the wait began."""
        until: float = cache.get(f"{self.key}-until", 0.0)
        if until > time.time():
            return False
        wait = wait_after(tick(self.key, self.kept), self.free)
        cache.touch(self.key, self.kept)
        if wait and not cache.add(f"{self.key}-{until}", True, wait):
            cache.incr(self.key, -1)
            return False
        self._wait(wait)
        return True

    def _wait(self, seconds: int) -> None:
        if seconds:
            cache.set(f"{self.key}-until", time.time() + seconds, self.kept)

    def number(self) -> int:
        return int(cache.get(self.key, 0))

    def forget(self) -> None:
        cache.delete_many([self.key, f"{self.key}-until"])


def wait_after(guesses: int, free: int) -> int:
    """Seconds to wait after so many wrong guesses."""
    if guesses < free:
        return 0
    return int(min(LONGEST, FIRST * 2 ** min(guesses - free, 10)))


def enter(guesser: Guesser) -> None:
    """Before the secret is looked at: TooMany while it must wait, else it counts as wrong."""
    refuse_waiting(guesser)
    for one in _counts(guesser):
        if one.of_account and not one.take():
            raise _too_many(guesser, 1)


def failed(guesser: Guesser) -> None:
    """The secret was wrong."""
    for one in _counts(guesser):
        if not one.of_account:
            one.add()
    for one in _counts(guesser):
        if (number := one.number()) >= one.free:
            _ring(guesser, one, number)


def succeeded(guesser: Guesser) -> None:
    """The secret was right; what the address has guessed of other accounts stands."""
    for one in _counts(guesser):
        if one.of_account:
            one.forget()


def refuse_waiting(guesser: Guesser) -> None:
    """TooMany while the guesser must wait; it counts nothing."""
    if seconds := seconds_left(guesser):
        raise _too_many(guesser, seconds)


def seconds_left(guesser: Guesser) -> int:
    """How long this guesser must wait; 0 when it may try."""
    return max(one.left() for one in _counts(guesser))


def guarded(secret: Secret) -> Callable[[AnyView], AnyView]:
    """The view takes a secret that is no account's: nothing is tried while its visitor must wait.

    Wrong is an answer of ``WRONG``, and what the view says is wrong (``note_wrong``).
    """

    def declare(view: AnyView) -> AnyView:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
            guesser = visitor(secret, request)
            enter(guesser)
            try:
                answer = view(request, *args, **options)
            except Http404:
                failed(guesser)
                raise
            if answer.status_code in WRONG or getattr(request, _WRONG, False):
                failed(guesser)
            return answer

        setattr(wrapped, GUARDED, secret)
        return wrapped  # type: ignore[return-value]

    return declare


def note_wrong(request: HttpRequest) -> None:
    """The secret that this request brought is none, though the answer is a page."""
    setattr(request, _WRONG, True)


def visitor(secret: Secret, request: HttpRequest) -> Guesser:
    """Who guesses what is no account's: the address, and the person where one is signed in."""
    user = request.user
    known = isinstance(user, User) and user.kind == UserKind.PERSON
    return Guesser(secret, address_of(request), user.username if known else "")


def address_of(request: HttpRequest) -> str:
    """REMOTE_ADDR, which the web server sets from the one trusted proxy."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _counts(guesser: Guesser) -> list[_Count]:
    free: dict[str, int] = settings.GUESSES
    name, address = guesser.name.strip().casefold(), network(guesser.address)

    def key(*parts: str) -> str:
        return key_of("guess", guesser.secret, *parts)

    if guesser.device:
        return [_Count(key("device", name, guesser.device), free["own"], of_account=True)]
    at_address = _Count(key("address", address), free["address"])
    if guesser.secret not in OF_ACCOUNTS:
        person = [_Count(key("person", name), free["address"])] if name else []
        return [at_address, *person]
    return [
        at_address,
        _Count(key("both", name, address), free["own"], of_account=True),
        _Count(key("account", name), free["account"], of_account=True),
    ]


def _too_many(guesser: Guesser, seconds: int) -> TooMany:
    """The refusal: the same whether there is such an account or not."""
    return TooMany(f"{guesser.secret}连续输错，请{in_words(seconds)}后再试。", seconds=seconds)


def _ring(guesser: Guesser, count: _Count, number: int) -> None:
    """One row in a burst, whether there is such an account or not: the time tells nothing.

    What was typed as a name that nobody has is in no log; it may be a password.
    """
    address = network(guesser.address)
    is_spread = guesser.secret in OF_ACCOUNTS and not count.of_account
    name = "" if is_spread else guesser.name.strip()
    if not cache.add(key_of("alarm", guesser.secret, name.casefold() or address), True, HOUR):
        return
    whom = User.objects.filter(username=name).first()
    new = {"secret": str(guesser.secret), "failures": number, "from": address}
    record(Act.USER_GUESS, whom or system_user(), by=system_user(), new=new)
