"""Two who act at the same moment: where the database chooses a loser, the request is tried again.

Locks are taken in one order (docs/reliability.md), which leaves few deadlocks; what is left, and
what the database cannot serialise, undoes the whole action. It left nothing, and is done anew.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import OperationalError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from plans.errors import WrongState

AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
TRIES = 5
PAUSE = 0.05
"""Seconds to wait at most before the second try, twice as long each time."""
BUSY = "同时有其他人在办理同一事项，这一次没有办成，也没有改动任何内容。请稍后再试。"
_CONFLICTS = ("40001", "40P01")
"""PostgreSQL's serialization_failure and deadlock_detected."""
log = logging.getLogger(__name__)


def is_conflict(error: OperationalError) -> bool:
    """Whether the database undid the transaction for another's sake, so that it may be repeated."""
    return getattr(error.__cause__, "pgcode", None) in _CONFLICTS


def tried_again(view: AnyView) -> AnyView:
    """The view, done anew when its action lost against another's; WrongState after ``TRIES``."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for number in range(TRIES):
            try:
                return view(request, *args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or not is_conflict(error):
                    raise
                log.warning("%s lost against another action, try %s", request.path, number + 1)
            _rewind(request)
            time.sleep(random.uniform(0, PAUSE * 2**number))  # noqa: S311 no secret
        raise WrongState(BUSY)

    return cast(AnyView, answer)


def _rewind(request: HttpRequest) -> None:
    """What was uploaded is read from its beginning again."""
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            file.seek(0)
