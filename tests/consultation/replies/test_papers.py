"""Papers of a consultation: letter, receipt, 复函 and its scan, answers to all at once."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from docx import Document as WordDocument

from consultation.collation.actions.answers import release_answers, write_answers
from consultation.collation.actions.dispositions import Answer, assess
from consultation.collation.listing import Criteria
from consultation.collation.papers.collation import answers, table
from consultation.enums import Audience, ReplyState
from consultation.models import Assessment
from consultation.replies.actions.entering import add_sealed_scan
from consultation.replies.actions.opinions import Opinion
from consultation.replies.actions.replies import release
from consultation.replies.papers import receipt, reply_letter
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.papers import letter
from consultation.suggestions.actions.receiving import Citizen, submit_suggestion
from plans.documents.actions import draw
from plans.enums import FileFormat
from plans.errors import InvalidInput, WrongState
from plans.rendering.blocks import Document
from plans.system import storage
from plans.system.actions.attachments import keep_upload
from plans.system.jobs import claim
from plans.system.system_user import system_user
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def scene() -> Scene:
    made = make_scene(needs_seal=True)
    made.draft(Opinion("change", "深入开展科普活动。", "更准确"))
    return made


def words(document: Document) -> str:
    """All text of the document as Word reads it, tables included."""
    file = WordDocument(io.BytesIO(draw(document, FileFormat.DOCX)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def holds(document: Document, *parts: str) -> dict[str, bool]:
    text = words(document)
    return {part: part in text for part in parts}


def test_the_letter_asks_with_the_form(scene: Scene) -> None:
    link = "https://portal.test/r/abc/"
    parts = ("渝中区科协", "测试规划", "须加盖单位公章", link, "非涉密系统", "修改意见")
    assert holds(letter(scene.round, scene.invitation, url=link), *parts) == dict.fromkeys(
        parts, True
    )


def test_a_released_reply_prints_waits_for_the_seal_and_is_complete(scene: Scene) -> None:
    reply = release(scene.invitation.pk, by=scene.cast.head)
    assert scene.state() == ReplyState.TO_SEAL
    parts = ("渝中区科协", "深入开展科普活动。")
    assert holds(reply_letter(scene.invitation, reply), *parts) == dict.fromkeys(parts, True)
    kept = (reply.receipt_number, reply.sha256, "深入开展科普活动。")
    assert holds(receipt(scene.invitation, reply), *kept) == dict.fromkeys(kept, True)
    scan = keep_upload("复函.png", PNG, by=scene.cast.head, plan=scene.round.plan)
    add_sealed_scan(scene.invitation.pk, by=scene.cast.head, scan=scan)
    assert scene.state() == ReplyState.RELEASED


@pytest.mark.parametrize(
    ("name", "content"),
    [("复函.png", b"<script>"), ("复函.html", b"<b>"), ("复函.pdf", b"MZ"), ("秘密★.png", PNG)],
)
def test_hostile_scans_are_refused(scene: Scene, name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        keep_upload(name, content, by=scene.cast.head, plan=scene.round.plan)


def test_answers_go_out_at_once_and_only_when_all_are_given(scene: Scene, files: object) -> None:
    release(scene.invitation.pk, by=scene.cast.head)
    with pytest.raises(WrongState, match="还有1条"):
        release_answers(scene.round, by=scene.cast.drafter)
    row = Assessment.objects.get(round=scene.round)
    assess(row.pk, Answer("not_adopted", "已有表述"), by=scene.cast.drafter)
    attempt = claim(release_answers(scene.round, by=scene.cast.drafter).pk)
    assert attempt is not None
    result = write_answers(attempt)
    with zipfile.ZipFile(io.BytesIO(storage.read(result["path"]))) as archive:
        assert archive.namelist() == ["001-渝中区科协.docx"]
    day = scene.round.opens_at.date()
    parts = ("不采纳", "已有表述", "深入开展科普活动。")
    assert holds(answers(scene.invitation, day), *parts) == dict.fromkeys(parts, True)
    assert holds(table(scene.round, Criteria(), day), *parts) == dict.fromkeys(parts, True)


def test_the_table_carries_the_figures_and_no_citizens_name(scene: Scene) -> None:
    now = timezone.now()
    span = (now - timedelta(hours=1), now + timedelta(days=3))
    terms = RoundTerms("公开", Audience.PUBLIC, *span, short_reason="试")
    public = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    told = Citizen("王某某", "13900000000")
    said = Opinion("other", "多办科普活动")
    submit_suggestion(public, said, told, by=system_user(), key=uuid.uuid4())
    release(scene.invitation.pk, by=scene.cast.head)
    day = now.date()
    seen = holds(table(public, Criteria(), day), "社会公众", "共收到意见1条", "王某某", "139")
    assert list(seen.values()) == [True, True, False, False]
    figures = "发函1家，回函1家（有意见1家、无意见0家），未反馈0家。共收到意见1条"
    assert holds(table(scene.round, Criteria(), day), figures) == {figures: True}
