"""What makes our PDF faster changes nothing in it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pydyf
import pytest

from plans.rendering.pdf import render_pdf
from plans.rendering.pdf.lines import break_lines_as_before, break_lines_faster
from plans.rendering.pdf.page_styles import compute_page_styles_as_before, share_page_styles
from tests.plans.rendering.docx_cases import DOCUMENTS, document


@pytest.fixture
def as_weasyprint_does() -> Iterator[None]:
    break_lines_as_before()
    compute_page_styles_as_before()
    yield
    break_lines_faster()
    share_page_styles()


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"ten times"}))
def test_the_same_bytes_come_from_weasyprint_as_it_is(
    name: str, request: pytest.FixtureRequest
) -> None:
    ours = render_pdf(document(name))
    request.getfixturevalue("as_weasyprint_does")
    assert render_pdf(document(name)) == ours


def test_streams_are_packed_and_come_back() -> None:
    stream = pydyf.Stream([b"BT", b"ET"] * 500, compress=True)
    _, _, packed = stream.data.partition(b"stream\n")
    assert zlib.decompress(packed.removesuffix(b"\nendstream")) == b"\n".join([b"BT", b"ET"] * 500)
    assert len(packed) < 100
