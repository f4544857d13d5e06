"""The second factor by office: who must have one, what stands open before, what the log tells."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from plans.enums import UserKind
from plans.errors import NotAllowed, WrongState
from plans.models import ActivationLink, AuditEntry, OutgoingMail, User
from plans.people.actions.activation import confirm_link
from plans.people.actions.factors import name_lost_factor
from plans.people.factors import has_factor, must_have_factor
from plans.permissions import MANAGE_PLAN, may_release_reply
from plans.system import clock
from plans.system.pages import VisitorKind, kind_of
from plans.system.sealing import sealed
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.cast import PASSWORD, appoint, make_cast, make_plan, make_user
from tests.test_visitors import views
from tests.totp import code_at, code_now
from tests.world import World, client_of

pytestmark = pytest.mark.django_db
PAGE = "/account/second/"
WHY = "您承担的职责要求两步验证：请先在下面任选一种方式设置好，再继续办理。"
LAST = "您承担的职责要求两步验证，最后一种方式不能停用。更换设备的，请先添加另一种方式。"
SECRET = "JBSWY3DPEHPK3PXP"
OF_MACHINES = {"alive", "ready", "metrics"}
SETTING_UP = {
    *("password", "account_change_password", "account_reauthenticate", "mfa_index"),
    *("mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"),
}


@pytest.fixture(autouse=True)
def of_offices(settings: Settings) -> None:
    settings.SECOND_FACTOR = "offices"


def signed_in(user: User) -> Client:
    client = Client()
    sent = {"login": user.username, "password": PASSWORD}
    assert client.post("/login/", sent).status_code == 302
    return client


def keep_authenticator(user: User) -> Authenticator:
    data = {"secret": sealed(SECRET)}
    return Authenticator.objects.create(user=user, type="totp", data=data)


def confirm_again(client: Client, name: str) -> None:
    """The password once more, before what a stranger at the desk must not do."""
    asked = client.get(reverse(name))
    client.post(asked.headers["Location"], {"password": PASSWORD})


def signed_in_with_code(user: User) -> Client:
    client = Client()
    client.post("/login/", {"login": user.username, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_now(SECRET)})
    client.post(reverse("mfa_trust"), {"action": "skip"})
    confirm_again(client, "mfa_generate_recovery_codes")
    return client


def acts(user: User) -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(object_id=str(user.pk), action__startswith="user.factor")
    return [(row.action, row.new["factor"]) for row in rows.order_by("pk")]


def test_the_codes_of_the_tests_are_those_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    shown = [code_at(secret, moment) for moment in (59, 1111111109, 1234567890, 20000000000)]
    assert shown == ["287082", "081804", "005924", "353130"]


def test_who_must_have_one(settings: Settings) -> None:
    cast = make_cast()
    make_plan(cast.drafter)
    asked = ("drafter", "head", "system", "security", "auditor")
    free = ("officer", "outsider")
    must = {name: must_have_factor(getattr(cast, name)) for name in (*asked, *free)}
    assert must == dict.fromkeys(asked, True) | dict.fromkeys(free, False)
    settings.SECOND_FACTOR = "everyone"
    assert must_have_factor(cast.outsider)
    assert not must_have_factor(make_user("来宾", kind=UserKind.LINK))
    settings.SECOND_FACTOR = "off"
    assert not must_have_factor(cast.head)


def test_every_address_leads_to_the_setting_up_and_nothing_else_is_there(world: World) -> None:
    client = signed_in(world.cast.head)
    wrong = {}
    for name, view in views():
        if kind_of(view) == VisitorKind.SIGN_IN or name in OF_MACHINES | SETTING_UP:
            continue
        address = world.address(name)
        seen = [
            (answer.status_code, answer.headers.get("Location"))
            for answer in (client.get(address), client.post(address))
        ]
        if seen != [(302, PAGE)] * 2:
            wrong[name] = seen
    assert wrong == {}


def test_setting_one_up_lets_one_on_and_stands_in_the_log() -> None:
    cast = make_cast()
    client = signed_in(cast.head)
    page = client.get(reverse("desk"), follow=True)
    assert (page.request["PATH_INFO"], page.content.decode().count(WHY)) == (PAGE, 1)
    app = reverse("mfa_activate_totp")
    confirm_again(client, "mfa_activate_totp")
    secret = client.get(app).context["form"].secret
    answer = client.post(app, {"code": code_now(secret)}, follow=True)
    assert len(answer.context["unused_codes"]) == 10
    assert client.get(reverse("desk")).status_code == 200
    assert sorted(acts(cast.head)) == [("user.factor", "恢复码"), ("user.factor", "验证器")]


def test_words_are_kept_and_a_script_is_told(world: World) -> None:
    user = world.cast.drafter
    client = signed_in(user)
    note = world.address("note")
    answer = client.post(note, {"body": "写了很久的一段话。"})
    page = answer.content.decode()
    assert (answer.status_code, "readonly>写了很久的一段话。</textarea>" in page) == (409, True)
    assert "您需要先设置两步验证，刚才填写的内容没有提交，也没有丢失。" in page
    assert f'href="{PAGE}" target="_blank"' in page
    script = client.post(note, {"body": "字"}, headers={"X-Requested-With": "fetch"})
    assert (script.status_code, script.json()) == (409, {"message": WHY})
    keep_authenticator(user)
    assert client.post(note, {"body": "写了很久的一段话。"}).status_code == 302


def test_who_is_named_later_is_led_at_the_next_sign_in() -> None:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    client = signed_in(cast.outsider)
    appoint(MANAGE_PLAN, cast.outsider, plan)
    assert client.get(reverse("desk")).status_code == 200
    assert signed_in(cast.outsider).get(reverse("desk")).headers["Location"] == PAGE


def test_the_last_way_stays_while_the_office_asks_for_it(settings: Settings) -> None:
    user = make_cast().head
    keep_authenticator(user)
    client = signed_in_with_code(user)
    end = reverse("mfa_deactivate_totp")
    assert LAST in client.post(end).content.decode()
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "钥匙"})
    assert client.post(end).status_code == 302
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    assert LAST in client.post(remove, follow=True).content.decode()
    settings.SECOND_FACTOR = "off"
    client.post(remove)
    assert acts(user)[2:] == [("user.factor_end", "验证器"), ("user.factor_end", "安全密钥")]


def test_recovery_codes_are_shown_until_they_are_kept_and_their_use_is_logged() -> None:
    user = make_cast().head
    keep_authenticator(user)
    client = signed_in_with_code(user)
    shown = client.post(reverse("mfa_generate_recovery_codes"), follow=True)
    code = shown.context["unused_codes"][0]
    page = reverse("mfa_view_recovery_codes")
    assert code in client.get(page).content.decode()
    assert client.post(page).headers["Location"] == PAGE
    after = client.get(page).content.decode()
    assert (code in after, "还有10个恢复码没有用过。恢复码只显示一次" in after) == (False, True)
    other = Client()
    other.post("/login/", {"login": user.username, "password": PASSWORD})
    assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert acts(user) == [
        *(("user.factor", "验证器"), ("user.factor", "恢复码"), ("user.factor_code", "恢复码")),
    ]


def test_a_lost_device_is_a_matter_for_two_and_the_voice_waits_for_a_third() -> None:
    cast = make_cast()
    head = cast.head
    keep_authenticator(head)
    own, office = signed_in_with_code(head), client_of(cast.system)
    assert "解除两步验证" in office.get(reverse("account", args=[head.pk])).content.decode()
    page = reverse("lost_factor", args=[head.pk])
    assert office.post(page, {"reason": ""}).status_code == 200
    assert office.post(page, {"reason": "手机遗失，本人当面提出"}).status_code == 302
    row = ActivationLink.objects.get()
    confirm = reverse("confirm_link", args=[row.pk])
    for user in (cast.system, head, cast.outsider, cast.auditor):
        assert client_of(user).post(confirm).status_code == 404
    assert (has_factor(head), own.get(reverse("desk")).status_code) == (True, 200)
    assert "手机遗失" in client_of(cast.security).get(reverse("vouching")).content.decode()
    assert client_of(cast.security).post(confirm).status_code == 302
    head = User.objects.get(pk=head.pk)
    assert (head.voice_rests, may_release_reply(head, cast.district)) == (True, False)
    assert not Authenticator.objects.filter(user=head).exists()
    assert own.get(reverse("desk")).status_code == 302
    assert signed_in(head).get(reverse("desk")).headers["Location"] == PAGE
    read_log()
    texts = [one.text for one in Notice.objects.filter(user=head).order_by("pk")]
    assert texts[0].startswith("系统员提出解除您账号的两步验证，理由：手机遗失，本人当面提出。")
    assert texts[1].startswith("经安全员确认，您账号的两步验证已解除，请重新设置。")
    assert OutgoingMail.objects.filter(to=head.email, subject="账号的两步验证").count() == 2
    rows = AuditEntry.objects.filter(object_id=str(head.pk), action__startswith="user.factor_")
    assert [(one.action, one.actor) for one in rows.order_by("pk")] == [
        *(("user.factor_lost", cast.system), ("user.factor_taken", cast.security)),
    ]
    assert client_of(cast.drafter).post(reverse("give_voice", args=[row.pk])).status_code == 302
    assert may_release_reply(User.objects.get(pk=head.pk), cast.district)


def test_who_names_no_lost_device() -> None:
    cast = make_cast()
    for user in (cast.system, cast.head):
        keep_authenticator(user)
    for by in (cast.security, cast.drafter):
        with pytest.raises(NotAllowed, match="没有管理账号的权限"):
            name_lost_factor(cast.head.pk, "遗失", by=by)
    with pytest.raises(NotAllowed, match="不能给自己"):
        name_lost_factor(cast.system.pk, "遗失", by=cast.system)
    with pytest.raises(WrongState, match="不需要解除"):
        name_lost_factor(cast.chief.pk, "遗失", by=cast.system)


def test_what_is_late_is_not_confirmed_and_a_link_has_its_secret() -> None:
    cast = make_cast()
    keep_authenticator(cast.head)
    row = name_lost_factor(cast.head.pk, "遗失", by=cast.system)
    rows = ActivationLink.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(purpose="reset")
    rows.update(expires_at=clock.now())
    with pytest.raises(NotAllowed):
        confirm_link(row.pk, by=cast.security)
    assert has_factor(cast.head)
