"""Guessing passwords through the pages: who is slowed, who never is, and what nobody learns."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from plans.models import User
from plans.system import guessing
from tests.cast import PASSWORD, make_cast, make_user

pytestmark = pytest.mark.django_db
HERE, THERE = "10.0.0.1", "10.0.0.2"
NEW = "Qinghe-zhuwan-73"


def sign_in(client: Client, name: str, password: str, address: str = HERE) -> int:
    sent = {"login": name, "password": password}
    return client.post("/login/", sent, REMOTE_ADDR=address).status_code


def outsider(name: str, days: int = 1) -> None:
    """Guesses from many addresses, until every unknown device has to wait."""
    for number in range(4 * days):
        for _ in range(3):
            sign_in(Client(), name, "falsch", f"203.0.113.{number}")


def known(name: str, address: str = HERE) -> Client:
    """A browser that has signed in once, and out again."""
    client = Client()
    assert sign_in(client, name, PASSWORD, address) == 302
    client.post("/logout/")
    return client


@pytest.fixture(autouse=True)
def _cast() -> None:
    make_cast()


def test_an_outsider_keeps_nobody_out_who_has_signed_in_before() -> None:
    own = known("组长")
    outsider("组长")
    assert sign_in(Client(), "组长", PASSWORD, "192.0.2.1") == 429
    assert sign_in(own, "组长", PASSWORD, "192.0.2.1") == 302


def test_a_new_device_waits_no_longer_than_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    outsider("组长")
    answer = Client().post("/login/", {"login": "组长", "password": PASSWORD})
    assert answer.status_code == 429
    later, real = int(answer.headers["Retry-After"]) + 1, time.time
    monkeypatch.setattr(guessing.time, "time", lambda: real() + later)
    assert sign_in(Client(), "组长", PASSWORD) == 302


def test_a_known_device_waits_for_its_own_guesses() -> None:
    own = known("组长")
    assert [sign_in(own, "组长", "falsch") for _ in range(6)] == [200] * 4 + [429] * 2
    assert sign_in(own, "组长", PASSWORD) == 429
    assert sign_in(Client(), "组长", PASSWORD) == 302


def test_a_device_is_known_to_the_account_that_signed_in_and_to_no_other() -> None:
    own = known("组长")
    outsider("成员")
    assert sign_in(own, "成员", PASSWORD) == 429


def test_a_new_password_makes_all_devices_strangers_but_the_one_it_was_set_at() -> None:
    old, own = known("成员"), Client()
    sign_in(own, "成员", PASSWORD)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert own.post(reverse("password"), sent).status_code == 302
    own.post("/logout/")
    outsider("成员")
    assert (sign_in(old, "成员", NEW), sign_in(own, "成员", NEW)) == (429, 302)


def test_a_forged_cookie_is_no_device() -> None:
    own = known("组长")
    value = own.cookies["device"].value
    forged = Client()
    forged.cookies["device"] = value[:-1] + ("A" if value[-1] != "A" else "B")
    outsider("组长")
    assert sign_in(forged, "组长", PASSWORD) == 429


def test_the_cookie_is_for_the_server_alone_and_tells_nothing() -> None:
    cookie = known("组长").cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert 360 * 86400 <= int(cookie["max-age"]) <= 400 * 86400
    user = User.objects.get(username="组长")
    assert user.password[-12:] not in cookie.value


def test_thirty_accounts_from_one_address_are_not_tried_freely() -> None:
    for number in range(30):
        make_user(f"nutzer-{number}")
    answers = [sign_in(Client(), f"nutzer-{number}", "falsch") for number in range(30)]
    assert answers == [200] * 19 + [429] * 11
    assert sign_in(Client(), "成员", PASSWORD) == 429
    assert sign_in(Client(), "成员", PASSWORD, THERE) == 302


def test_an_office_behind_one_address_goes_on_working() -> None:
    offices = [known("组长"), known("成员")]
    for number in range(30):
        sign_in(Client(), f"nutzer-{number}", "falsch")
    assert [sign_in(offices[0], "组长", PASSWORD), sign_in(offices[1], "成员", PASSWORD)] == [
        302
    ] * 2


def test_the_old_password_is_not_guessed_twelve_times() -> None:
    client = Client()
    sign_in(client, "成员", PASSWORD)
    sent = {"oldpassword": "falsch", "password1": NEW, "password2": NEW}
    answers = [client.post(reverse("password"), sent).status_code for _ in range(12)]
    assert answers == [200] * 4 + [429] * 8
    sent["oldpassword"] = PASSWORD
    assert client.post(reverse("password"), sent).status_code == 429
    assert User.objects.get(username="成员").check_password(PASSWORD)


def test_a_session_without_its_device_shares_the_accounts_count() -> None:
    """Who took somebody's session guesses no more freely than who has none."""
    client = Client()
    client.force_login(
        User.objects.get(username="成员"), backend="django.contrib.auth.backends.ModelBackend"
    )
    outsider("成员")
    sent = {"oldpassword": "falsch", "password1": NEW, "password2": NEW}
    assert client.post(reverse("password"), sent).status_code == 429


@pytest.mark.parametrize("name", ["成员", "没有这个人"])
def test_nobody_learns_whether_there_is_an_account(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words and figures, and one hash computed each time, as long as it is tried."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    client, seen = Client(), []
    for _ in range(6):
        answer = client.post("/login/", {"login": name, "password": "falsch"})
        text = answer.content.decode()
        seen.append((answer.status_code, "用户名或密码不正确" in text, "密码连续输错，请" in text))
    assert seen == [(200, True, False)] * 4 + [(429, False, True)] * 2
    assert hashed == ["falsch"] * 5


@pytest.mark.parametrize("mail", ["member@test.invalid", "niemand@test.invalid"])
def test_the_page_of_a_forgotten_password_says_the_same_to_all(mail: str) -> None:
    User.objects.filter(username="成员").update(email="member@test.invalid")
    answer = Client().post(reverse("account_reset_password"), {"email": mail}, follow=True)
    assert (answer.status_code, "如果这个电子邮箱登记在一个账号上" in answer.content.decode()) == (
        *(200, True),
    )
