"""Template tags that show a plan's text, and look things up by id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from plans.documents.builders import prose
from plans.models import Plan, Provision
from plans.rendering.blocks import Document, Part
from plans.rendering.html import render_html
from plans.rendering.page import node_page, text_page, tree_page
from plans.text.tree import Node, PlanTree

register = template.Library()


@register.filter
def markup(text: str | None) -> SafeString:
    """Stored markup as HTML; whatever it holds, the result carries no script."""
    return mark_safe(text_page(text or ""))  # noqa: S308 the writer escapes every character


@register.filter
def prose_html(text: str) -> SafeString:
    """Stored markup whose paragraphs 一、… and （一）… are headings, as in a paper."""
    document = Document(title="", parts=(Part(prose(text)),))
    return mark_safe(render_html(document, top=2))  # noqa: S308 escaped by the writer


@register.simple_tag
def tree_html(tree: PlanTree, slug: str = "") -> SafeString:
    """A whole plan; with the public slug each heading shows its permanent link."""
    link = None
    if slug:

        def link(anchor: str) -> str:
            url = reverse("public_provision", args=[slug, int(anchor[1:])])
            return format_html('<a class="anchor" href="{}" title="固定链接">＃</a>', url)

    return mark_safe(tree_page(tree, link))  # noqa: S308 escaped by the writer


@register.simple_tag
def node_html(node: Node) -> SafeString:
    """One provision with all below it."""
    return mark_safe(node_page(node))  # noqa: S308 escaped by the writer


@register.simple_tag
def provision_html(provision: Provision, number: str) -> SafeString:
    """A stored provision by itself, under its computed number."""
    node = Node(
        provision.pk, provision.kind, provision.title, provision.run_in, provision.text, (), number
    )
    return mark_safe(node_page(node))  # noqa: S308 escaped by the writer


@register.inclusion_tag("includes/_tabs.html", takes_context=True)
def plan_tabs(context: Context, plan: Plan) -> dict[str, Any]:
    """The plan's tabs that this visitor may follow, as config's menu lists them."""
    request = context["request"]
    tabs = []
    for entry in context["plan_entries"]:
        if entry.shown_to(request.user, plan):
            url = reverse(entry.url_name, args=[plan.slug])
            tabs.append({"label": entry.label, "url": url, "current": request.path == url})
    return {"tabs": tabs, "tabs_label": "规划的各项工作"}


@register.simple_tag(takes_context=True)
def source_word(context: Context, source: str) -> str:
    """What kind of thing a change carries out, in the words that config's menu lists."""
    words: Mapping[str, str] = context.get("source_words") or {}
    return words.get(source.partition(":")[0], "")


@register.filter
def lookup(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The mapping's value, or nothing."""
    return mapping.get(key, "")


@register.filter
def last_id(nodes: tuple[Node, ...]) -> object:
    """The id of the last node, to put a new one behind it."""
    return nodes[-1].id if nodes else ""


@register.filter
def words(text: str) -> list[str]:
    """A string split at spaces, for short loops."""
    return text.split()
