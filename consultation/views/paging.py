"""Pages by key, with the filters kept in the URL."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

from plans.views.common import number_in

_PASSING = ("after", "before", "like")
"""What belongs to one visit and not to the filters."""


def key_of(request: HttpRequest, name: str) -> int | None:
    """A page's key in the URL; None where there is none that makes sense."""
    return number_in(request.GET.get(name))


def query_of(request: HttpRequest) -> str:
    """The filters of the URL as a query string."""
    return urlencode({k: v for k, v in request.GET.items() if k not in _PASSING and v})


def page_url(request: HttpRequest, name: str, key: int | None) -> str:
    """The same list with the same filters, from a key on; empty where there is no such page."""
    if key is None:
        return ""
    kept = query_of(request)
    return f"{request.path}?{kept}{'&' if kept else ''}{name}={key}"
