"""LibreOffice opens our DOCX and sets it on the same 22 lines of 28 characters."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from plans.rendering.pdf import render_pdf
from tests.plans.rendering.docx_cases import document, rendered

NAMES = ("chongqing", "contents", "work plan", "guangyuan", "one page", "letter", "mixed")

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The cases as PDF files, made by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    sources = []
    for name in NAMES:
        sources.append(folder / f"{name}.docx")
        sources[-1].write_bytes(rendered(name))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=300)
    return {name: folder / f"{name}.pdf" for name in NAMES}


def page_count(path: Path) -> int:
    with pdfplumber.open(path) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("name", ["chongqing", "contents", "work plan", "guangyuan"])
def test_it_has_as_many_pages_as_the_pdf_give_or_take_one(
    name: str, converted: dict[str, Path], tmp_path: Path
) -> None:
    own = tmp_path / "own.pdf"
    own.write_bytes(render_pdf(document(name)))
    assert abs(page_count(converted[name]) - page_count(own)) <= 1


def lines_of(page: pdfplumber.page.Page) -> list[str]:
    """The lines of 版心, from the top down."""
    inside = page.crop((60, 95, 545, 297 / 25.4 * 72 - 95))
    words = inside.extract_text_lines(return_chars=False, x_tolerance=20)
    return [line["text"] for line in words]


def test_pages_hold_22_lines_of_up_to_28_characters(converted: dict[str, Path]) -> None:
    with pdfplumber.open(converted["chongqing"]) as pdf:
        pages = [lines_of(page) for page in pdf.pages[3:-1]]
    heights = Counter(map(len, pages))
    longest = max(_cells(line) for page in pages for line in page)
    assert heights.most_common(1)[0][0] == 22
    assert max(heights) == 22
    assert 27 <= longest <= 29


def _cells(line: str) -> float:
    """Characters, Latin ones as halves; one mark may hang over the edge."""
    return sum(0.5 if char.isascii() else 1 for char in line.replace(" ", ""))


def test_a_notice_of_one_page_stays_one_page(converted: dict[str, Path]) -> None:
    assert page_count(converted["one page"]) == 1


def test_the_colophon_ends_the_last_page(converted: dict[str, Path]) -> None:
    with pdfplumber.open(converted["chongqing"]) as pdf:
        last = pdf.pages[-1]
        edges = [line for line in last.lines + last.rects if line["x1"] - line["x0"] > 400]
        lowest = max(line["bottom"] for line in edges)
    assert abs(lowest / 72 * 25.4 - (297 - 35)) < 1.5


def test_the_plan_begins_on_a_page_of_its_own(converted: dict[str, Path]) -> None:
    with pdfplumber.open(converted["chongqing"]) as pdf:
        second, third = (page.extract_text() for page in pdf.pages[1:3])
    assert "2021年9月14日" in second.replace(" ", "")
    assert "贯彻实施" in second
    assert third.startswith("重庆市科学技术协会事业发展")


def test_wide_tables_lie_on_turned_pages(converted: dict[str, Path]) -> None:
    with pdfplumber.open(converted["mixed"]) as pdf:
        turned = [page.width > page.height for page in pdf.pages]
    assert turned[0] is turned[-1] is False
    assert sum(turned) >= 5
