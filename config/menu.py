"""The menu: URL names and predicates; a template context processor."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    staff: bool = True


ENTRIES: tuple[Entry, ...] = (Entry("已公开的规划", "home", staff=False),)


def menu(request: HttpRequest) -> dict[str, object]:
    """Entries that this visitor may follow, the present one marked."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    items = [
        {
            "label": entry.label,
            "url": reverse(entry.url_name),
            "current": request.path == reverse(entry.url_name),
        }
        for entry in ENTRIES
        if signed_in or not entry.staff
    ]
    return {"menu": items}
