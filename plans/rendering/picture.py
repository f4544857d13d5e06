"""A page of a PDF, or a picture, as a PNG for a look inside a page of the portal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

import pypdfium2
from PIL import Image, ImageFile

_one_at_a_time = Lock()
"""PDFium may be used by one thread at a time."""
TALLEST = 4000
MOST_PIXELS = 60_000_000
SHOWN_PAGES = 20
"""So many pages of a PDF are drawn; the rest is read in the file."""
_DAMAGED = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
"""What Pillow raises for a picture that it cannot read."""


class Unreadable(Exception):
    """The bytes are no PDF with a page, or no picture that can be drawn."""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; Unreadable when it cannot be opened."""
    try:
        with _one_at_a_time:
            opened = pypdfium2.PdfDocument(pdf)
            try:
                return len(opened)
            finally:
                opened.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable from error


def page_png(pdf: bytes, *, page: int = 0, width: int = 720) -> bytes:
    """The page (from 0) as a PNG that is ``width`` pixels wide; IndexError when there is none."""
    try:
        with _one_at_a_time:
            opened = pypdfium2.PdfDocument(pdf)
            try:
                if not 0 <= page < len(opened):
                    raise IndexError(page)
                drawn = opened[page]
                scale = min(width / drawn.get_width(), TALLEST / drawn.get_height())
                picture = drawn.render(scale=scale).to_pil()
            finally:
                opened.close()
    except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise Unreadable from error
    return _png(picture)


def picture_png(content: bytes, *, width: int = 1200) -> bytes:
    """A PNG or JPEG drawn anew, at most ``width`` pixels wide; Unreadable when it cannot be."""
    try:
        with (
            _whole_pictures_only(),
            Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as opened,
        ):
            if opened.width * opened.height > MOST_PIXELS:
                raise Unreadable
            picture = opened.convert("RGB")
    except _DAMAGED as error:
        raise Unreadable from error
    picture.thumbnail((width, TALLEST))
    return _png(picture)


def pdf_is_drawn(content: bytes, _name: str) -> bool:
    """Whether the pages of a PDF that can be shown are there and can be drawn: all are tried."""
    try:
        pages = min(page_count(content), SHOWN_PAGES)
        for page in range(pages):
            page_png(content, page=page)
    except Unreadable:
        return False
    return pages > 0


def picture_is_drawn(content: bytes, _name: str) -> bool:
    """Whether a PNG or JPEG can be drawn."""
    try:
        picture_png(content)
    except Unreadable:
        return False
    return True


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint lets Pillow take pictures that break off, for the whole process."""
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.quantize(64).save(file, "PNG")
    return file.getvalue()
