"""Signing in elsewhere 外部登录, against a provider of OpenID Connect that runs beside the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import run_server_in_thread  # type: ignore[import-untyped]
from pytest_django.fixtures import Settings

from plans.enums import UserKind
from plans.models import AuditEntry, User
from plans.system.actions.outbox import send_waiting
from tests.cast import PASSWORD, Cast, make_cast
from tests.test_setup_environment import PRODUCTION, python
from tests.test_setup_environment import settings as settings_of

pytestmark = pytest.mark.django_db
BEGIN, LINKED = "/account/elsewhere/oidc/", "/account/linked/"
BACK = "/account/elsewhere/oidc/back/"
REFUSED = "不能用这个身份登录。请先用用户名和密码登录"
FAILED = "登录没有完成，可能已经超时或者已取消。"
AWAY = "对方平台暂时没有回应。请稍后再试，或者用用户名和密码登录。"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


def app(key: str, url: str = "", **more: Any) -> dict[str, Any]:
    return {
        "APPS": [
            {
                "provider_id": key,
                "name": {"oidc": "市级统一认证", "dingtalk": "钉钉", "feishu": "飞书"}[key],
                "client_id": "portal",
                "secret": "kennwort",
                "settings": {"server_url": url, "oauth_pkce_enabled": True, **more},
            }
        ]
    }


@pytest.fixture
def cast(issuer: str, settings: Settings) -> Cast:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": app("oidc", issuer, match="link")}
    return make_cast()


def signed_in() -> Client:
    client = Client()
    client.post("/login/", {"login": "成员", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def agreed(address: str, sub: str) -> str:
    """The person says yes at the provider; where its answer leads back to."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def come(client: Client, sub: str, begin: str = BEGIN) -> Any:
    led = client.post(begin, {"next": "/plans/"})
    assert led.status_code == 302, led.content.decode()
    return client.get(agreed(led.headers["Location"], sub))


def told(answer: Any) -> tuple[int, str]:
    text = answer.content.decode()
    (lead,) = re.findall(r'<p class="lead">(.*?)</p>', text)
    return answer.status_code, str(lead)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link(sub: str) -> Client:
    client = signed_in()
    answer = come(client, sub, LINKED + "oidc/add/")
    assert answer.headers["Location"] == LINKED
    return client


def rows() -> list[dict[str, Any]]:
    found = AuditEntry.objects.filter(action__in=("user.login", "user.elsewhere"))
    return [entry.new for entry in found.order_by("pk")]


def test_the_page_of_signing_in_has_the_button(cast: Cast) -> None:
    page = Client().get("/login/").content.decode()
    assert "用市级统一认证登录" in page
    assert f'action="{BEGIN}"' in page


def test_who_has_linked_comes_in_by_it(cast: Cast) -> None:
    page = link("zhang").get(LINKED).content.decode()
    assert "已关联市级统一认证，下次可以用它登录。" in page
    client = Client()
    answer = come(client, "zhang")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/plans/")
    assert client.session["_auth_user_id"] == str(cast.member.pk)
    named = {"through": "市级统一认证"}
    assert rows() == [{}, {"what": "关联"} | named, named]
    send_waiting()
    assert [one.subject for one in mail.outbox] == ["关联外部登录"]


def test_nothing_is_kept_of_a_person_but_a_hash(cast: Cast) -> None:
    link("zhang")
    come(Client(), "zhang")
    kept = SocialAccount.objects.get()
    assert (kept.extra_data, len(kept.uid), "zhang" in kept.uid) == ({}, 64, False)


def test_nobody_is_made_an_account(cast: Cast) -> None:
    before, client = User.objects.count(), Client()
    status, said = told(come(client, "niemand"))
    assert (status, said.startswith(REFUSED)) == (403, True)
    assert (User.objects.count(), SocialAccount.objects.count(), is_in(client)) == (
        before,
        0,
        False,
    )


@pytest.mark.parametrize(
    "ended",
    [{"is_active": False}, {"ends_on": date(2020, 1, 1)}, {"kind": UserKind.LINK}],
    ids=["deactivated", "after its last day", "holder of a link"],
)
def test_an_account_out_of_use_is_told_what_a_stranger_is(cast: Cast, ended: Any) -> None:
    link("zhang")
    User.objects.filter(pk=cast.member.pk).update(**ended)
    client = Client()
    assert told(come(client, "zhang")) == told(come(Client(), "niemand"))
    assert not is_in(client)


def test_the_second_factor_is_asked_all_the_same(cast: Cast) -> None:
    link("zhang")
    TOTP.activate(cast.member, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    assert come(client, "zhang").headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_the_asking_has_state_nonce_and_a_challenge(cast: Cast) -> None:
    asked = parse_qs(urlsplit(Client().post(BEGIN).headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[key][0]) >= 16 for key in ("state", "nonce", "code_challenge"))
    assert Client().get(BEGIN).status_code == 405


def test_a_forged_state_opens_nothing(cast: Cast) -> None:
    link("zhang")
    client, other = Client(), Client()
    back = agreed(other.post(BEGIN).headers["Location"], "zhang")
    for forged in (back, f"{BACK}?state=x&code=y", BACK):
        status, said = told(client.get(forged))
        assert (status, said.startswith(FAILED), is_in(client)) == (403, True, False)


def test_an_answer_counts_once(cast: Cast) -> None:
    link("zhang")
    client = Client()
    back = agreed(client.post(BEGIN).headers["Location"], "zhang")
    assert client.get(back).status_code == 302
    client.post("/logout/")
    assert (client.get(back).status_code, is_in(client)) == (403, False)


def test_a_token_for_another_asking_opens_nothing(cast: Cast) -> None:
    link("zhang")
    client = Client()
    address = client.post(BEGIN).headers["Location"]
    status, said = told(client.get(agreed(re.sub(r"nonce=[^&]+", "nonce=alt", address), "zhang")))
    assert (status, said.startswith(FAILED), is_in(client)) == (403, True, False)


def test_who_says_no_there_is_told_how_to_go_on(cast: Cast) -> None:
    client = Client()
    address = client.post(BEGIN).headers["Location"]
    answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
    query = urlsplit(answer.headers["Location"]).query
    status, said = told(client.get(f"{BACK}?{query}"))
    assert (status, said.startswith(FAILED)) == (403, True)


def test_a_provider_that_is_away_is_a_sentence(cast: Cast, settings: LazySettings) -> None:
    client = Client()
    back = agreed(client.post(BEGIN).headers["Location"], "zhang")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": app("oidc", "http://127.0.0.1:9")}
    assert told(client.post(BEGIN)) == (503, AWAY)
    assert told(client.get(back)) == (503, AWAY)


def test_linking_asks_once_more_who_it_is(cast: Cast) -> None:
    client = Client()
    client.post("/login/", {"login": "成员", "password": PASSWORD})
    asked = client.post(LINKED + "oidc/add/")
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    resumed = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert client.get(agreed(resumed.headers["Location"], "zhang")).headers["Location"] == LINKED
    assert SocialAccount.objects.get().user_id == cast.member.pk


def test_an_identity_is_one_persons(cast: Cast) -> None:
    link("zhang")
    client = Client()
    client.post("/login/", {"login": "组长", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    come(client, "zhang", LINKED + "oidc/add/")
    assert "这个身份不能关联到您的账号，请联系平台管理员。" in client.get(LINKED).content.decode()
    assert SocialAccount.objects.get().user_id == cast.member.pk
    client = link_again("li")
    assert "已经关联过，请先解除原来的关联。" in client.get(LINKED).content.decode()


def link_again(sub: str) -> Client:
    client = signed_in()
    come(client, sub, LINKED + "oidc/add/")
    return client


def test_what_is_unlinked_opens_nothing(cast: Cast) -> None:
    client = link("zhang")
    assert client.post(LINKED + "oidc/end/").headers["Location"] == LINKED
    assert "已解除关联。" in client.get(LINKED).content.decode()
    assert rows()[-1] == {"what": "解除关联", "through": "市级统一认证"}
    assert come(Client(), "zhang").status_code == 403
    client.post(LINKED + "oidc/end/")
    assert "没有关联，不需要解除。" in client.get(LINKED).content.decode()


def test_a_link_to_a_provider_that_is_gone_can_be_ended(cast: Cast, settings: Settings) -> None:
    client = link("zhang")
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "以前的平台" in client.get(LINKED).content.decode()
    assert client.post(LINKED + "oidc/end/").headers["Location"] == "/"
    assert SocialAccount.objects.count() == 0


def test_unlinking_asks_once_more_who_it_is(cast: Cast) -> None:
    link("zhang")
    client = Client()
    client.post("/login/", {"login": "成员", "password": PASSWORD})
    asked = client.post(LINKED + "oidc/end/")
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("match", "verified", "comes_in"),
    [("link", True, False), ("email", False, False), ("email", True, True)],
)
def test_a_mail_address_matches_only_where_set_and_vouched_for(
    cast: Cast, issuer: str, settings: Settings, match: str, verified: bool, comes_in: bool
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": app("oidc", issuer, match=match)}
    User.objects.filter(pk=cast.member.pk).update(email="cy@kexie.example")
    claims: dict[str, Any] = {"email": "CY@kexie.example", "email_verified": verified}
    requests.put(f"{issuer}/users/wang", json=claims, timeout=5)
    client = Client()
    answer = come(client, "wang")
    assert (answer.status_code == 302, is_in(client)) == (comes_in, comes_in)
    assert SocialAccount.objects.count() == int(comes_in)


@pytest.mark.parametrize(
    ("key", "host"), [("dingtalk", "login.dingtalk.com"), ("feishu", "open.feishu.cn")]
)
def test_the_buttons_of_other_platforms_lead_there(key: str, host: str, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {key: app(key)}
    client = Client()
    led = client.post(f"/account/elsewhere/{key}/")
    place = urlsplit(led.headers["Location"])
    asked = parse_qs(place.query)
    assert (led.status_code, place.scheme, place.netloc) == (302, "https", host)
    assert asked["redirect_uri"] == [f"http://testserver/account/elsewhere/{key}/back/"]
    forged = told(client.get(f"/account/elsewhere/{key}/back/?state=x&code=y"))
    assert (forged[0], forged[1].startswith(FAILED)) == (403, True)


SET = {
    "PORTAL_OIDC_URL": "https://sso.kexie.example/realms/city/",
    "PORTAL_OIDC_CLIENT": "portal",
    "PORTAL_OIDC_SECRET": "kennwort",
    "PORTAL_FEISHU_CLIENT": "cli_1",
    "PORTAL_FEISHU_SECRET": "kennwort",
    "PORTAL_SIGN_IN_ORIGINS": "https://login.kexie.example",
}


def test_the_policy_lets_a_form_lead_to_what_is_set_and_nowhere_else() -> None:
    shown = settings_of({**PRODUCTION, **SET}, "CONTENT_SECURITY_POLICY")
    wanted = "form-action 'self' https://sso.kexie.example https://*.feishu.cn"
    assert f"{wanted} https://login.kexie.example; frame" in str(shown["CONTENT_SECURITY_POLICY"])
    alone = settings_of(PRODUCTION, "CONTENT_SECURITY_POLICY", "SOCIALACCOUNT_PROVIDERS")
    assert "form-action 'self'; frame" in str(alone["CONTENT_SECURITY_POLICY"])
    assert alone["SOCIALACCOUNT_PROVIDERS"] == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"PORTAL_OIDC_SECRET": ""},
            "Sign-in elsewhere needs PORTAL_OIDC_CLIENT and PORTAL_OIDC_SECRET.",
        ),
        (
            {"PORTAL_OIDC_URL": "http://sso.kexie.example"},
            "PORTAL_OIDC_URL must begin with https:// in production.",
        ),
        ({"PORTAL_OIDC_MATCH": "name"}, "PORTAL_OIDC_MATCH is 'name': say 'link' or 'email'."),
    ],
)
def test_what_is_set_wrong_stops_the_start(wrong: dict[str, str], sentence: str) -> None:
    result = python(["manage.py", "check"], {**PRODUCTION, **SET, **wrong})
    assert (result.returncode, result.stderr) == (1, f"manage.py: {sentence}\n")
