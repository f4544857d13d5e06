"""What is sent after the login was lost is shown again: by every staff form, and kept nowhere."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plans.system.pages import VisitorKind, kind_of
from tests.test_visitors import views
from tests.world import World, client_of

pytestmark = pytest.mark.django_db
STAFF = sorted(name for name, view in views() if kind_of(view) == VisitorKind.STAFF)
WORDS = "写了很久的一段话。\n第二段 <b>"
SHOWN = "readonly>写了很久的一段话。\n第二段 &lt;b&gt;</textarea>"
CARRIED = 'name="{}" value="{}"'


def test_no_staff_form_loses_its_words(world: World) -> None:
    wrong = {}
    for name in STAFF:
        answer = client_of(None).post(world.address(name), {"body": WORDS, "version": "3"})
        page = answer.content.decode()
        if (answer.status_code, SHOWN in page) != (401, True):
            wrong[name] = answer.status_code
    assert wrong == {}


def test_the_page_sends_all_again_and_nothing_was_kept(world: World) -> None:
    address = world.address("note")
    file = SimpleUploadedFile("附图.png", b"x")
    sent = {"body": "请核对。", "to": ["3", "4"], "file": file}
    answer = client_of(None).post(address, sent)
    page = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'action="{address}"' in page
    assert all(
        CARRIED.format(*one) in page for one in (("body", "请核对。"), ("to", "3"), ("to", "4"))
    )
    assert "选择的文件没有保留：附图.png" in page
    assert 'href="/login/" target="_blank"' in page
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "sent",
    [{}, {"version": "3", "key": "3f0c0c1e-1111-4222-8333-944455556666"}, {"source": "A" * 5000},
     {"old_password": "旧的口令", "new_password1": "新的口令"}],
)  # fmt: skip
def test_who_has_said_nothing_is_asked_to_sign_in(world: World, sent: dict[str, str]) -> None:
    answer = client_of(None).post(world.address("password"), sent)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/login/?next=/account/password/",
    )


def test_an_outdated_token_loses_no_words_either(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    for origin, status, is_shown in (
        ("http://testserver", 403, True),
        ("http://elsewhere.test", 403, False),
        ("", 403, False),
    ):
        headers = {"Origin": origin} if origin else {}
        answer = client.post(world.address("note"), {"body": WORDS}, headers=headers)
        page = answer.content.decode()
        assert (answer.status_code, SHOWN in page) == (status, is_shown)
        assert "重新提交" not in page


def test_a_script_still_gets_a_sentence(world: World) -> None:
    sent = client_of(None).post(
        world.address("note"), {"body": WORDS}, headers={"HX-Request": "true"}
    )
    assert (sent.status_code, sent.json()) == (401, {"message": "登录已过期，请重新登录。"})
