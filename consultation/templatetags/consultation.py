"""Filters of consultation's templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from consultation.enums import Disposition
from consultation.models import Comment
from consultation.passages.quoting import wording
from plans.rendering.page import tree_page
from plans.text.tree import PlanTree

register = template.Library()


@register.filter
def disposition_name(value: str) -> str:
    """采纳 for adopted; empty stays empty."""
    return str(Disposition(value).label) if value else ""


@register.simple_tag
def disposition_names() -> list[str]:
    """The answers in the order of their keys 1, 2, 3 …"""
    return [str(label) for label in Disposition.labels]


@register.inclusion_tag("includes/_redline.html")
def opinion_redline(comment: Comment) -> dict[str, object]:
    """The quoted words against the wording proposed for them; the quote alone where none is."""
    segments = wording(comment.kind, comment.quote, comment.proposal)
    return {"segments": segments, "quote": comment.quote}


@register.inclusion_tag("consultation/incoming/_letter_source.html", takes_context=True)
def letter_source(context: Context, comment: Comment) -> dict[str, object]:
    """Where in a letter the opinion was taken from, as a row of facts; nothing for others."""
    rows = comment.passages.select_related("letter__invitation").order_by("start")
    passages = [(row, row.letter.text[row.start : row.end]) for row in rows]
    return {"passages": passages, "run": context.get("run", False)}


@register.simple_tag
def commentable_html(tree: PlanTree, places: Mapping[int, int], invitation: int) -> SafeString:
    """An edition in which each heading offers 提意见; ``places``: frozen row by provision."""
    return _with_links(tree, places, reverse("opinion", args=[invitation]), "提意见")


@register.simple_tag
def reviewable_html(tree: PlanTree, places: Mapping[int, int], invitation: int) -> SafeString:
    """An edition in which each heading offers 提意见 to the expert."""
    return _with_links(tree, places, reverse("expert_new", args=[invitation]), "提意见")


@register.simple_tag
def suggestable_html(tree: PlanTree, places: Mapping[int, int], round_id: int) -> SafeString:
    """An edition in which each heading offers 提建议 to the public."""
    return _with_links(tree, places, reverse("suggest", args=[round_id]), "提建议")


@register.simple_tag
def counted_html(tree: PlanTree, counts: Mapping[int, int]) -> SafeString:
    """An edition in which each heading says how many opinions stand there, with a link to them."""

    def link(anchor: str) -> str:
        place = int(anchor[1:])
        if place not in counts:
            return ""
        template = '<a class="comment-link" href="#w{}">意见{}条</a>'
        return format_html(template, place, counts[place])

    return mark_safe(tree_page(tree, link))  # noqa: S308 escaped by the writer


def _with_links(tree: PlanTree, places: Mapping[int, int], base: str, word: str) -> SafeString:
    def link(anchor: str) -> str:
        place = places[int(anchor[1:])]
        template = '<a class="comment-link no-print" href="{}?place={}" data-place="{}">{}</a>'
        return format_html(template, base, place, place, word)

    return mark_safe(tree_page(tree, link))  # noqa: S308 escaped by the writer
