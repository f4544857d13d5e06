"""Slowing down whoever guesses passwords: by account and address, kept in the cache.

After ``FREE`` failures in a row every further one doubles the wait, up to ``LONGEST``. The key is
the pair of account and address: nobody else's sign-in of the same account, and no other account
at the same address, has to wait. What is kept falls out of the cache by itself.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from django.core.cache import cache

from plans.system.limits import key_of, network, tick

FREE = 5
FIRST_SECONDS = 30
LONGEST_SECONDS = 15 * 60
KEPT_SECONDS = 24 * 60 * 60
"""A failure is forgotten when none has followed it for so long."""


@dataclass(frozen=True)
class Guesser:
    """An account name as typed, and the network address it was typed at.

    ``address`` is REMOTE_ADDR, which the web server sets from the one trusted proxy. An IPv6
    address counts as its /64, which is what one subscriber holds.
    """

    username: str
    address: str

    @property
    def key(self) -> str:
        """Cache key; neither name nor address can be read from it."""
        return key_of("login", self.username.strip().casefold(), network(self.address))


def seconds_left(guesser: Guesser) -> int:
    """How long this account must wait at this address; 0 when it may try."""
    until: float = cache.get(f"{guesser.key}-until", 0.0)
    return max(0, math.ceil(until - time.time()))


def note_failure(guesser: Guesser) -> int:
    """Count a failure; gives the failures in a row."""
    failures = tick(guesser.key, KEPT_SECONDS)
    cache.touch(guesser.key, KEPT_SECONDS)
    wait = wait_after(failures)
    if wait:
        cache.set(f"{guesser.key}-until", time.time() + wait, wait)
    return failures


def forget(guesser: Guesser) -> None:
    """The right password was given."""
    cache.delete_many([guesser.key, f"{guesser.key}-until"])


def wait_after(failures: int) -> int:
    """Seconds to wait after so many failures in a row."""
    if failures < FREE:
        return 0
    return int(min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(failures - FREE, 10)))
