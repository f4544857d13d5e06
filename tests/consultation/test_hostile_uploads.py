"""Hostile files at every place where a reply takes one: refused with a sentence, nothing kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consultation.models import Comment
from consultation.replies.actions.replies import release
from plans.models import Attachment
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db
HTML = b"<!doctype html><script>alert(1)</script>"


def office(member: str, *more: tuple[str, bytes]) -> bytes:
    """A ZIP that looks like an office file from outside."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((member, b"<x/>"), *more):
            archive.writestr(name, content)
    return target.getvalue()


def bomb() -> bytes:
    return office("word/document.xml", ("word/media/a.bin", b"\0" * (210 * 1024 * 1024)))


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "bomb": ("表.docx", bomb),
    "html as docx": ("表.docx", lambda: HTML),
    "html as xlsx": ("表.xlsx", lambda: HTML),
    "html": ("表.html", lambda: HTML),
    "svg": ("图.svg", lambda: b"<svg onload='alert(1)'/>"),
    "macro": ("表.docx", lambda: office("word/document.xml", ("word/vbaProject.bin", b"x"))),
    "macro file": ("表.docm", lambda: office("word/document.xml")),
    "empty": ("表.docx", lambda: b""),
    "huge": ("表.pdf", lambda: b"%PDF-1.4\n" + b"0" * (20 * 1024 * 1024)),
    "program": ("表.pdf", lambda: b"MZ\x90\x00" + b"\0" * 64),
    "wrong ending": ("表.xlsx", lambda: office("word/document.xml")),
    "broken": ("表.docx", lambda: b"PK\x03\x04" + b"\0" * 40),
    "path": ("../../../etc/passwd", lambda: b"root"),
}


def places(scene: Scene) -> list[tuple[str, str, dict[str, str]]]:
    """Address, name of the file's field and what else the form asks for."""
    round_, asked = scene.round.pk, scene.invitation.pk
    letter = {"receipt_number": "收1", "dated": "2026-11-20", "text": "来函"}
    return [
        (reverse("filled_for", args=[round_, asked]), "file", {}),
        (reverse("filled_any", args=[round_]), "file", {}),
        (reverse("new_letter", args=[round_, asked]), "original", letter),
        (reverse("enter", args=[round_, asked]), "original", {"origin": "form", "no_opinion": "1"}),
    ]


def told(client: Client, url: str, field: str, file: str, more: dict[str, str]) -> tuple[int, bool]:
    name, content = FILES[file]
    sent = SimpleUploadedFile("x", content())
    sent._name = name  # type: ignore[attr-defined]  # past the client's own cleaning
    answer = client.post(url, {**more, field: sent})
    return answer.status_code, bool(answer.context["form"].errors)


@pytest.mark.parametrize("file", FILES)
def test_staff_cannot_bring_it_in(file: str, client: Client) -> None:
    scene = make_scene()
    client.force_login(scene.cast.drafter)
    for url, field, more in places(scene):
        status, refused = told(client, url, field, file, more)
        assert (url, status in (200, 422), refused) == (url, True, True)
    assert (Attachment.objects.count(), Comment.objects.count(), scene.state()) == (0, 0, "unread")


@pytest.mark.parametrize("file", FILES)
def test_the_unit_cannot_bring_it_in(file: str, client: Client) -> None:
    scene = make_scene(needs_seal=True)
    client.force_login(scene.cast.head)
    here = [scene.invitation.pk]
    for name, field in (("filled", "file"), ("attach", "uploads")):
        assert told(client, reverse(name, args=here), field, file, {})[1]
    release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    assert told(client, reverse("scan", args=here), "file", file, {})[1]
    assert (Attachment.objects.count(), scene.state()) == (0, "to_seal")
