"""A filled 反馈表: read from Word and Excel, taken whole and once; hostile files are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook, load_workbook

from consultation.enums import ReplyOrigin
from consultation.incoming.actions.filled_forms import take_form
from consultation.incoming.feedback_forms import Line, blank_sheet, faults, matched, read_form
from consultation.incoming.papers import reply_form
from consultation.models import Comment
from consultation.replies.actions.entering import enter_for_unit
from consultation.rounds.actions.rounds import invite
from consultation.rounds.form_numbers import form_number, read_number
from consultation.rounds.papers import letter
from plans.documents.actions import draw
from plans.documents.builders import FeedbackForm, Opinion
from plans.documents.builders.letters import feedback_blocks
from plans.enums import FileFormat
from plans.errors import InvalidInput, NotAllowed
from plans.models import Attachment
from plans.rendering.blocks import Document, Part
from plans.system.actions.attachments import keep_upload
from tests.consultation.replies.test_replies import make_scene
from tests.growth import takes_less_than

DOCX = FileFormat.DOCX
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


def filled_blank(number: str, *rows: tuple[str, ...]) -> bytes:
    """The blank workbook as Excel gives it back, with rows under its header."""
    book = load_workbook(io.BytesIO(blank_sheet(number, "测试规划", "", ["1.强化引领"], "")))
    page, target = book.worksheets[0], io.BytesIO()
    for at, row in enumerate(rows, start=9):
        for column, value in enumerate(row, start=2):
            page.cell(at, column, value)
    book.save(target)
    return target.getvalue()


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (210 * 1024 * 1024))
    return target.getvalue()


def test_both_kinds_give_the_same_opinions() -> None:
    read = (read_form("表.docx", word()).lines, read_form("表.xlsx", excel()).lines)
    assert read == (tuple(LINES), tuple(LINES))


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


def test_the_blank_sheet_comes_back_with_its_number() -> None:
    row = ("1.强化引领", "增加", "深入开展活动", "增加科普", "便于考核")
    filled = read_form("表.xlsx", filled_blank(form_number(7, 12), row))
    line = Line("1.强化引领", "增加科普", "便于考核", "增加", "深入开展活动")
    assert (filled.lines, filled.round_id, filled.invitation_id) == ((line,), 7, 12)
    assert filled.lines[0].row == 9


def test_the_number_is_found_though_its_cell_was_emptied() -> None:
    row = ("", "", "", "增加科普", "")
    book = load_workbook(io.BytesIO(filled_blank(form_number(7, 12), row)))
    book.worksheets[0]["C2"] = None
    target = io.BytesIO()
    book.save(target)
    filled = read_form("表.xlsx", target.getvalue())
    assert (filled.round_id, filled.invitation_id) == (7, 12)


def test_a_slip_of_the_pen_in_the_number_is_noticed() -> None:
    number = form_number(7, 12)
    wrong = number.replace("0007", "0008")
    assert [read_number(f"编号：{one}（请勿改动）") for one in (number, wrong)] == [(7, 12), None]


def test_rows_that_cannot_be_taken_are_named() -> None:
    lines = [Line("", "好", "", row=8), Line("", "长" * 5001, "", "改", row=9)]
    lines.append(Line("", "机密★1年", "", row=10))
    assert [fault[:14] for fault in faults(lines)] == [
        "第9行：每格不能超过5000",
        "第9行：类型“改”无法识别，",
        "第10行：内容带有密级标志，",
    ]


@pytest.mark.django_db
def test_the_blank_document_comes_back_with_its_number() -> None:
    scene = make_scene()
    file = WordDocument(io.BytesIO(draw(reply_form(scene.round, scene.invitation), DOCX)))
    file.tables[1].rows[1].cells[2].text = "增加科普"
    target = io.BytesIO()
    file.save(target)
    filled = read_form("表.docx", target.getvalue())
    said = [(line.text, line.row) for line in filled.lines]
    ids = (filled.round_id, filled.invitation_id)
    assert (said, ids) == ([("增加科普", 2)], (scene.round.pk, scene.invitation.pk))


@pytest.mark.django_db
def test_staff_upload_a_form_and_its_number_finds_the_unit(client: Client) -> None:
    scene = make_scene()
    (other,) = invite(scene.round, by=scene.cast.drafter, units=[scene.cast.other_district])
    client.force_login(scene.cast.drafter)
    number = form_number(scene.round.pk, other.pk)
    content = filled_blank(number, ("没有的章", "", "", "另行研究", ""))
    url = reverse("filled_any", args=[scene.round.pk])
    page = client.post(url, {"file": SimpleUploadedFile("表.xlsx", content)})
    assert (page.context["invitation"], page.context["faults"]) == (other, [])
    done = client.post(page.context["target"], {"kept": page.context["kept"]})
    assert done.headers["Location"] == reverse("enter", args=[scene.round.pk, other.pk])
    comment = Comment.objects.get()
    assert (comment.unit, comment.proposal) == (scene.cast.other_district, "另行研究")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ids", "sentence"),
    [((0, 1), "是发给“江北区科协”的"), ((1, 0), "是另一轮征求意见的")],
)
def test_a_form_of_another_is_refused(client: Client, ids: tuple[int, int], sentence: str) -> None:
    scene = make_scene()
    (other,) = invite(scene.round, by=scene.cast.drafter, units=[scene.cast.other_district])
    client.force_login(scene.cast.officer)
    number = form_number(scene.round.pk + ids[0], other.pk if ids[1] else scene.invitation.pk)
    content = filled_blank(number, ("", "", "", "另行研究", ""))
    url = reverse("filled", args=[scene.invitation.pk])
    page = client.post(url, {"file": SimpleUploadedFile("表.xlsx", content)})
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_the_blank_is_downloaded_by_unit_and_staff(client: Client) -> None:
    scene = make_scene()
    client.force_login(scene.cast.officer)
    page = client.get(reverse("blank_own", args=[scene.invitation.pk, "xlsx"]))
    book = load_workbook(io.BytesIO(page.content))
    cells = [cell.value for cell in book.worksheets[0]["C"][1:4]]
    number = form_number(scene.round.pk, scene.invitation.pk)
    assert cells == [f"{number}（请勿改动）", "测试规划（征求意见稿）", "渝中区科协"]
    assert [cell.value for cell in book["章条"]["A"]][-1] == "2.服务创新"
    client.force_login(scene.cast.drafter)
    url = reverse("blank_for", args=[scene.round.pk, scene.invitation.pk, "docx"])
    assert client.post(url).status_code == 302


@pytest.mark.django_db
def test_a_form_entered_by_staff_is_the_replys_original() -> None:
    scene = make_scene()
    by = scene.cast.drafter
    kept = keep_upload("表.xlsx", excel(), by=by, plan=scene.round.plan)
    take_form(scene.invitation.pk, LINES, kept, by=by, for_unit=True)
    entry = enter_for_unit(scene.invitation.pk, by=by, origin=ReplyOrigin.FORM, no_opinion=False)
    assert (entry.original, scene.state()) == (kept, "to_confirm")
    reply = scene.confirm(entry)
    assert (reply.original, reply.origin, scene.state()) == (kept, "form", "released")


@pytest.mark.django_db
def test_an_empty_form_is_refused() -> None:
    scene = make_scene()
    with pytest.raises(InvalidInput, match="没有找到"):
        read_form("函.docx", draw(letter(scene.round), FileFormat.DOCX))


@pytest.mark.django_db
def test_a_form_is_taken_once_with_its_places() -> None:
    scene = make_scene()
    named = [named.place for _, named in matched(scene.round.edition, LINES)]
    found = [place.title if place else "" for place in named]
    assert found == ["强化引领", ""]
    kept = keep_upload("表.xlsx", excel(), by=scene.cast.officer, plan=scene.round.plan)
    for _ in range(2):
        take_form(scene.invitation.pk, LINES, kept, by=scene.cast.officer, for_unit=False)
    said = list(Comment.objects.values_list("kind", "proposal", "reason"))
    assert said == [("change", "增加科普", "便于考核"), ("other", "另行研究", "（针对：没有的章）")]
    with pytest.raises(NotAllowed):
        take_form(scene.invitation.pk, LINES, kept, by=scene.cast.outsider, for_unit=False)


def merged(rows: list[str]) -> bytes:
    """A form whose table is written by hand: each row as XML of its cells."""
    document, target = WordDocument(), io.BytesIO()
    table = document.add_table(0, 3)
    head = "".join(cell(name) for name in ("章节或任务", "修改意见", "理由"))
    for inner in (head, *rows):
        table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}>{inner}</w:tr>"))
    document.save(target)
    return target.getvalue()


def cell(text: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_merged_cells_say_the_same_in_all_their_rows() -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [cell("一、总则", start) + cell("甲") + cell("因")]
    rows += [cell("", more) + cell("乙") + cell("因"), cell("丙", '<w:gridSpan w:val="3"/>')]
    found = [(one.place, one.text, one.reason) for one in read_form("表.docx", merged(rows)).lines]
    assert found == [("一、总则", "甲", "因"), ("一、总则", "乙", "因"), ("丙", "丙", "丙")]


def test_what_was_typed_as_a_tracked_change_is_read() -> None:
    """An insertion is an opinion, a deletion none; a link's and a field's words are text."""
    run = "<w:r><w:t>{}</w:t></w:r>"
    words = (
        f"<w:p><w:ins>{run.format('增加')}</w:ins><w:del><w:r><w:delText>减少</w:delText></w:r></w:del>"
        f"<w:hyperlink>{run.format('科普')}</w:hyperlink><w:r><w:br/><w:t>两项</w:t></w:r></w:p>"
    )
    row = cell("") + f"<w:tc>{words}</w:tc>" + cell("因")
    (found,) = read_form("表.docx", merged([row])).lines
    assert (found.text, found.reason) == ("增加科普\n两项", "因")


@pytest.mark.parametrize(
    "rows",
    [
        [cell("甲", '<w:gridSpan w:val="2000000000"/>')] * 3,
        [cell("甲") * 50_000],
        [cell("甲") * 3] * 1001,
    ],
    ids=["span", "cells", "rows"],
)
def test_a_table_that_is_no_form_is_refused_at_once(rows: list[str]) -> None:
    content = merged(rows)

    def read() -> None:
        with pytest.raises(InvalidInput, match="表格过多或过大"):
            read_form("表.docx", content)

    assert takes_less_than(5, read)


def test_many_tables_and_many_sheets_are_refused() -> None:
    document, book, target, other = WordDocument(), Workbook(), io.BytesIO(), io.BytesIO()
    for _ in range(21):
        document.add_table(1, 1)
        book.create_sheet()
    document.save(target)
    book.save(other)
    for name, file in (("表.docx", target), ("表.xlsx", other)):
        with pytest.raises(InvalidInput, match="表格过多或过大"):
            read_form(name, file.getvalue())


def test_a_mark_of_secrecy_anywhere_in_the_file_refuses_it() -> None:
    document, target = WordDocument(io.BytesIO(word())), io.BytesIO()
    document.add_paragraph("秘密★1年")
    document.save(target)
    with pytest.raises(InvalidInput, match="密级标志"):
        read_form("表.docx", target.getvalue())
