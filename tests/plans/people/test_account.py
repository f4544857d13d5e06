"""Signing in, guessing passwords, changing one's own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import AuditEntry, User
from plans.system.limits import in_words
from plans.system.system_user import system_user
from tests.cast import PASSWORD, make_cast, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/login/"
FREE = 5
GUESSED = {"secret": "密码", "failures": 5, "from": "10.0.0.1"}
NEW = "xin-mima-2027"


def sign_in(client: Client, username: str, password: str, address: str = "10.0.0.1") -> int:
    answer = client.post(LOGIN, {"login": username, "password": password}, REMOTE_ADDR=address)
    return answer.status_code


def guess(username: str, times: int, address: str = "10.0.0.1") -> list[int]:
    return [sign_in(Client(), username, "falsch", address) for _ in range(times)]


def test_the_fifth_failure_makes_the_account_wait_at_that_address() -> None:
    make_cast()
    assert guess("组长", FREE) == [200, 200, 200, 200, 429]
    answer = Client().post(LOGIN, {"login": "组长", "password": PASSWORD}, REMOTE_ADDR="10.0.0.1")
    assert (answer.status_code, 25 <= int(answer["Retry-After"]) <= 30) == (429, True)
    assert "密码连续输错，请30秒后再试" in answer.content.decode().replace("29秒", "30秒")


def test_nobody_else_is_locked_out() -> None:
    make_cast()
    guess("组长", FREE)
    assert sign_in(Client(), "组长", PASSWORD, "10.0.0.2") == 302
    assert sign_in(Client(), "成员", PASSWORD, "10.0.0.1") == 302


def test_spelling_the_name_otherwise_does_not_help() -> None:
    make_user("Wang")
    guess("Wang", FREE)
    assert sign_in(Client(), " wang ", "falsch") == 429


def test_the_right_password_starts_anew() -> None:
    make_cast()
    guess("组长", FREE - 1)
    assert sign_in(Client(), "组长", PASSWORD) == 302
    assert guess("组长", FREE - 1) == [200] * (FREE - 1)


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1秒"), (90, "90秒"), (91, "2分钟"), (900, "15分钟")]
)
def test_a_wait_in_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


def test_the_log_tells_of_signing_in_and_of_guessing() -> None:
    cast = make_cast()
    guess("组长", FREE + 1)
    guess("没有这个人", FREE)
    sign_in(Client(), "成员", PASSWORD)
    rows = AuditEntry.objects.filter(action__startswith="user.").order_by("pk")
    assert list(rows.values_list("action", "object_id", "new")) == [
        ("user.guess", str(cast.chief.pk), GUESSED),
        ("user.guess", str(system_user().pk), GUESSED),
        ("user.login", str(cast.member.pk), {}),
    ]


def test_a_new_password_ends_all_other_sessions() -> None:
    cast = make_cast()
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        assert sign_in(client, "成员", PASSWORD) == 302
    answer = here.post(
        reverse("password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert answer.status_code == 302
    assert here.get(reverse("desk")).status_code == 200
    assert elsewhere.get(reverse("desk")).status_code == 302
    assert User.objects.get(pk=cast.member.pk).check_password(NEW)
    assert AuditEntry.objects.filter(action="user.password", actor=cast.member).count() == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("falsch", NEW, NEW, "原密码不正确"),
        (PASSWORD, NEW, "anders-2027", "两次输入的新密码不一致"),
        (PASSWORD, "12345678", "12345678", "密码"),
    ],
)
def test_a_wrong_change_of_password_changes_nothing(
    old: str, new: str, again: str, sentence: str
) -> None:
    cast = make_cast()
    client = Client()
    sign_in(client, "成员", PASSWORD)
    answer = client.post(
        reverse("password"), {"oldpassword": old, "password1": new, "password2": again}
    )
    assert sentence in answer.content.decode()
    assert User.objects.get(pk=cast.member.pk).check_password(PASSWORD)


def test_a_holder_of_a_personal_link_has_no_password_to_change() -> None:
    cast = make_cast()
    guest = cast.outsider
    guest.set_unusable_password()
    guest.save()
    client = Client()
    client.force_login(guest, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("password")).status_code == 404
