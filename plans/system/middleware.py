"""Request-wide wiring: the audit log learns the visitor's address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.errors import DomainError
from plans.system.audit import acting_from


class AuditAddressMiddleware:
    """Every audit entry written while answering a request carries its REMOTE_ADDR."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(request.META.get("REMOTE_ADDR") or None):
            return self.get_response(request)


class DomainErrorMiddleware:
    """A rule's refusal that no view has handled becomes a page with its sentence (409).

    Views catch the errors that belong to a form of theirs; this is for plain buttons, a second
    browser tab, a request made by hand.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        return render(request, "errors/refused.html", {"message": str(error)}, status=409)
