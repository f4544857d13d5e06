"""Files sent to the browser: renditions, a PDF shown in its viewer, kept uploads."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, Http404

from plans.models import Attachment, Rendition
from plans.system import storage
from plans.system.uploads import DOCX_TYPE, XLSX_TYPE

TYPES = {
    "pdf": "application/pdf",
    "docx": DOCX_TYPE,
    "xlsx": XLSX_TYPE,
    "zip": "application/zip",
}
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
"""Chromium's viewer is an embedded object with a style of its own; nothing else may run."""


def send(rendition: Rendition, name: str) -> FileResponse:
    """A rendition as a download under a Chinese name."""
    if not storage.exists(rendition.path):
        raise Http404
    return FileResponse(
        storage.open_file(rendition.path),
        as_attachment=True,
        filename=f"{name}.{rendition.format}",
        content_type=TYPES[rendition.format],
    )


def show_pdf(content: bytes, name: str) -> FileResponse:
    """A PDF that the browser opens by itself; its viewer needs a policy of its own."""
    shown = FileResponse(BytesIO(content), filename=f"{name}.pdf", content_type="application/pdf")
    shown.headers["Content-Security-Policy"] = PDF_POLICY
    shown.headers["Cache-Control"] = "private, no-store"
    return shown


def download(kept: Attachment) -> FileResponse:
    """A kept upload as a download, never shown by the browser; 404 when the file is gone."""
    if not storage.exists(kept.path):
        raise Http404
    return FileResponse(
        storage.open_file(kept.path),
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
    )
