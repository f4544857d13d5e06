"""The words of a form that was sent after the login was lost: shown, never thrown away.

The page that answers holds everything but files, so that it can be sent again after signing in;
nothing is kept on the server for somebody who is not signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_LONG = 60
"""A value without a Chinese character and shorter than this is a key or a choice."""


@dataclass(frozen=True)
class Sent:
    """What a form brought: ``fields`` as they are sent again, ``words`` as a person reads them."""

    fields: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    files: tuple[str, ...]


def sent_by(request: HttpRequest) -> Sent | None:
    """The words of a request; None where there are none, and where a password is among them."""
    lists = [
        (name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
    ]
    if any("password" in name for name, _ in lists):
        return None
    fields = tuple((name, value) for name, values in lists for value in values)
    words = tuple(value for _, value in fields if _is_said(value))
    names = tuple(str(one.name) for _, some in request.FILES.lists() for one in some)
    return Sent(fields, words, names) if words else None


def _is_said(value: str) -> bool:
    # A file that a form carries from page to page is one long word.
    return not value.isascii() or (len(value) > _LONG and " " in value.strip())


def words_page(
    request: HttpRequest, sent: Sent, *, status: int, first: str = "", reason: str = ""
) -> HttpResponse:
    """The words to copy; also the form to send again, where another page comes ``first``: its
    name, ``login``, ``password`` or ``mfa_index``, or where a ``reason`` says what was missing."""
    context = {
        "sent": sent,
        "first": first,
        "reason": reason,
        "action": request.get_full_path(),
    }
    answer = render(request, "errors/words.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent it: another site's words are never shown as ours."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
