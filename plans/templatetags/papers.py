"""The button of a paper: POST makes it, or hands it out at once where it stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("includes/_paper.html", takes_context=True)
def paper(
    context: Context,
    name: str,
    *args: object,
    words: str,
    look: str = "button",
    about: object = "",
    query: str = "",
) -> dict[str, Any]:
    """A form of one button that posts to the address of a paper.

    ``look``: the classes of the button; ``about``: whose paper, for those who do not see the
    page; ``query``: filters that the paper keeps.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "address": reverse(name, args=args) + (f"?{query}" if query else ""),
        "words": words,
        "look": look,
        "about": about,
    }
