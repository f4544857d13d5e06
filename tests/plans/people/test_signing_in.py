"""Sign-in, a forgotten password, second factor and sessions: allauth's views, our pages."""

from __future__ import annotations

import logging
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html

from config.logs import BlankTokens
from plans.models import AuditEntry, OutgoingMail, User
from plans.system.actions.outbox import send_waiting
from plans.system.sealing import sealed
from tests.cast import PASSWORD, make_cast, make_user

pytestmark = pytest.mark.django_db
NEW = "jiangbei-xiawu-sidian"
OWN = (
    *("password", "account_reauthenticate", "usersessions_list", "mfa_index"),
    *("mfa_activate_totp", "mfa_list_webauthn", "mfa_view_recovery_codes"),
)
ENGLISH = re.compile(r"[A-Za-z]{3,}")
KNOWN = {"PDF", "Authenticator", "Mozilla"}


def signed_in(name: str = "成员", password: str = PASSWORD) -> Client:
    client = Client()
    answer = client.post("/login/", {"login": name, "password": password})
    assert answer.status_code == 302
    return client


def words_of(page: bytes) -> str:
    (main,) = html.document_fromstring(page.decode()).xpath("//main")
    return str(main.text_content())


def mailed_link() -> str:
    send_waiting()
    (found,) = re.findall(r"http\S+", str(mail.outbox[-1].body))
    return "/" + str(found).split("/", 3)[3]


def ask_for_mail(address: str) -> str:
    answer = Client().post(reverse("account_reset_password"), {"email": address}, follow=True)
    return words_of(answer.content)


def test_nobody_signs_up() -> None:
    for name in ("account_signup", "account_email", "account_set_password", "mfa_login_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert Client().get("/accounts/signup/").status_code == 404


def test_a_forgotten_password_is_set_by_a_link_of_a_mail_once() -> None:
    make_cast()
    assert "请查收邮件" not in ask_for_mail("成员@test.invalid")
    make_user("zhang")
    assert "几分钟内会收到一封邮件" in ask_for_mail("zhang@test.invalid")
    row = OutgoingMail.objects.get(to="zhang@test.invalid")
    assert ("{secret}" in row.body, "http" in row.body, "http" in row.secret) == (
        True,
        False,
        False,
    )
    link, client = mailed_link(), Client()
    row.refresh_from_db()
    assert row.secret == ""
    form = client.get(link).headers["Location"]
    assert form.endswith("/set-password/")
    answer = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    assert "请用新密码登录" in words_of(answer.content)
    signed_in("zhang", NEW)
    again = Client().get(link)
    assert (again.status_code, "已经用过或者过期" in words_of(again.content)) == (410, True)
    send_waiting()
    assert mail.outbox[-1].subject == "登录密码已通过邮件重设"
    assert AuditEntry.objects.filter(action="user.password").count() == 1


def test_an_unknown_address_and_an_unused_account_get_no_mail_and_the_same_page() -> None:
    waiting = make_user("xin")
    waiting.set_unusable_password()
    waiting.save()
    said = {ask_for_mail(address) for address in ("nobody@test.invalid", "xin@test.invalid")}
    assert (len(said), OutgoingMail.objects.count()) == (1, 0)


def test_the_time_does_not_tell_whether_an_address_is_known() -> None:
    make_user("zhang")
    for address in ("nobody@test.invalid", "zhang@test.invalid"):
        began = time.monotonic()
        Client().post(reverse("account_reset_password"), {"email": address})
        assert time.monotonic() - began >= 0.5
    assert OutgoingMail.objects.count() == 1


def test_a_link_of_a_mail_is_blank_in_the_log() -> None:
    line = "GET /account/key/2s/d1x-0123456789abcdef/ 302"
    record = logging.LogRecord("django.server", 20, "", 1, line, None, None)
    BlankTokens().filter(record)
    assert record.getMessage() == "GET /account/key/2s/***/ 302"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirm_again(client: Client, name: str) -> None:
    asked = client.get(reverse(name))
    client.post(asked.headers["Location"], {"password": PASSWORD})


def test_with_an_authenticator_a_password_alone_does_not_sign_in() -> None:
    make_cast()
    client = signed_in()
    confirm_again(client, "mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert len(answer.context["unused_codes"]) == 10
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    later = Client()
    asked = later.post("/login/", {"login": "成员", "password": PASSWORD})
    assert asked.headers["Location"] == reverse("mfa_authenticate")
    assert later.get(reverse("desk")).status_code == 302
    wrong = later.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "验证码不正确或已过期" in words_of(wrong.content)
    right = later.post(reverse("mfa_authenticate"), {"code": answer.context["unused_codes"][0]})
    assert right.headers["Location"] == reverse("mfa_trust")
    later.post(reverse("mfa_trust"), {"action": "trust"})
    assert later.get(reverse("desk")).status_code == 200
    later.post("/logout/")
    assert later.post("/login/", {"login": "成员", "password": PASSWORD})["Location"] == "/desk/"


def test_codes_are_not_tried_for_ever() -> None:
    cast = make_cast()
    Authenticator.objects.create(
        user=cast.member, type="totp", data={"secret": sealed("JBSWY3DPEHPK3PXP")}
    )
    client = signed_in()
    pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(6)]
    said = ["两步验证的验证码连续输错，请" in words_of(page.content) for page in pages]
    assert said == [False] * 4 + [True] * 2
    assert [page.status_code for page in pages] == [200] * 4 + [429] * 2


def test_every_page_of_an_account_is_in_chinese() -> None:
    make_cast()
    client = signed_in()
    confirm_again(client, "mfa_activate_totp")
    own = (*OWN, "mfa_add_webauthn")
    open_to_all = (
        "login",
        "account_reset_password",
        "account_inactive",
        "account_reset_password_done",
    )
    pages = {name: client.get(reverse(name)) for name in own}
    pages |= {name: Client().get(reverse(name)) for name in open_to_all}
    english = {
        name: found
        for name, page in pages.items()
        if page.status_code == 200
        and (found := set(ENGLISH.findall(_without_secret(words_of(page.content)))) - KNOWN)
    }
    assert english == {}


def _without_secret(words: str) -> str:
    return re.sub(r"密钥：\s*\w+", "", words)


def test_an_inactive_account_is_told_so_only_with_its_password() -> None:
    user = make_user("li")
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()
    answer = client.post("/login/", {"login": "li", "password": PASSWORD}, follow=True)
    assert "这个账号已停用" in words_of(answer.content)
    assert client.get("/desk/").status_code == 302
    wrong = client.post("/login/", {"login": "li", "password": "falsch"})
    assert "用户名或密码不正确" in words_of(wrong.content)
