"""PDF of a document, by WeasyPrint: fonts embedded, tagged, the same bytes every time."""

from plans.rendering.pdf.render import render_pdf

__all__ = ["render_pdf"]
