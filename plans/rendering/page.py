"""HTML of a plan's text inside a page of the portal: the PDF's blocks, with links at headings."""

from __future__ import annotations

from collections.abc import Callable

from plans.rendering.blocks import Block, Document, Heading, Part
from plans.rendering.from_tree import body_blocks, node_blocks, text_blocks
from plans.rendering.markup import HtmlWriter
from plans.text.tree import Node, PlanTree

HeadingLink = Callable[[str], str]
"""Given a heading's anchor ("p23"), the HTML that stands at the end of the heading."""
TOP = 2
"""Chapters are <h2>: the page's <h1> is the plan's title."""


class PageWriter(HtmlWriter):
    """Blocks as HTML with a link at the end of every heading."""

    def __init__(self, document: Document, link: HeadingLink | None = None) -> None:
        super().__init__(document, top=TOP)
        self._link = link

    def _heading(self, heading: Heading) -> str:
        html = super()._heading(heading)
        if self._link is None or not heading.anchor:
            return html
        at = html.index("</h")
        return html[:at] + self._link(heading.anchor) + html[at:]


def tree_page(tree: PlanTree, link: HeadingLink | None = None) -> str:
    """Preamble and chapters of a numbered plan; everything is escaped."""
    return _write(body_blocks(tree), link)


def node_page(node: Node, link: HeadingLink | None = None) -> str:
    """One provision with all below it."""
    return _write(tuple(node_blocks(node)), link)


def text_page(text: str) -> str:
    """Stored markup alone."""
    return _write(text_blocks(text), None)


def _write(blocks: tuple[Block, ...], link: HeadingLink | None) -> str:
    document = Document(title="", parts=(Part(blocks),))
    return PageWriter(document, link).parts()
