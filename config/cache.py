"""The shared cache of production, without which the portal goes on.

Every call goes to Redis; while Redis is away, or takes nothing for want of room, it goes to a cache
of this process instead, and Redis is asked again every few seconds. What stands here may be lost at
any time: sessions are rows.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Away
from redis.exceptions import OutOfMemoryError as Full
from redis.exceptions import ReadOnlyError as IsCopy
from redis.exceptions import ResponseError as Refused
from redis.exceptions import TimeoutError as TooSlow

ASK_AGAIN = 5.0
log = logging.getLogger(__name__)


class _Absence:
    """Until when Redis is not asked; one for all threads of the process."""

    until = 0.0


def _takes_nothing(error: Refused) -> bool:
    """Its memory is full, it is another's copy, or its own disk is full."""
    return isinstance(error, (Full, IsCopy)) or str(error).startswith("MISCONF")


class RedisOrOwnCache(BaseCache):
    """Redis, or a cache of this process while Redis is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._shared = RedisCache(server, params)
        self._own = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": 100_000}})

    def _ask(self, method: str, *args: Any, **options: Any) -> Any:
        if time.monotonic() >= _Absence.until:
            try:
                return getattr(self._shared, method)(*args, **options)
            except (Away, TooSlow, Refused) as error:
                if isinstance(error, Refused) and not _takes_nothing(error):
                    raise
                _Absence.until = time.monotonic() + ASK_AGAIN
                log.warning("Redis is away, this process uses a cache of its own: %s", error)
        return getattr(self._own, method)(*args, **options)

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        return bool(self._ask("add", key, value, *args, **options))

    def get(self, key: Any, *args: Any, **options: Any) -> Any:
        return self._ask("get", key, *args, **options)

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        self._ask("set", key, value, *args, **options)

    def touch(self, key: Any, *args: Any, **options: Any) -> bool:
        return bool(self._ask("touch", key, *args, **options))

    def delete(self, key: Any, *args: Any, **options: Any) -> bool:
        return bool(self._ask("delete", key, *args, **options))

    def has_key(self, key: Any, *args: Any, **options: Any) -> bool:
        return bool(self._ask("has_key", key, *args, **options))

    def incr(self, key: Any, *args: Any, **options: Any) -> int:
        return int(self._ask("incr", key, *args, **options))

    def get_many(self, keys: Any, *args: Any, **options: Any) -> dict[Any, Any]:
        return dict(self._ask("get_many", list(keys), *args, **options))

    def set_many(self, data: Any, *args: Any, **options: Any) -> list[Any]:
        return list(self._ask("set_many", data, *args, **options))

    def delete_many(self, keys: Any, *args: Any, **options: Any) -> None:
        self._ask("delete_many", list(keys), *args, **options)

    def clear(self) -> None:
        self._ask("clear")
