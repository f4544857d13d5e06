"""A document as clean HTML for a page: headings with ids, tables with scopes, all escaped."""

from __future__ import annotations

from plans.rendering.blocks import Document
from plans.rendering.markup import HtmlWriter


def render_html(document: Document, *, top: int = 1) -> str:
    """The parts as a fragment without any style; titles are <h``top``>."""
    return HtmlWriter(document, top=top).parts()
