"""Filters of consultation's templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from consultation.enums import Disposition
from plans.rendering.page import tree_page
from plans.tree import PlanTree

register = template.Library()


@register.filter
def disposition_name(value: str) -> str:
    """采纳 for adopted; empty stays empty."""
    return str(Disposition(value).label) if value else ""


@register.simple_tag
def commentable_html(tree: PlanTree, places: Mapping[int, int], invitation: int) -> SafeString:
    """An edition in which each heading offers 提意见; ``places``: frozen row by provision."""
    base = reverse("opinion", args=[invitation])

    def link(anchor: str) -> str:
        return format_html(
            '<a class="comment-link no-print" href="{}?place={}">提意见</a>',
            base,
            places[int(anchor[1:])],
        )

    return mark_safe(tree_page(tree, link))  # noqa: S308 escaped by the writer
