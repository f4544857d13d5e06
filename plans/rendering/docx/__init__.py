"""DOCX of a document, by python-docx: styles throughout, the same bytes every time."""

from plans.rendering.docx.render import render_docx
from plans.rendering.docx.tracked import render_tracked_docx

__all__ = ["render_docx", "render_tracked_docx"]
