"""Styles of pages, computed once for all pages of a kind.

WeasyPrint computes them anew for every page, with those of its sixteen margin boxes, since a
style sheet may ask for the page's number. Ours asks for left and right, the first, and names.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import page

_original = page.set_page_type_computed_styles


def share_page_styles() -> None:
    """Put the sharing function in the place of WeasyPrint's; done once, at import."""
    page.set_page_type_computed_styles = _shared


def compute_page_styles_as_before() -> None:
    """Take ours back: for comparing."""
    page.set_page_type_computed_styles = _original


def _shared(page_type: Any, html: Any, style_for: Any) -> None:
    """A style sheet with ``:nth()`` would need more than the kind; ours has none."""
    known = style_for.__dict__.setdefault("_styles_of_kinds", {})
    kind = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
    computed = style_for.get_computed_styles()
    if kind not in known:
        there = len(computed)
        _original(page_type, html, style_for)
        known[kind] = {key[1]: computed[key] for key in list(computed)[there:]}
    for pseudo, style in known[kind].items():
        computed[page_type, pseudo] = style
