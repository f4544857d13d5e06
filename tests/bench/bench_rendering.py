"""Figures of documents: PDF and DOCX of the 30-page plan and of ten times its text.

Each is taken in turns with its floor, so that whatever else the machine does slows both.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from statistics import median

import docx
import pytest

from plans.rendering.block_json import to_json
from plans.rendering.docx import render_docx
from plans.rendering.pdf.paged import paged_html
from plans.rendering.pdf.render import css_of
from tests.harness.figures import show
from tests.plans.rendering.docx_cases import document, rendered
from tests.plans.rendering.pdf_structure import Structure

ROOT = Path(__file__).parents[2]
ONCE, TEN_TIMES = "chongqing", "ten times"
ROUNDS, LONG_ROUNDS = 15, 5
PAGES = 275
WARM, FRESH, DOCX, MEMORY_MB = 1.3, 2.5, 2.0, 110


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both documents, kept as JSON."""
    folder = tmp_path_factory.mktemp("trees")
    paths = {name: folder / f"{number}.json" for number, name in enumerate((ONCE, TEN_TIMES))}
    for name, path in paths.items():
        path.write_text(to_json(document(name)))
    return paths


@contextmanager
def worker(module: str, *paths: Path) -> Iterator[Callable[[], tuple[float, float]]]:
    """A process of its own; every call renders once: milliseconds, peak of memory in MB."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, paths)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    asking, answers = process.stdin, process.stdout

    def ask() -> tuple[float, float]:
        print(file=asking, flush=True)
        spent, peak = answers.readline().split()
        return float(spent), float(peak)

    try:
        yield ask
    finally:
        asking.close()
        process.wait(60)
        answers.close()


def in_turns(rounds: int, *calls: Callable[[], float]) -> list[float]:
    """Medians of calls made in turns, the first of each left out."""
    taken = [[call() for call in calls] for _ in range(rounds + 1)][1:]
    return [median(times) for times in zip(*taken, strict=True)]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def test_pdf_of_thirty_pages_in_a_warm_worker(trees: dict[str, Path], tmp_path: Path) -> None:
    html, css = tmp_path / "plan.html", tmp_path / "plan.css"
    html.write_text(paged_html(document(ONCE)))
    css.write_text(css_of(document(ONCE)))
    with worker("pdf_ours", trees[ONCE]) as ours, worker("pdf_plain", html, css) as plain:
        figure, floor = in_turns(ROUNDS, lambda: ours()[0], lambda: plain()[0])
    show("PDF of 30 pages, warm worker, ms", figure, floor * WARM, floor=floor)
    assert figure <= floor * WARM


def test_tagged_pdf_of_277_pages_in_a_fresh_process(trees: dict[str, Path], tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.fail("LibreOffice is not installed: the 277 pages have no floor, not measured")
    source, made = tmp_path / "plan.docx", tmp_path / "ours.pdf"
    source.write_bytes(rendered(TEN_TIMES))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    own = [sys.executable, "-m", "tests.bench.pdf_ours", str(trees[TEN_TIMES]), str(made)]

    def run(command: list[str], told: str = "") -> float:
        return timed(
            lambda: subprocess.run(
                command, cwd=ROOT, input=told, check=True, capture_output=True, text=True
            )
        )

    figure, floor = in_turns(
        LONG_ROUNDS, lambda: run(own, "\n"), lambda: run([*office, str(source)])
    )
    show("PDF of 277 pages, fresh process, ms", figure, floor * FRESH, floor=floor)
    pdf = Structure(made.read_bytes())
    assert (len(pdf.pages) >= PAGES, "StructTreeRoot" in pdf.catalog) == (True, True)
    assert figure <= floor * FRESH


def test_docx_of_thirty_pages() -> None:
    bare = [one.text for one in docx.Document(BytesIO(rendered(ONCE))).paragraphs]

    def write() -> None:
        target = docx.Document()
        for text in bare:
            target.add_paragraph(text)
        target.save(BytesIO())

    figure, floor = in_turns(
        ROUNDS, lambda: timed(lambda: render_docx(document(ONCE))), lambda: timed(write)
    )
    show("DOCX of 30 pages, ms", figure, floor * DOCX, floor=floor)
    assert figure <= floor * DOCX


def test_peak_memory_at_277_pages(trees: dict[str, Path]) -> None:
    peaks = []
    for name in (ONCE, TEN_TIMES):
        with worker("pdf_ours", trees[name]) as ours:
            peaks.append(ours()[1])
    few, many = peaks
    show("peak memory of 277 pages, MB", many, few + MEMORY_MB, floor=few)
    assert many <= few + MEMORY_MB
