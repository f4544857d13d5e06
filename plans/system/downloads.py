"""Files sent to the browser: the one door, with the headers that every file carries."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import IO

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from plans.models import Attachment, Rendition
from plans.system import storage
from plans.system.uploads import DOCX_TYPE, XLSX_TYPE

UNKNOWN = "application/octet-stream"
"""What a browser never shows: of an upload, whatever its name says."""
TYPES = {
    "pdf": "application/pdf",
    "docx": DOCX_TYPE,
    "xlsx": XLSX_TYPE,
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
_PICTURES = {"png": "image/png", "jpeg": "image/jpeg"}
SHOWN = {"pdf", "ics", *_PICTURES}
"""What may be opened by itself; everything else is kept as a file."""
NO_POLICY = "default-src 'none'; frame-ancestors 'none'"
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
"""Chromium's viewer is an embedded object with a style of its own; nothing else may run."""
Content = bytes | IO[bytes] | Iterable[str]


def send_file(
    content: Content, name: str, format_: str = "", *, show: bool = False, public: bool = False
) -> HttpResponseBase:
    """A file under a Chinese name, its ending included; ``show``: opened instead of kept.

    ``content`` is bytes, an opened file or lines that are still being made. A ``format_`` that is
    none of TYPES is never shown. No copy of it stays in a shared cache unless it is ``public``.
    """
    show = show and format_ in SHOWN
    answer = _answer(content)
    answer.headers["Content-Type"] = (TYPES | _PICTURES).get(format_, UNKNOWN)
    answer.headers["Content-Disposition"] = str(
        content_disposition_header(as_attachment=not show, filename=safe_name(name))
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = PDF_POLICY if show else NO_POLICY
    if not public:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _answer(content: Content) -> HttpResponseBase:
    if isinstance(content, bytes):
        return HttpResponse(content)
    return FileResponse(content) if hasattr(content, "read") else StreamingHttpResponse(content)


def safe_name(name: str) -> str:
    """A name without what could hide its ending or lead out of a folder."""
    seen = "".join(one for one in name if unicodedata.category(one) not in ("Cc", "Cf", "Zl", "Zp"))
    return seen.replace("/", "／").replace("\\", "＼") or "文件"


def send(rendition: Rendition, name: str, *, public: bool = False) -> HttpResponseBase:
    """A rendition as a download; 404 where its file is not made or gone."""
    return send_stored(rendition.path, f"{name}.{rendition.format}", public=public)


def send_stored(path: str, name: str, *, public: bool = False) -> HttpResponseBase:
    """A file that we made and keep, of the type that its name says; 404 when it is gone."""
    return send_file(_opened(path), name, name.rpartition(".")[2], public=public)


def show_pdf(content: bytes, name: str) -> HttpResponseBase:
    """A PDF that the browser opens by itself; its viewer needs a policy of its own."""
    return send_file(content, f"{name}.pdf", "pdf", show=True)


def download(kept: Attachment) -> HttpResponseBase:
    """A kept upload as a download, never shown by the browser; 404 when the file is gone."""
    return send_file(_opened(kept.path), kept.name)


def show_upload(kept: Attachment) -> HttpResponseBase:
    """A kept scan opened by the browser: a PDF or picture, as its content was judged when it came;
    any other upload as a download."""
    if kept.content_type == TYPES["pdf"]:
        return send_file(_opened(kept.path), kept.name, "pdf", show=True)
    for format_, content_type in _PICTURES.items():
        if kept.content_type == content_type:
            return send_file(_opened(kept.path), kept.name, format_, show=True)
    return download(kept)


def _opened(path: str) -> IO[bytes]:
    if not storage.exists(path):
        raise Http404
    return storage.open_file(path)


def for_a_machine(content: bytes, content_type: str) -> HttpResponse:
    """Text that a machine asks for anew each time; no file, and no name for one."""
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
