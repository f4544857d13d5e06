"""A suggestion's file and receipt: one file by the portal's door, one mail that tells nothing."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from consultation.models import Assessment, Comment, HeldSuggestion, PublicContact, Round
from plans.models import Attachment, AuditEntry, OutgoingMail
from plans.system.actions.outbox import failed_mail, send_waiting
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.suggestions.sending import code_of, fields_of, public_round
from tests.world import client_of

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"


@pytest.fixture
def scene(files: Path) -> Scene:
    return make_scene()


@pytest.fixture
def round_(scene: Scene) -> Round:
    return public_round(scene)


def post(round_: Round, file: str = "", content: bytes = b"", **told: str) -> Answer:
    """What a browser sends with a file; ``told`` are the fields that are filled in."""
    client, url = Client(REMOTE_ADDR="198.51.100.7"), reverse("suggest", args=[round_.pk])
    sent: dict[str, object] = {**fields_of(client.get(url)), "reason": "多办科普活动", **told}
    if file:
        sent["attachment"] = SimpleUploadedFile(file, content)
    return client.post(url, sent)


def test_a_file_is_kept_beside_the_words_and_only_staff_have_it(
    round_: Round, scene: Scene
) -> None:
    code = code_of(post(round_, "建议.pdf", PDF))
    contact = PublicContact.objects.get(query_code=code)
    assert contact.attachment is not None
    assert (contact.attachment.name, contact.attachment.plan) == ("建议.pdf", round_.plan)
    row = Assessment.objects.get(comment=contact.comment_id)
    address = reverse("suggestion_file", args=[round_.pk, row.pk])
    own = client_of(scene.cast.drafter).get(address)
    assert b"".join(own.streaming_content) == PDF  # type: ignore[attr-defined]
    assert own.headers["Content-Disposition"].startswith("attachment")
    assert client_of(scene.cast.outsider).get(address).status_code == 404
    assert Client().get(address).headers["Location"].startswith("/login/")
    shown = Client().get(reverse("suggestion", args=[code])).content.decode()
    assert ("建议.pdf" in shown, address in shown) == (True, False)
    page = client_of(scene.cast.drafter).get(reverse("comment", args=[round_.pk, row.pk]))
    assert address in page.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("脚本.exe", b"MZ", "不能接收文件“脚本.exe”"),
        ("页面.html", b"<script>1</script>", "不能接收文件“页面.html”"),
        ("图.png", b"MZ\x00", "内容与扩展名不符"),
        ("秘密★.pdf", PDF, "密级标志"),
        ("文.txt", "机密★5年".encode(), "密级标志"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_nothing_is_kept(
    round_: Round, name: str, content: bytes, sentence: str
) -> None:
    answer = post(round_, name, content)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert (sentence in page, "多办科普活动" in page) == (True, True)
    assert (Comment.objects.count(), Attachment.objects.count()) == (0, 0)


def test_one_that_waits_keeps_its_file_too(round_: Round, scene: Scene) -> None:
    post(round_, "建议.pdf", PDF, website="http://spam.test")
    held = HeldSuggestion.objects.get()
    address = reverse("held_file", args=[round_.pk, held.pk])
    assert client_of(scene.cast.drafter).get(address).status_code == 200
    assert client_of(scene.cast.outsider).get(address).status_code == 404
    client_of(scene.cast.drafter).post(reverse("let_in", args=[round_.pk, held.pk]))
    assert PublicContact.objects.get().attachment == held.attachment


def test_files_are_few_from_one_address(round_: Round, settings: Settings) -> None:
    settings.LIMITS = {"suggestion_files": (1, 600)}
    answers = [post(round_, "一.pdf", PDF), post(round_, "二.pdf", PDF), post(round_)]
    assert [answer.status_code for answer in answers] == [302, 429, 302]
    assert Attachment.objects.count() == 1


def test_the_receipt_is_one_mail_with_the_code_and_no_address_is_kept(round_: Round) -> None:
    told = {"email": "wang@test.invalid", "reason": "请看<b>这里</b>", "key": str(uuid.uuid4())}
    code = code_of(post(round_, "", b"", **told))
    assert code_of(post(round_, "", b"", **told)) == code
    (waiting,) = OutgoingMail.objects.all()
    assert code not in waiting.body + waiting.subject + waiting.secret
    assert send_waiting() == 1
    (sent,) = mail.outbox
    assert sent.to == ["wang@test.invalid"]
    assert f"查询码：{code}" in sent.body
    assert "/suggestions/\n" in sent.body
    assert "这里" not in sent.body
    kept = OutgoingMail.objects.get()
    assert (kept.to, kept.secret, kept.hides_address) == ("", "", True)
    everywhere = (*PublicContact.objects.values_list(), *AuditEntry.objects.values_list())
    assert "wang@test.invalid" not in str(everywhere)


def test_an_address_that_does_not_exist_is_shown_to_nobody(
    round_: Round, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.consultation.suggestions.test_enclosing.Refusing"
    post(round_, email="wang@test.invalid")
    for _ in range(6):
        OutgoingMail.objects.update(not_before="2020-01-01T00:00:00Z")
        assert send_waiting() == 0
    kept = OutgoingMail.objects.get()
    assert (kept.to, kept.secret, kept.state, kept.error) == ("", "", "failed", "没有送达")
    assert failed_mail().count() == 0
    assert AuditEntry.objects.get(action="mail.fail").new["to"] == ""


class Refusing:
    """A mail server that knows nobody, and says the address."""

    def __init__(self, **_options: object) -> None:
        """Takes what Django gives it."""

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        """Refuse."""
        raise OSError(f"550 {messages[0].to[0]} unknown")


def test_nobody_is_flooded_with_mail(round_: Round, settings: Settings) -> None:
    settings.LIMITS = {"suggestion_mails_to": (2, 600), "suggestion_mails": (3, 600)}
    victim = ("wang@test.invalid", "WANG@test.invalid", "wang@TEST.invalid")
    answers = [post(round_, email=one, reason=f"第{at}条") for at, one in enumerate(victim)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert OutgoingMail.objects.count() == 2
    page = answers[-1].client.get(answers[-1].headers["Location"]).content.decode()
    assert "现在不能再向您填写的邮箱发送回执，请记下本页的查询码。" in page
    for at, one in enumerate(("li@test.invalid", "zhao@test.invalid"), start=4):
        post(round_, email=one, reason=f"第{at}条")
    assert OutgoingMail.objects.count() == 3


def test_what_tells_who_one_is_is_kept_nowhere_in_the_words(round_: Round) -> None:
    post(round_, name="王五", reason="我是王五，电话13812345678", speaker="scientist")
    comment = Comment.objects.get()
    assert comment.reason == "我是某某，电话［已隐去］"
    assert (comment.author_name, comment.contact.name) == ("未署名公众", "王五")
    post(round_, name="王五", named="on", reason="我是王五")
    named = Comment.objects.latest("pk")
    assert (named.author_name, named.reason) == ("王五", "我是王五")


def test_the_quote_stands_above_the_form_and_is_never_more_than_text(round_: Round) -> None:
    place = round_.edition.provisions.get(order=0)
    url = reverse("suggest", args=[round_.pk])
    quoted = Client().get(f"{url}?place={place.pk}&quote=坚持服务大局。").content.decode()
    form = quoted.index("<form")
    assert quoted.index('<blockquote class="redline" aria-label="针对的原文">坚持服务大局。') < form
    assert form < quoted.index("征求意见稿中的原文：")
    assert "<details open" not in quoted
    hostile = "<script>alert(1)</script>\" onfocus='x'"
    for told in ({"place": str(place.pk), "quote": hostile}, {"quote": hostile}):
        page = Client().get(url, told).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_without_scripts_every_provision_leads_to_its_form(round_: Round) -> None:
    page = Client().get(reverse("public_round", args=[round_.pk])).content.decode()
    top = page.index("对全文提建议")
    assert top < page.index("欢迎提出建议") < page.index('<article class="document"')
    for one in round_.edition.provisions.all():
        assert f'href="{reverse("suggest", args=[round_.pk])}?place={one.pk}"' in page


def test_the_code_is_typed_as_people_type(round_: Round) -> None:
    code = code_of(post(round_))
    page = reverse("find_suggestion")
    for typed in (code, f" {code[:5].lower()} {code[5:]} ", f"{code[:5]}-{code[5:]}"):
        answer = Client().post(page, {"code": typed})
        assert (answer.status_code, answer.headers["Location"]) == (
            *(302, reverse("suggestion", args=[code])),
        )
    answer = Client().post(page, {"code": "0000000000"})
    assert answer.status_code == 422
    assert "没有这个查询码。" in answer.content.decode()
