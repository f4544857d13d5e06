"""What every answer bears: its request's number, and the strict Content-Security-Policy."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plans.system.log_context import REQUEST_ID, answering

_FIT = re.compile(r"[A-Za-z0-9_-]{8,64}")
QUIET = ("/healthz", "/readyz", "/metrics")
done = logging.getLogger("portal.done")


class RequestLogMiddleware:
    """Numbers the request, so that whoever met a fault can say which, and says how it ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        number = _number(request)
        request.META[REQUEST_ID] = number
        answering(request)
        answer = self.get_response(request)
        answer.headers["X-Request-ID"] = number
        status, ms = answer.status_code, round((time.monotonic() - began) * 1000)
        if status >= 400 or not request.path.startswith((settings.STATIC_URL, *QUIET)):
            measured = {"status": status, "ms": ms}
            done.info("%s %s", request.method, request.path, extra=measured)
        return answer


def _number(request: HttpRequest) -> str:
    """The proxy's, else one of our own.

    Who bears X-Forwarded-For came by the trusted proxy: ``config.serve`` takes it from all others.
    """
    given = request.headers.get("X-Request-ID", "")
    by_proxy = bool(settings.TRUSTED_PROXY) and "HTTP_X_FORWARDED_FOR" in request.META
    return given if by_proxy and _FIT.fullmatch(given) else secrets.token_hex(6)


class ContentSecurityPolicyMiddleware:
    """Sets the policy of ``settings.CONTENT_SECURITY_POLICY``; no page needs inline code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response
