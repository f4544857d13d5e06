"""Request-wide wiring: a visit by personal link lasts as long as the link."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from consultation.permissions import is_let_in


class LinkVisitMiddleware:
    """Signs out who came by a personal link 专用链接 that has expired or was revoked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not is_let_in(request.user):
            logout(request)
        return self.get_response(request)
