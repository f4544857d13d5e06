"""What machines ask: is the process alive, can it serve, what are its figures."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from plans.operation.metrics import exposition
from plans.operation.parts import readiness
from plans.system.downloads import for_a_machine
from plans.system.pages import public_page

FRESH = {"Cache-Control": "no-store"}


@public_page
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, no database."""
    return JsonResponse({"alive": True}, headers=FRESH)


@public_page
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether requests can be served: a sentence for every part; 503 where one is not there."""
    parts = readiness()
    good = all(part.good for part in parts)
    told = [
        {"part": one.key, "name": one.name, "good": one.good, "sentence": one.sentence}
        for one in parts
    ]
    answer = {"ready": good, "parts": told}
    return JsonResponse(
        answer,
        status=200 if good else 503,
        headers=FRESH,
        json_dumps_params={"ensure_ascii": False},
    )


@public_page
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; for whoever does not ask from an allowed address there is no page."""
    if not _is_let_in(request.META.get("REMOTE_ADDR", "")):
        raise Http404
    return for_a_machine(exposition(), CONTENT_TYPE_LATEST)


def _is_let_in(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in settings.METRICS_FROM)
