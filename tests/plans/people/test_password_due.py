"""Who must change the password comes to nothing else first, and loses no words by it."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from plans.enums import Act
from plans.models import UsedPassword, User
from plans.people.actions.account import note_server_password
from plans.people.passwords import reason_to_change
from plans.system.audit import record
from plans.system.pages import VisitorKind, kind_of
from tests.cast import PASSWORD, make_user
from tests.test_visitors import views
from tests.world import World, client_of

pytestmark = pytest.mark.django_db
GIVEN = "您的密码是别人设定的，请先设定一个只有您自己知道的密码。"
OLD = "您的密码已使用90天，按规定请先换一个新密码。"
PAGE = "/account/password/"
NEW = "Qinghe-zhuwan-73"


def given(user: User) -> User:
    User.objects.filter(pk=user.pk).update(password_is_given=True)
    return User.objects.get(pk=user.pk)


OF_MACHINES = {"alive", "ready", "metrics"}
"""What is asked by no person is answered before anybody is signed in."""


def test_every_address_leads_to_the_page_of_the_password(world: World) -> None:
    user = given(world.cast.officer)
    wrong = {}
    for name, view in views():
        if kind_of(view) == VisitorKind.SIGN_IN or name in OF_MACHINES:
            continue
        if world.address(name) == PAGE:
            continue
        client = client_of(user)
        seen = [
            (answer.status_code, answer.headers.get("Location"))
            for answer in (client.get(world.address(name)), client.post(world.address(name)))
        ]
        if seen != [(302, PAGE)] * 2:
            wrong[name] = seen
    assert wrong == {}


def test_the_page_says_why_and_changing_it_lets_one_on() -> None:
    user = given(make_user("赵六"))
    client = client_of(user)
    page = client.get(reverse("desk"), follow=True)
    assert (page.request["PATH_INFO"], page.content.decode().count(GIVEN)) == (PAGE, 1)
    change_by_page(client)
    assert client.get(reverse("desk")).status_code == 200


def change_by_page(client: Client) -> None:
    """Fill in the page's own fields, whatever they are called."""
    form = client.get(PAGE).context["form"]
    sent = dict(zip(form.fields, (PASSWORD, NEW, NEW), strict=True))
    assert client.post(PAGE, sent).status_code == 302


def test_signing_out_goes_on() -> None:
    client = client_of(given(make_user("赵六")))
    assert client.post(reverse("logout")).status_code == 302
    assert client.get(reverse("home")).status_code == 200


def test_words_that_were_being_written_are_shown_with_a_way_to_send_them(world: World) -> None:
    client = client_of(given(world.cast.drafter))
    answer = client.post(world.address("note"), {"body": "写了很久的一段话。"})
    page = answer.content.decode()
    assert (answer.status_code, "readonly>写了很久的一段话。</textarea>" in page) == (409, True)
    assert "您的密码需要先修改，刚才填写的内容没有提交，也没有丢失。" in page
    assert f'href="{PAGE}" target="_blank"' in page
    change_by_page(client)
    assert client.post(world.address("note"), {"body": "写了很久的一段话。"}).status_code == 302


def test_a_script_gets_the_reason(world: World) -> None:
    client = client_of(given(world.cast.drafter))
    answer = client.post(
        world.address("note"), {"body": "字"}, headers={"X-Requested-With": "fetch"}
    )
    assert (answer.status_code, answer.json()) == (409, {"message": GIVEN})


def test_a_visitor_without_account_notices_nothing() -> None:
    assert Client().get(reverse("home")).status_code == 200


def test_what_the_server_sets_is_given() -> None:
    user = make_user("赵六")
    note_server_password(user)
    user.refresh_from_db()
    assert reason_to_change(user) == GIVEN


def test_the_demo_keeps_its_password_and_a_link_has_none() -> None:
    demo, link = given(make_user("演示")), given(make_user("来宾"))
    demo.is_demo = True
    link.set_unusable_password()
    assert (reason_to_change(demo), reason_to_change(link)) == ("", "")


def test_a_password_grows_old_where_a_house_wants_it(settings: Settings) -> None:
    user = make_user("赵六")
    since = timezone.now() - timedelta(days=90)
    UsedPassword.objects.update(set_at=since + timedelta(minutes=1))
    assert reason_to_change(user) == ""
    settings.PASSWORD_DAYS = 90
    assert reason_to_change(user) == ""
    UsedPassword.objects.update(set_at=since - timedelta(minutes=1))
    assert reason_to_change(user) == OLD
    user.set_password(NEW)
    user.save()
    assert reason_to_change(user) == ""


def test_after_the_upgrade_who_never_changed_a_given_password_does() -> None:
    opener = make_user("起草人")
    never, since, demo, link = (make_user(name) for name in ("甲", "乙", "丙", "丁"))
    User.objects.exclude(pk=opener.pk).update(opened_by=opener)
    User.objects.filter(pk=demo.pk).update(is_demo=True)
    User.objects.filter(pk=link.pk).update(kind="link")
    record(Act.USER_PASSWORD, since, by=since)
    import_module("plans.migrations.0015_passwords_of_another").mark(apps, None)
    assert list(User.objects.filter(password_is_given=True)) == [never]
