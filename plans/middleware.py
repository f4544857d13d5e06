"""Request-wide wiring: the audit log learns the visitor's address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from plans.audit import acting_from


class AuditAddressMiddleware:
    """Every audit entry written while answering a request carries its REMOTE_ADDR."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(request.META.get("REMOTE_ADDR") or None):
            return self.get_response(request)
