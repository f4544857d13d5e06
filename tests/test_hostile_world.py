"""Every text of a world is hostile; no page, export or feed takes it for more than text.

Each column of words is filled in the tables, found by introspection: a tag, an attribute that
breaks out, a formula, and marks that turn the direction of what stands around them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.http.response import HttpResponseBase
from django.utils import timezone
from icalendar import Calendar
from lxml import html
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from consultation.collation.actions.exports import make_table, request_table
from consultation.collation.listing import Criteria
from consultation.models import Invitation, PublishedResults, Round
from consultation.replies.actions.replies import release
from plans.documents.actions import draw
from plans.editions.actions.freezing import freeze_edition
from plans.editions.actions.redlines import make_redline, request_redline
from plans.editions.papers import edition_document
from plans.enums import FileFormat
from plans.models import Attachment, Edition
from plans.system import storage
from plans.system.jobs import claim
from taskforce.desk.calendar_feed import feed
from taskforce.models import Gate, Step
from tests.world import NAMES, World, client_of

pytestmark = pytest.mark.django_db
SIGNS = "=+-@"
TURNED = "\u202e\u2066\u200f"
HOSTILE = f"<script>坏</script>\" onclick='坏'>{TURNED}"
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TECHNICAL = re.compile(r"^[\x00-\x7f]+$")
"""Keys, hashes, paths and names of kinds: what people write is Chinese, or not yet written."""
PEOPLE = ("drafter", "officer", "chief", "member", "public")
NAMES_OF_FILES = Attachment._meta.get_field("name")
"""Filled although those of the world are plain."""
number = count(1)


def hostile(most: int | None = None) -> str:
    """A text that is no other's, as long as the column allows."""
    serial = next(number)
    text = f"{SIGNS[serial % len(SIGNS)]}{serial}{HOSTILE}"
    return text[:most] if most else text


def fill(value: Any, most: int | None) -> Any:
    """The same JSON or text with hostile words in the place of what people wrote."""
    if isinstance(value, str):
        return value if TECHNICAL.match(value) else hostile(most)
    if isinstance(value, list):
        return [fill(one, None) for one in value]
    if isinstance(value, dict):
        return {key: fill(one, None) for key, one in value.items()}
    return value


def columns(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    for one in model._meta.concrete_fields:
        words = isinstance(one, models.CharField | models.TextField | models.JSONField)
        if words and not one.choices and not isinstance(one, models.EmailField | models.SlugField):
            yield one


def drop_triggers() -> None:
    """Sealed rows are filled too; the test's transaction brings the triggers back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def fill_all() -> Counter[str]:
    """Fill every column of words of every row; how many rows of which column took it."""
    drop_triggers()
    filled: Counter[str] = Counter()
    for model in apps.get_models():
        if model._meta.app_label in ("plans", "consultation", "taskforce"):
            for column in columns(model):
                filled[f"{model.__name__}.{column.name}"] += fill_column(model, column)
    return filled


def fill_column(model: type[models.Model], column: models.Field[Any, Any]) -> int:
    done = 0
    for pk, value in model._base_manager.values_list("pk", column.attname):
        most = getattr(column, "max_length", None)
        new = hostile(most) if column is NAMES_OF_FILES else fill(value, most)
        if new != value:
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=pk).update(**{column.attname: new})
                done += 1
            except IntegrityError:
                continue
    return done


@pytest.fixture
def hostile_world(world: World, files: Any) -> World:
    invitation = Invitation.objects.get(pk=world.arguments["invitation_id"])
    release(invitation.pk, by=world.cast.head)
    public = world.arguments["public_results.round_id"]
    PublishedResults.objects.create(round_id=public, by=world.cast.drafter)
    filled = fill_all()
    untouched = {name for name in FILLED if not filled[name]}
    assert untouched == set()
    return world


FILLED = (
    *("Unit.name", "User.full_name", "Plan.title", "Provision.title", "Provision.text"),
    *("EditionProvision.text", "Edition.label", "Note.body", "Attachment.name"),
    "CheckWaiver.reason",
    *("AuditEntry.new", "Comment.reason", "Comment.proposal", "Round.name", "Letterhead.code"),
    *("Body.name", "Seat.name", "Gate.title", "Stage.title", "Step.title", "Package.question"),
    *("Material.title", "Tag.name", "CannedReason.text", "SavedView.name", "Objection.text"),
)
"""Of the columns that must have been filled, one for every kind of thing that people write."""


def body_of(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def faults_of_page(text: str) -> list[str]:
    """Where a hostile text became a tag or an attribute, or would turn the line around."""
    page = html.document_fromstring(text)
    found = [f"script: {one.text}" for one in page.xpath("//script") if "坏" in (one.text or "")]
    found += [f"attribute of {one.tag}" for one in page.xpath("//*[@onclick]")]
    return found + ["direction"] * bool(BIDI.search(text))


def test_no_page_takes_a_text_for_more_than_text(hostile_world: World) -> None:
    wrong: dict[tuple[str, str], list[str]] = {}
    showing: Counter[str] = Counter()
    for person in PEOPLE:
        client = client_of(getattr(hostile_world.cast, person, None))
        for name in NAMES:
            answer = client.get(hostile_world.address(name))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                text = body_of(answer).decode()
                showing[person] += "&lt;script&gt;坏" in text
                if text.strip() and (found := faults_of_page(text)):
                    wrong[person, name] = found
    assert wrong == {}
    least = {"drafter": 80, "officer": 8, "chief": 8, "member": 8, "public": 3}
    assert [person for person in PEOPLE if showing[person] < least[person]] == []


def cells_of(content: bytes) -> list[object]:
    """Every cell of a workbook; none of them may be a formula."""
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    return [cell.value for cell in cells if cell.value is not None]


def faults_of_cells(cells: list[object], *, guarded: bool) -> list[object]:
    """What would be computed (``guarded``: the file has no types) or turns the line around."""
    return [
        cell
        for cell in cells
        if BIDI.search(str(cell)) or (guarded and str(cell).startswith((*SIGNS, "\t", "\r")))
    ]


def test_no_table_takes_a_text_for_a_formula(hostile_world: World) -> None:
    client, seen = client_of(hostile_world.cast.drafter), 0
    for name in ("audit_csv", "audit_all_csv"):
        text = body_of(client.get(hostile_world.address(name))).decode("utf-8-sig")
        cells: list[object] = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        seen += sum("<script>坏" in str(cell) for cell in cells)
        assert faults_of_cells(cells, guarded=True) == []
    for round_ in Round.objects.exclude(audience="experts"):
        for personal in (False, True):
            job = request_table(
                round_, Criteria(), by=hostile_world.cast.drafter, personal=personal
            )
            attempt = claim(job.pk)
            assert attempt is not None
            cells = cells_of(storage.read(make_table(attempt)["path"]))
            seen += sum("<script>坏" in str(cell) for cell in cells)
            assert faults_of_cells(cells, guarded=False) == []
    assert seen > 40


def test_no_form_to_fill_in_takes_a_text_for_a_formula(hostile_world: World) -> None:
    for person, name in (("drafter", "blank"), ("drafter", "blank_for"), ("officer", "blank_own")):
        client = client_of(getattr(hostile_world.cast, person))
        cells = cells_of(body_of(client.get(hostile_world.address(name))))
        assert any("<script>坏" in str(cell) for cell in cells)
        assert faults_of_cells(cells, guarded=False) == []


def test_the_feed_holds_text_alone(hostile_world: World) -> None:
    Step.objects.update(due_on=timezone.localdate())
    Gate.objects.update(due_on=timezone.localdate())
    content = feed(hostile_world.cast.drafter, "https://portal.test")
    events = Calendar.from_ical(content).walk("VEVENT")
    said = [str(event[name]) for event in events for name in ("SUMMARY", "DESCRIPTION")]
    assert any("<script>坏" in one for one in said)
    assert [one for one in said if BIDI.search(one)] == []
    assert {str(component.name) for component in Calendar.from_ical(content).walk()} <= {
        "VCALENDAR", "VEVENT",
    }  # fmt: skip


def test_no_document_turns_its_text_around(hostile_world: World) -> None:
    edition = Edition.objects.all()[0]
    document = edition_document(edition)
    word = b"".join(read_archive(draw(document, FileFormat.DOCX)))
    assert "坏" in word.decode()
    assert not BIDI.search(word.decode())
    print_ = PdfDocument(draw(document, FileFormat.PDF))
    text = "".join(page.get_textpage().get_text_range() for page in print_)
    assert "<script>坏" in text
    assert not BIDI.search(text)


def test_no_redline_turns_its_text_around_nor_the_names_in_its_archive(
    hostile_world: World,
) -> None:
    old = Edition.objects.all()[0]
    new = freeze_edition(old.plan_id, by=hostile_world.cast.drafter, label=f"新稿{TURNED}")
    job = request_redline(old, new, by=hostile_world.cast.drafter)
    attempt = claim(job.pk)
    assert attempt is not None
    with ZipFile(io.BytesIO(storage.read(make_redline(attempt)["path"]))) as archive:
        names = archive.namelist()
        words = [b"".join(read_archive(archive.read(name))).decode() for name in names]
    assert [name for name in names if BIDI.search(name) or "/" in name] == []
    assert ["坏" in one for one in words] == [True, True]
    assert [one for one in words if BIDI.search(one)] == []


def read_archive(content: bytes) -> Iterator[bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                yield archive.read(name)
