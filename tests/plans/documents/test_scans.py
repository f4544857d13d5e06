"""A scan is drawn apart when it comes: what would stop the portal is refused with a sentence."""

from __future__ import annotations

import time
import zlib

import pytest

from plans.documents.scans import pages_of, require_scan
from plans.errors import InvalidInput
from plans.models import Attachment
from plans.system.actions.attachments import keep_upload
from tests.cast import make_user
from tests.scans import pdf, picture

pytestmark = pytest.mark.django_db


def kept(name: str, content: bytes) -> Attachment:
    return keep_upload(name, content, by=make_user("经办"))


def endless() -> bytes:
    """A page of three million curves, in a file of a few kilobytes: PDFium ends its process."""
    drawn = zlib.compress(b"0 0 m 300 900 0 900 300 400 c S\n" * 3_000_000)
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
    )
    objects = b"".join(b"%d 0 obj%s endobj\n" % (at, one) for at, one in enumerate(parts, 1))
    return b"%PDF-1.4\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [("一.pdf", pdf(2), 2), ("长.pdf", pdf(30), 20), ("图.png", picture(), 1)],
)
def test_a_scan_is_taken_with_the_pages_that_are_shown(
    name: str, content: bytes, pages: int
) -> None:
    scan = kept(name, content)
    require_scan(scan, "签批单扫描件")
    assert len(pages_of(scan)) == pages


@pytest.mark.parametrize(
    ("name", "content"), [("空.pdf", b"%PDF-1.4\n%%EOF\n"), ("断.png", picture()[:60])]
)
def test_what_cannot_be_drawn_is_no_scan(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput, match="打不开或者没有内容"):
        require_scan(kept(name, content), "签批单扫描件")


def test_a_page_without_end_is_refused_and_keeps_nobody_waiting() -> None:
    scan, begun = kept("慢.pdf", endless()), time.monotonic()
    with pytest.raises(InvalidInput, match="没有保存任何内容"):
        require_scan(scan, "签批单扫描件")
    assert time.monotonic() - begun < 30
