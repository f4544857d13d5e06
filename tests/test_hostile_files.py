"""Files made to stop the house: each is answered in time with a sentence, and nothing is kept."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consultation.incoming.feedback_forms import read_form
from consultation.incoming.letter_text import text_of_file
from consultation.models import Comment, IncomingLetter
from plans.errors import InvalidInput
from plans.importing import import_plan
from plans.models import Attachment, Plan, Unit
from plans.people.unit_sheet import read_sheet
from plans.system.apart import read_apart
from plans.system.uploads import inspect
from taskforce.models import Timeline
from taskforce.work_plans import read_work_plan
from tests.consultation.replies.test_replies import make_scene
from tests.hostile_files import SHEETS, WORDS, document, rows, workbook

ROOT = Path(__file__).parents[1]
CPU_SECONDS = 6.5
"""Five that the process may take, one for its start, and what the kernel is late."""
SECONDS = 12
"""Ten that the request may wait, and what a busy machine adds."""
MEGABYTES = 48
"""20 MB the largest upload, once more on its way to the process."""


def apart(reader: Callable[[bytes, str], object]) -> Callable[[str, bytes], object]:
    return lambda name, content: read_apart(reader, content, name)


READERS: dict[str, Callable[[str, bytes], object]] = {
    "upload": inspect,
    "units": read_sheet,
    "form": read_form,
    "plan": apart(import_plan),
    "work plan": apart(read_work_plan),
    "letter": text_of_file,
}
KEEPING = {"upload", "letter"}
HARMLESS = {
    *("size of a whole sheet", "cell at the far end", "million rows", "shared strings"),
    *("runs of one string", "merged", "sheets", "styles", "brackets and noise", "entities"),
    *("nested", "nested tables", "attributes", "paragraphs", "columns", "headings"),
    "archive in it",
}
"""What may be kept as an enclosure or letter: it is unpacked and searched, never laid out."""
LAID_OUT = {("plan", "headings")}
"""Fifty thousand headings are a plan like any other, read in three seconds of the processor."""


def answer(read: Callable[[str, bytes], object], name: str, content: bytes) -> tuple[str, float]:
    """The sentence (empty: taken) and the processor's seconds of everything that was started."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        read(name, content)
        said = ""
    except InvalidInput as error:
        said = str(error)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert time.monotonic() - start < SECONDS
    return said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("file", SHEETS)
def test_every_reader_of_workbooks_answers_in_time(file: str) -> None:
    content = SHEETS[file]()
    for reader in ("upload", "units", "form"):
        said, seconds = answer(READERS[reader], "表.xlsx", content)
        taken = reader in KEEPING and file in HARMLESS
        assert (reader, bool(said) or taken) == (reader, True)
        assert seconds < CPU_SECONDS


@pytest.mark.parametrize("file", WORDS)
def test_every_reader_of_documents_answers_in_time(file: str) -> None:
    content = WORDS[file]()
    for reader in ("upload", "form", "plan", "letter"):
        said, seconds = answer(READERS[reader], "文.docx", content)
        taken = (reader in KEEPING and file in HARMLESS) or (reader, file) in LAID_OUT
        assert (reader, bool(said) or taken) == (reader, True)
        assert seconds < CPU_SECONDS


def test_a_text_without_end_is_answered_in_time() -> None:
    for reader, text in (
        ("plan", "第一章" * 2_000_000),
        ("work plan", "一、甲\n" * 1_500_000),
        ("letter", "秘 ★" * 3_000_000),
    ):
        _, seconds = answer(READERS[reader], "文.txt", text.encode())
        assert seconds < CPU_SECONDS


PROBE = """
import resource, sys
from consultation.incoming.form_tables import tables_of_excel, tables_of_word
from plans.errors import InvalidInput
from plans.system.apart import read_apart
reader = {"xlsx": tables_of_excel, "docx": tables_of_word}[sys.argv[1][-4:]]
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_apart(reader, content, "a")
except InvalidInput:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("file", "make"),
    [
        ("a.xlsx", SHEETS["shared strings"]),
        ("b.xlsx", SHEETS["cell at the far end"]),
        ("c.docx", WORDS["500 MB"]),
        ("d.docx", WORDS["headings"]),
    ],
)
def test_the_web_process_takes_no_more_than_the_file(
    file: str, make: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / file
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)], cwd=ROOT, capture_output=True, check=True
    )
    assert int(done.stdout) / 1024 < MEGABYTES


@pytest.mark.django_db
def test_no_page_takes_or_keeps_one(client: Client) -> None:
    """Each place of the portal at which a file is read."""
    scene = make_scene()
    plan, here = scene.round.plan, [scene.round.pk, scene.invitation.pk]
    letter = {"receipt_number": "收1", "dated": "2026-11-20"}
    words = WORDS["500 MB"]()
    places: list[tuple[str, str, bytes, str, dict[str, str]]] = [
        (reverse("import_plan"), "文.docx", words, "file", {}),
        (reverse("import_units"), "表.xlsx", SHEETS["shared strings"](), "file", {}),
        (reverse("read_work_plan", args=[plan.slug]), "文.docx", words, "file", {}),
        (reverse("filled_for", args=here), "表.xlsx", SHEETS["parts"](), "file", {}),
        (reverse("new_letter", args=here), "文.docx", words, "original", letter),
    ]
    client.force_login(scene.cast.drafter)
    before = counts()
    for url, name, content, field, more in places:
        start = time.monotonic()
        page = client.post(url, {**more, field: SimpleUploadedFile(name, content)})
        assert (url, time.monotonic() - start < SECONDS) == (url, True)
        assert (url, "再传" in str(page.context["form"].errors)) == (url, True)
    assert counts() == before


@pytest.mark.django_db
def test_many_files_at_once_are_no_way_around(client: Client) -> None:
    """Thirty enclosures, each of which may be read: together they would take most of a minute."""
    scene = make_scene()
    client.force_login(scene.cast.officer)
    content, start = SHEETS["shared strings"](), time.monotonic()
    files = [SimpleUploadedFile(f"表{n}.xlsx", content) for n in range(30)]
    page = client.post(reverse("attach", args=[scene.invitation.pk]), {"uploads": files})
    sentence = "这些文件合计读取时间过长，没有保存任何内容。请分几次上传。"
    assert sentence in str(page.context["form"].errors)
    assert (Attachment.objects.count(), time.monotonic() - start < 30) == (0, True)


def counts() -> list[int]:
    tables = (Attachment, Comment, IncomingLetter, Plan, Timeline, Unit)
    return [table._default_manager.count() for table in tables]


def test_good_files_are_read_as_they_were() -> None:
    """Merged cells, gaps between rows and columns, numbers, an empty sheet before the right one."""
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
    line = '<row r="7"><c r="A7" t="s"><v>2</v></c><c r="C7"><v>63001234</v></c></row>'
    strings = "".join(f"<si><t>{text}</t></si>" for text in ("章节或任务", "修改意见", "一、总则"))
    book = workbook(rows(""), rows(head + line, "A1:XFD1048576"), strings=strings)
    (found,) = read_form("表.xlsx", book).lines
    assert (found.place, found.text, found.row) == ("一、总则", "63001234", 7)
    plan = import_plan(
        document("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in PLAN)), "a.docx"
    )
    assert [chapter.title for chapter in plan.chapters] == ["总体要求", "重点任务"]


PLAN = ("江城市科协“十四五”规划", "一、总体要求", "坚持创新。", "二、重点任务", "建设阵地。")
