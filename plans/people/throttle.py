"""Slowing down whoever guesses passwords: by account and address, kept in the cache.

After ``FREE`` failures in a row every further one doubles the wait, up to ``LONGEST``. The key is
the pair of account and address: nobody else's sign-in of the same account, and no other account
at the same address, has to wait. What is kept falls out of the cache by itself.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import time
from dataclasses import dataclass

from django.core.cache import cache

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
        whole = f"{self.username.strip().casefold()}\n{_network(self.address)}"
        return f"login-{hashlib.sha256(whole.encode()).hexdigest()}"


def seconds_left(guesser: Guesser) -> int:
    """How long this account must wait at this address; 0 when it may try."""
    until: float = cache.get(f"{guesser.key}-until", 0.0)
    return max(0, math.ceil(until - time.time()))


def note_failure(guesser: Guesser) -> int:
    """Count a failure; gives the failures in a row."""
    cache.add(guesser.key, 0, KEPT_SECONDS)
    try:
        failures = cache.incr(guesser.key)
    except ValueError:
        failures = 1
        cache.set(guesser.key, failures, KEPT_SECONDS)
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


def in_words(seconds: int) -> str:
    """A wait in Chinese: 30秒, 2分钟."""
    return f"{seconds}秒" if seconds <= 90 else f"{math.ceil(seconds / 60)}分钟"


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
