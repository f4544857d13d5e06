"""A form whose token is outdated: signed in again, or open since yesterday."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from plans.system.lost_words import is_from_here, sent_by, words_page


def refuse_outdated(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with the words that were sent, where a page of ours sent them."""
    sent = sent_by(request) if is_from_here(request) else None
    if sent is None:
        return csrf_failure(request, reason)
    return words_page(request, sent, status=403)
