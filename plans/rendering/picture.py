"""A page of a PDF as a picture, for a look inside a page of the portal."""

from __future__ import annotations

from io import BytesIO
from threading import Lock

import pypdfium2

_one_at_a_time = Lock()
"""PDFium may be used by one thread at a time."""


def page_png(pdf: bytes, *, page: int = 0, width: int = 720) -> bytes:
    """The page (from 0) as a PNG that is ``width`` pixels wide; IndexError when there is none."""
    with _one_at_a_time:
        opened = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= page < len(opened):
                raise IndexError(page)
            drawn = opened[page]
            picture = drawn.render(scale=width / drawn.get_width()).to_pil()
        finally:
            opened.close()
    file = BytesIO()
    picture.quantize(64).save(file, "PNG")
    return file.getvalue()
