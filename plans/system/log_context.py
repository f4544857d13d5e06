"""Whose lines of the log these are: the request that is answered, the job that is worked on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

REQUEST_ID = "PORTAL_REQUEST_ID"
"""Where a request bears its number, in ``META``."""
_request: ContextVar[HttpRequest | None] = ContextVar("log_request", default=None)
_job: ContextVar[int | None] = ContextVar("log_job", default=None)


def answering(request: HttpRequest) -> None:
    """From here on the lines of this thread belong to the request, until the next one comes.

    Not ended with the answer: Django says what was refused after the last middleware.
    """
    _request.set(request)


@contextmanager
def working_on(job_id: int) -> Iterator[None]:
    """Lines inside bear the job's id."""
    token = _job.set(job_id)
    try:
        yield
    finally:
        _job.reset(token)


def request_id(request: HttpRequest) -> str:
    """The number under which the log knows the request."""
    return str(request.META.get(REQUEST_ID, ""))


def bearings() -> dict[str, object]:
    """What the present line bears; the user where the request has asked who that is."""
    found: dict[str, object] = {}
    request, job = _request.get(), _job.get()
    if request is not None:
        user = getattr(request, "_cached_user", None)
        found["request"] = request_id(request)
        found["user"] = user.pk if user is not None else None
        found["address"] = request.META.get("REMOTE_ADDR") or None
    if job is not None:
        found["job"] = job
    return found
