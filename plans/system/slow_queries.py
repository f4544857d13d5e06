"""Queries that took longer than ``settings.SLOW_QUERY_MS`` are named in the log, without values."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

SHOWN = 600
log = logging.getLogger("portal.queries")


def watch_queries(connection: BaseDatabaseWrapper, **_: object) -> None:
    """On every connection that is made; below whatever wrapper a request has put on it."""
    if settings.SLOW_QUERY_MS and timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, timed)


def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Run the query and say so when it was slow; its values are people's and stay out."""
    began = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = round((time.monotonic() - began) * 1000)
        if ms >= settings.SLOW_QUERY_MS:
            said = " ".join(str(sql).split())[:SHOWN]
            log.warning("slow query: %s", said, extra={"ms": ms})
