"""Scans as an office makes them, and files that only look like one."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from plans.models import Attachment, Plan, User
from plans.system.actions.attachments import keep_upload


def pdf(pages: int = 1) -> bytes:
    """A PDF with so many empty pages."""
    made, file = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        made.new_page(300, 400)
    made.save(file)
    made.close()
    return file.getvalue()


def picture(kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 400), "white").save(file, kind)
    return file.getvalue()


def scan(by: User, plan: Plan | None = None, name: str = "签批单.pdf") -> Attachment:
    """A kept scan, such as every entry from paper needs."""
    return keep_upload(name, pdf(), by=by, plan=plan)
