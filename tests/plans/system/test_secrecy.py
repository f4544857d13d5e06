"""What is a mark of secrecy 密级, and the doors that ask: the log, and every write of a request."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from plans.enums import Act
from plans.errors import InvalidInput
from plans.models import AuditEntry, Autosave, CheckWaiver
from plans.system.audit import record
from plans.system.secrecy import bears_mark, refuse_marked_write
from plans.system.uploads import inspect
from tests.cast import make_cast, make_plan


@pytest.mark.parametrize(
    "text",
    [
        *("秘密★", "机密★1年", "绝密★长期", "秘密☆", "前文机密★后文"),
        *("机 密 ★", "机\u3000密\u3000★", "机\n密\n★"),
        *("机\u200b密★", "机密\u200d★", "\ufeff机\u2060密\u00ad★", "机密\ufe0f★", "机\u0301密★"),
        *(
            "机密⭐",
            "机密⭐\ufe0f5年",
            "绝密✩",
            "秘密✮",
            "机\u3164密★",
            "机密\u2800★",
            "机\u115f密\ufffc★",
        ),
        *("㊙密★", "機密★", "絕密★", "**机密**★", "机密\\★", "机密**★**"),
        *("name=%E6%9C%BA%E5%AF%86%E2%98%85", urlencode({"words": "机 密★"})),
        json.dumps({"label": "绝密★"}),
    ],
)
def test_a_mark_is_one_however_it_is_written(text: str) -> None:
    assert bears_mark(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "严守国家秘密，做好保密工作。", "机密", "绝密级、机密级、秘密级", "★重点任务★"),
        *("国家秘密，★重点", "机宓★", "秘★密", "★机密", "完成率100%★", "\\u2605", "C:\\users\\u"),
    ],
)
def test_the_words_alone_are_none(text: str) -> None:
    assert not bears_mark(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "new",
    [
        {"reason": "机密★"},
        {"seats": ["甲", {"name": "秘\u200b密★"}]},
        {"绝密★": 1},
        {"a": ("机密★",)},
    ],
)
def test_the_log_refuses_it_and_the_change_with_it(
    new: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    cast = make_cast()
    plan, before = make_plan(cast.drafter), AuditEntry.objects.count()

    @transaction.atomic
    def change() -> None:
        plan.provisions.update(title="新名")
        record(Act.CHECK_WAIVE, plan, by=cast.drafter, plan=plan, new=new)

    with pytest.raises(InvalidInput, match="带有密级标志"):
        change()
    assert not plan.provisions.filter(title="新名").exists()
    assert AuditEntry.objects.count() == before
    assert caplog.messages == ["input with a mark of secrecy was refused"]


@pytest.mark.django_db
def test_what_stood_before_can_be_taken_away_and_is_not_written_again() -> None:
    cast = make_cast()
    old = {"reason": "机密★ 内部", "names": ["甲", "秘密★"], "count": 2}
    entry = record(Act.CHECK_WAIVE, cast.drafter, by=cast.drafter, old=old, new={"reason": "因"})
    entry.refresh_from_db()
    hidden = "（带有密级标志，内容不记入日志）"
    assert entry.old == {"reason": hidden, "names": ["甲", hidden], "count": 2}


@pytest.mark.django_db
def test_no_row_is_written_with_it_while_a_request_is_answered() -> None:
    """Columns of words and of JSON, one row or many, new or changed; what is deleted goes."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    waiver = CheckWaiver(plan=plan, fingerprint="0" * 64, rule="r", reason="机密★", by=cast.drafter)
    entry = AuditEntry(at=plan.created_at, actor=cast.drafter, action="a", new={"a": ["秘密★"]})
    with connection.execute_wrapper(refuse_marked_write):
        for write in (
            waiver.save,
            lambda: CheckWaiver.objects.bulk_create([waiver]),
            entry.save,
            lambda: type(plan).objects.filter(pk=plan.pk).update(preamble="绝密★"),
        ):
            with pytest.raises(InvalidInput, match="带有密级标志"), transaction.atomic():
                write()
    waiver.save()
    with connection.execute_wrapper(refuse_marked_write):
        waiver.delete()
    assert CheckWaiver.objects.count() == 0


@pytest.mark.django_db
def test_a_post_without_any_form_is_refused_by_the_page(client: Client) -> None:
    """The label of 正在落实 goes into the session, which no column shows."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    client.force_login(cast.drafter)
    answer = client.post(
        reverse("working_source", args=[plan.slug]), {"source": "review:1", "label": "机密★ 内部"}
    )
    assert (answer.status_code, "带有密级标志" in answer.content.decode()) == (409, True)
    assert "working-source" not in client.session


@pytest.mark.django_db
def test_unsaved_text_that_was_kept_stays_when_newer_is_refused(client: Client) -> None:
    cast = make_cast()
    row = make_plan(cast.drafter).provisions.get(title="总体要求")
    client.force_login(cast.drafter)
    url = reverse("keep_unsaved", args=[row.plan.slug, row.pk])
    body = {"title": row.title, "version": row.version}
    assert client.post(url, body | {"text": "新写的。"}).status_code == 200
    answer = client.post(url, body | {"text": "机密★1年"})
    assert (answer.status_code, "带有密级标志" in answer.json()["message"]) == (409, True)
    assert Autosave.objects.get(provision=row).text == "新写的。"


def office(suffix: str, **parts: bytes) -> bytes:
    """An office file with these parts beside the one that makes it one."""
    member = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[suffix]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in ({member: b"<x/>"} | parts).items():
            archive.writestr(name, content)
    return target.getvalue()


def part(xml: str, encoding: str = "utf-8") -> bytes:
    return xml.encode(encoding)


OFFICE = [
    ("docx", "word/document.xml", part("<w:p><w:t>机密</w:t></w:r><w:r><w:t>★1年</w:t></w:p>")),
    ("docx", "word/header1.xml", part("<w:p><w:t>绝密&#9733;</w:t></w:p>")),
    ("docx", "word/footer1.xml", part("<w:p><w:t><![CDATA[机密★]]></w:t></w:p>")),
    ("docx", "word/footer2.xml", part("<w:p><w:t>机<!-- a --><a/>密★</w:t></w:p>")),
    ("docx", "docProps/core.xml", part("<dc:title>秘密★</dc:title>")),
    ("docx", "word/document.xml", part("<w:p><w:t>机密★</w:t></w:p>", "utf-16")),
    ("xlsx", "xl/sharedStrings.xml", part("<sst><si><t>机密★</t></si></sst>")),
    ("xlsx", "xl/worksheets/sheet1.xml", part("<c><is><t>机密&#x2605;</t></is></c>")),
]


@pytest.mark.parametrize(("suffix", "name", "content"), OFFICE)
def test_an_office_file_with_a_mark_in_it_is_refused(
    suffix: str, name: str, content: bytes
) -> None:
    with pytest.raises(InvalidInput, match="带有密级标志"):
        inspect(f"附件.{suffix}", office(suffix, **{name: content}))


def test_words_of_two_paragraphs_or_cells_are_no_mark_together() -> None:
    words = part("<w:p><w:t>严守国家秘密</w:t></w:p><w:p><w:t>★重点任务</w:t></w:p>")
    cells = part("<sst><si><t>机密</t></si><si><t>★</t></si></sst>")
    for suffix, name, content in (
        ("docx", "word/document.xml", words),
        ("xlsx", "xl/sharedStrings.xml", cells),
    ):
        kept = inspect(f"附件.{suffix}", office(suffix, **{name: content}))
        assert kept.name == f"附件.{suffix}"
