"""Scans 扫描件 that show what somebody signed: PDF or picture, judged by their bytes, looked at.

A scan is drawn whole when it comes, in a process with limits (``plans.system.apart``): what a page
of the portal draws of it later has been drawn before.
"""

from __future__ import annotations

from plans.errors import InvalidInput
from plans.models import Attachment
from plans.rendering.picture import (
    SHOWN_PAGES,
    Unreadable,
    page_count,
    page_png,
    pdf_is_drawn,
    picture_is_drawn,
    picture_png,
)
from plans.system import storage
from plans.system.apart import Limits, read_apart
from plans.system.uploads import DOCX_TYPE

PDF = "application/pdf"
PICTURES = ("image/png", "image/jpeg")
DRAWING = Limits(cpu_seconds=15, wall_seconds=25, memory=768 * 1024 * 1024)
"""What drawing the pages of one scan may take."""


def require_scan(kept: Attachment | None, what: str, *, word: bool = False) -> None:
    """InvalidInput unless the file is a PDF with a page, a picture that can be drawn, or where
    ``word`` says so a DOCX; ``what`` is what the file should be."""
    if kept is None:
        raise InvalidInput(f"请上传{what}。")
    if word and kept.content_type == DOCX_TYPE:
        return
    kinds = "PDF、图片（png、jpg）" + ("或者Word（docx）" if word else "")
    if kept.content_type not in (PDF, *PICTURES):
        raise InvalidInput(f"{what}须是{kinds}，“{kept.name}”不是，请重新选择。")
    reader = pdf_is_drawn if kept.content_type == PDF else picture_is_drawn
    if not read_apart(reader, _content(kept), kept.name, DRAWING):
        raise InvalidInput(f"{what}“{kept.name}”打不开或者没有内容，请重新扫描后上传。")


def pages_of(kept: Attachment) -> range:
    """The numbers of the pages that can be shown, from 0; empty for a Word file."""
    if kept.content_type in PICTURES:
        return range(1)
    if kept.content_type != PDF:
        return range(0)
    try:
        return range(min(page_count(_content(kept)), SHOWN_PAGES))
    except Unreadable:
        return range(0)


def page_of(kept: Attachment, page: int) -> bytes:
    """One page as a PNG, drawn anew by the portal; IndexError when there is none."""
    content = _content(kept)
    if kept.content_type == PDF:
        return page_png(content, page=page, width=900)
    if kept.content_type not in PICTURES or page:
        raise IndexError(page)
    return picture_png(content)


def _content(kept: Attachment) -> bytes:
    with storage.open_file(kept.path) as file:
        return file.read()
