"""Request-wide wiring: a visit by personal link lasts as long as the link."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from consultation.permissions import is_let_in
from plans.system.disk_full import is_full


class LinkVisitMiddleware:
    """Signs out who came by a personal link 专用链接 that has expired or was revoked.

    A visit that cannot be ended for want of room on the disk is a stranger's all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            try:
                _end_visit(request)
            except Exception as error:
                if not is_full(error):
                    raise
                request.user = AnonymousUser()
                request.session = type(request.session)()
        return self.get_response(request)


def _end_visit(request: HttpRequest) -> None:
    if not is_let_in(request.user):
        logout(request)
