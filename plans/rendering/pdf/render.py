"""Turn a document into a PDF file."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from plans.rendering import layout
from plans.rendering.blocks import Document, Heading, Signature
from plans.rendering.fonts import FONT_DIR, require_fonts
from plans.rendering.markup import heading_text, with_anchors
from plans.rendering.pdf.css import style_sheet
from plans.rendering.pdf.finish import finisher
from plans.rendering.pdf.paged import FIRST_TEXT, SIGNED, Spacing, paged_html
from plans.rendering.weasyprint_patches import installed_versions, switch_on

VARIANTS: Final = {"ua1": "pdf/ua-1", "a2a": "pdf/a-2a"}
"""The two kinds of file: for reading aloud (PDF/UA-1) and for the archive (PDF/A-2a)."""

_CLOSER = (
    Spacing(squeezed=True),
    Spacing(apart=True),
    Spacing(squeezed=True, apart=True),
)
_one_at_a_time = Lock()
switch_on(installed_versions())


def render_pdf(document: Document, *, variant: str = "ua1", fonts: Path = FONT_DIR) -> bytes:
    """The document as a PDF file; ``variant`` is a key of VARIANTS.

    Raises DomainError with a sentence for the user when fonts are missing. One rendering
    runs at a time in a process, with the garbage collector off.
    """
    require_fonts(fonts)
    with _one_at_a_time, _without_collector():
        return _print(document, VARIANTS[variant], fonts)


def _print(document: Document, variant: str, fonts: Path) -> bytes:
    """Leaves nothing behind when it returns: the collector may then be on again."""
    drawn = _draw(document, variant, fonts, Spacing())
    if _colophon_alone(document, drawn):
        drawn = _draw(document, variant, fonts, Spacing(tight=True))
    for spacing in _CLOSER:
        if _first_page_without_text(document, drawn):
            drawn = _draw(document, variant, fonts, spacing)
    pdf: bytes = drawn.write_pdf(pdf_variant=variant, finisher=finisher(_labels(document)))
    return pdf


def _labels(document: Document) -> dict[str, str]:
    blocks = (block for part in with_anchors(document).parts for block in part.blocks)
    return {block.anchor: heading_text(block) for block in blocks if isinstance(block, Heading)}


def _draw(document: Document, variant: str, fonts: Path, spacing: Spacing) -> Any:
    process = os.getpid()
    return HTML(string=paged_html(document, spacing=spacing, fonts=fonts)).render(
        stylesheets=[_sheet(process, fonts, css_of(document, fonts))],
        font_config=_loaded_fonts(process, fonts),
        pdf_variant=variant,
    )


@lru_cache(maxsize=2)
def _loaded_fonts(process: int, fonts: Path) -> FontConfiguration:  # noqa: ARG001 a fork's own
    """The fonts as WeasyPrint keeps them, loaded once in a process."""
    return FontConfiguration()


@lru_cache(maxsize=16)
def _sheet(process: int, fonts: Path, css: str) -> CSS:
    return CSS(string=css, font_config=_loaded_fonts(process, fonts))


def _colophon_alone(document: Document, drawn: Any) -> bool:
    """Whether 版记 got a page of its own that a line less above the seal might save."""
    signed = any(isinstance(block, Signature) for block in document.parts[-1].blocks)
    return signed and document.colophon is not None and SIGNED not in drawn.pages[-1].anchors


def _first_page_without_text(document: Document, drawn: Any) -> bool:
    """Whether the signature took all text with it to the second page (7.3.3 forbids it)."""
    pages = drawn.pages[:2]
    return document.letterhead is not None and [FIRST_TEXT in page.anchors for page in pages] == [
        False,
        True,
    ]


def css_of(document: Document, fonts: Path = FONT_DIR) -> str:
    """The style sheet for a document's options."""
    head = document.letterhead
    return style_sheet(
        fonts,
        page=layout.WIDE_MARGIN if document.wide_margin else layout.PORTRAIT,
        first_number=head is None or head.style != "letter",
        page_numbers=document.page_numbers,
        line_numbers=document.line_numbers,
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
