"""Tags that let a template be written in short lines without changing what the browser shows."""

from __future__ import annotations

import re

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token

register = template.Library()

MARK_OR_LINE_END = re.compile(r"[<>]|[ \t]*\r?\n[ \t]*")


class JoinedNode(Node):
    """Renders what it holds."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        return self.nodelist.render(context)


@register.tag
def joined(parser: Parser, token: Token) -> JoinedNode:  # noqa: ARG001 (signature of Django)
    """{% joined %}…{% endjoined %}: the lines of the template run on without a space.

    A line end between two Chinese words would be a gap on the page. Only the template's own line
    ends go, with the indents around them; those in values and in included templates stay, and
    between the attributes of a tag a space does.
    """
    nodelist = parser.parse(("endjoined",))
    parser.delete_first_token()
    in_tag = False

    def run_on(found: re.Match[str]) -> str:
        nonlocal in_tag
        if found[0] in "<>":
            in_tag = found[0] == "<"
            return found[0]
        return " " if in_tag else ""

    for text in nodelist.get_nodes_by_type(TextNode):
        assert isinstance(text, TextNode)
        text.s = MARK_OR_LINE_END.sub(run_on, text.s)
    return JoinedNode(nodelist)


@register.inclusion_tag("includes/_columns.html")
def columns(*names: str) -> dict[str, list[tuple[str, bool]]]:
    """The head row of a table, a column per name; 名称:num is a column of figures, "" is none."""
    return {"columns": [(n.removesuffix(":num"), n.endswith(":num")) for n in names if n]}


@register.inclusion_tag("includes/_fact.html")
def fact(name: str, value: object) -> dict[str, object]:
    """A row of a summary list: what it is, and its value."""
    return {"name": name, "value": value}
