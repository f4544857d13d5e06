"""A filled 反馈表: read from Word and Excel, taken whole and once; hostile files are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from consultation.actions.entering import take_form
from consultation.documents import letter
from consultation.models import Comment
from consultation.reply_forms import Line, matched, read_form
from plans.actions.files import keep_upload
from plans.actions.renditions import draw
from plans.enums import FileFormat
from plans.errors import InvalidInput, NotAllowed
from plans.rendering.blocks import Document, Part
from plans.rendering.documents import FeedbackForm, Opinion
from plans.rendering.documents.letters import feedback_blocks
from tests.consultation.test_replies import make_scene

LINES = [Line("1.强化引领", "增加科普", "便于考核"), Line("没有的章", "另行研究", "")]


def word() -> bytes:
    opinions = tuple(Opinion(one.place, one.text, one.reason) for one in LINES)
    blocks = feedback_blocks(FeedbackForm("测试规划", "渝中区科协", opinions=opinions))
    return draw(Document(title="反馈表", parts=(Part(blocks),)), FileFormat.DOCX)


def excel() -> bytes:
    book, target = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    page.append(["序号", "章节或任务", "修改意见", "理由"])
    for number, one in enumerate(LINES, start=1):
        page.append([number, one.place, one.text, one.reason])
    book.save(target)
    return target.getvalue()


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (210 * 1024 * 1024))
    return target.getvalue()


def test_both_kinds_give_the_same_opinions() -> None:
    assert (read_form("表.docx", word()), read_form("表.xlsx", excel())) == (LINES, LINES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.docx", b"PK\x03\x04"),
        ("表.xlsx", b"<html>"),
        ("表.txt", "意见".encode()),
        ("表.xlsx", b""),
    ],
)
def test_what_is_no_form_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_form(name, content)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(InvalidInput, match="解压后过大"):
        read_form("表.docx", bomb())


@pytest.mark.django_db
def test_an_empty_form_is_refused() -> None:
    scene = make_scene()
    with pytest.raises(InvalidInput, match="没有找到"):
        read_form("函.docx", draw(letter(scene.round), FileFormat.DOCX))


@pytest.mark.django_db
def test_a_form_is_taken_once_with_its_places() -> None:
    scene = make_scene()
    found = [place.title if place else "" for _, place in matched(scene.round.edition, LINES)]
    assert found == ["强化引领", ""]
    kept = keep_upload("表.xlsx", excel(), by=scene.cast.officer, plan=scene.round.plan)
    for _ in range(2):
        take_form(scene.invitation.pk, LINES, kept, by=scene.cast.officer, for_unit=False)
    said = list(Comment.objects.values_list("kind", "proposal", "reason"))
    assert said == [("change", "增加科普", "便于考核"), ("other", "另行研究", "（针对：没有的章）")]
    with pytest.raises(NotAllowed):
        take_form(scene.invitation.pk, LINES, kept, by=scene.cast.outsider, for_unit=False)
