"""Probes are answered before sessions, accounts and the check of the host's name.

A load balancer or Prometheus asks a machine by its address, and while the database is away.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from plans.operation.views import probes

PROBES: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "/healthz": probes.alive,
    "/readyz": probes.ready,
    "/metrics": probes.metrics,
}


class ProbeMiddleware:
    """Answers who looks at one of the three probes and may; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info) if request.method in ("GET", "HEAD") else None
        if probe is None:
            return self.get_response(request)
        try:
            return probe(request)
        except Http404:
            return self.get_response(request)
