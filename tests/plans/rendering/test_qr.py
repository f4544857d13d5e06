"""二维码 in every kind of file: the very code, its size, and words for who cannot see it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pdfplumber
import pytest
import segno
from pdfminer.pdftypes import resolve1
from PIL import Image

from plans.rendering.blocks import Document, Part, QrCode
from plans.rendering.docx import render_docx
from plans.rendering.html import render_html
from plans.rendering.pdf import render_pdf
from plans.rendering.qr import png, png_address
from tests.plans.rendering.docx_cases import document, rendered
from tests.plans.rendering.docx_rules import Package
from tests.plans.rendering.pdf_structure import Structure
from tests.plans.rendering.word import W

MM = 72 / 25.4
EMU_PER_MM = 36000
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CODES = [
    block for part in document("codes").parts for block in part.blocks if isinstance(block, QrCode)
]


def modules(picture: Image.Image) -> list[list[bool]]:
    """Dark modules of a picture without its border, read in the middle of each."""
    count = len(due()) + 2 * 4
    step = picture.width / count
    places = [round((number + 0.5) * step) for number in range(4, count - 4)]
    grey = picture.convert("L")
    return [[_dark(grey, x, y) for x in places] for y in places]


def _dark(picture: Image.Image, x: int, y: int) -> bool:
    value = picture.getpixel((x, y))
    assert isinstance(value, int)
    return value < 128


def due() -> list[list[bool]]:
    return [[bool(one) for one in row] for row in segno.make(CODES[0].content, error="m").matrix]


def test_the_picture_is_the_code_of_the_text() -> None:
    assert modules(Image.open(BytesIO(png(CODES[0].content)))) == due()


def test_a_page_shows_the_picture_with_its_words_and_size() -> None:
    code = QrCode("https://a.example/?x=1&y=2", "反馈<码>", width=25.4, beside=("网址：<b>",))
    assert render_html(Document("文", (Part((code,)),))) == (
        f'<section class="part"><div class="code"><img src="{png_address(code.content)}"'
        ' alt="反馈&lt;码&gt;" width="96" height="96"><div><p>网址：&lt;b&gt;</p></div></div>'
        "</section>\n"
    )


@pytest.mark.parametrize("variant", ["ua1", "a2a"])
def test_a_pdf_holds_the_code_in_its_size(variant: str) -> None:
    content = render_pdf(document("codes"), variant=variant)
    with pdfplumber.open(BytesIO(content)) as pdf:
        images = pdf.pages[0].images
        sizes = [round((one["x1"] - one["x0"]) / MM, 1) for one in images]
        drawn = pdf.pages[0].to_image(resolution=600).original
        scale = 600 / 72
        box = [images[0][side] * scale for side in ("x0", "top", "x1", "bottom")]
        seen = modules(drawn.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3]))))
    assert sizes == [30.0, 25.0]
    assert seen == due()


def test_a_pdf_says_the_words_and_where_the_figure_stands() -> None:
    pdf = Structure(render_pdf(document("codes")))
    figures = [one.attributes for one in pdf.root.walk() if one.kind == "Figure"]
    assert [_words(one) for one in figures] == ["网上反馈二维码", "专用链接二维码"]
    with pdfplumber.open(BytesIO(pdf.content)) as file:
        images = file.pages[0].images
    drawn = [[round(one[side]) for side in ("x0", "y0", "x1", "y1")] for one in images]
    assert [_place(one) for one in figures] == drawn


def _words(figure: dict[str, Any]) -> str:
    said: bytes = resolve1(figure["Alt"])
    return said.decode("utf-16")


def _place(figure: dict[str, Any]) -> list[int]:
    return [round(value) for value in resolve1(resolve1(figure["A"])["BBox"])]


def test_a_docx_holds_one_picture_and_shows_it_twice() -> None:
    content = rendered("codes")
    assert content == render_docx(document("codes"))
    with ZipFile(BytesIO(content)) as file:
        media = [name for name in file.namelist() if name.startswith("word/media/")]
        kept = file.read(media[0])
    assert (len(media), kept) == (1, png(CODES[0].content))
    inlines = list(Package(content).body.iter(f"{DRAWING}inline"))
    said = [one.find(f"{DRAWING}docPr").attrib for one in inlines]
    sizes = [int(one.find(f"{DRAWING}extent").get("cx")) / EMU_PER_MM for one in inlines]
    assert [(one["id"], one["descr"]) for one in said] == [
        ("1", "网上反馈二维码"),
        ("2", "专用链接二维码"),
    ]
    assert sizes == [30, 25]


def test_a_line_with_a_picture_grows_with_it() -> None:
    package = Package(rendered("codes"))
    paragraph = next(package.body.iter(f"{W}drawing")).getparent().getparent()
    assert package.value(paragraph, "pPr/spacing@lineRule") == "auto"
