"""The menu: URL names and predicates; a template context processor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from plans.models import User

Visitor = User | AnonymousUser


def anyone(_user: Visitor) -> bool:
    """Public pages."""
    return True


def signed_in(user: Visitor) -> bool:
    """Staff pages that show each person their own."""
    return user.is_authenticated


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its words, its page, and who sees it."""

    label: str
    url_name: str
    shown_to: Callable[[Visitor], bool]


ENTRIES: tuple[Entry, ...] = (
    Entry("我的工作台", "desk", signed_in),
    Entry("规划", "plans", signed_in),
    Entry("征求意见", "asked", signed_in),
    Entry("已公开的规划", "home", anyone),
    Entry("公开征求意见", "public_list", anyone),
)


def menu(request: HttpRequest) -> dict[str, object]:
    """Entries that this visitor may follow, the present one marked."""
    user = getattr(request, "user", AnonymousUser())
    items = []
    for entry in ENTRIES:
        if entry.shown_to(user):
            url = reverse(entry.url_name)
            items.append({"label": entry.label, "url": url, "current": request.path == url})
    return {"menu": items}
