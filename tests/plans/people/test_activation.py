"""开通链接: given by one, used once by the owner, ended by a newer one, told and in the log."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdfium2 import PdfDocument

from config.logs import BlankTokens
from plans.enums import Duty
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import ActivationLink, AuditEntry, OutgoingMail, User
from plans.people.actions.activation import (
    confirm_link,
    give_link,
    give_voice,
    link_of,
    set_by_link,
)
from plans.people.offices import offices_of
from plans.permissions import may_draft_reply, may_manage, may_read_draft, may_release_reply
from plans.system import clock
from plans.system.actions.outbox import send_waiting
from taskforce.evidence.registry import REGISTRY
from taskforce.models import Body, Notice
from taskforce.notices.actions import read_log
from taskforce.process.actions.starting import start_timeline
from taskforce.process_templates import load_named
from tests.cast import Cast, appoint, make_cast, make_plan, make_user, stand
from tests.taskforce.seating import stood
from tests.world import client_of

pytestmark = pytest.mark.django_db
NEW = "jiangbei-xiawu-sidian"
FORM = {"password1": NEW, "password2": NEW}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def newcomer(cast: Cast) -> User:
    user = make_user("新人", cast.district)
    user.set_unusable_password()
    user.save()
    return user


def said(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_an_account_is_opened_without_a_password_and_its_owner_sets_it(cast: Cast) -> None:
    office = client_of(cast.drafter)
    person = {"username": "zhao", "full_name": "赵六", "email": "zhao@test.invalid"}
    page = office.post(reverse("new_person", args=[cast.district.pk]), person)
    made = User.objects.get(username="zhao")
    assert (made.has_usable_password(), made.opened_by) == (False, cast.drafter)
    address = page.context["address"]
    for word in ("赵六", "渝中区科协", "zhao", "有效期至", 'alt="打开开通链接的二维码"', address):
        assert word in said(page)
    client = Client()
    path = "/" + address.split("/", 3)[3]
    shown = client.get(path)
    assert (shown.status_code, shown.headers["Referrer-Policy"]) == (200, "strict-origin")
    assert ActivationLink.objects.get().used_at is None
    assert client.post(path, FORM).headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    again = Client().get(path)
    assert (again.status_code, "这个链接已经用过" in said(again)) == (410, True)
    assert Client().post("/login/", {"login": "zhao", "password": NEW}).status_code == 302
    acts = AuditEntry.objects.filter(object_id=str(made.pk), object_type="plans.user")
    assert list(acts.order_by("pk").values_list("action", flat=True)) == [
        *("user.make", "user.link", "user.activate", "user.login", "user.login"),
    ]


def test_only_a_hash_is_kept_and_the_mail_waits_sealed(cast: Cast) -> None:
    user = newcomer(cast)
    _, token = give_link(user, by=cast.drafter)
    row = OutgoingMail.objects.get(to=user.email)
    kept = [
        *map(str, ActivationLink.objects.values_list("digest", flat=True)),
        row.body,
        row.secret,
    ]
    kept += [str(one) for one in AuditEntry.objects.values_list("new", flat=True)]
    assert [text for text in kept if token in text] == []
    send_waiting()
    assert token in str(mail.outbox[-1].body)


def test_a_newer_link_ends_the_older_and_an_old_one_expires(cast: Cast) -> None:
    user = newcomer(cast)
    _, first = give_link(user, by=cast.drafter)
    link, second = give_link(user, by=cast.second)
    for token, words in ((first, "已被新的链接代替"), ("x" * 43, "这个链接不正确")):
        answer = Client().post(reverse("activate", args=[token]), FORM)
        assert (answer.status_code, words in said(answer)) == (410, True)
    user.refresh_from_db()
    assert (user.opened_by, user.has_usable_password()) == (cast.second, False)
    assert link.expires_at - link.given_at == timedelta(days=7)
    ActivationLink.objects.filter(pk=link.pk).update(expires_at=clock.now())
    with pytest.raises(WrongState, match="过期。请联系给您链接的平台管理员"):
        link_of(second)


def test_a_forgotten_password_needs_a_reason_and_its_owner_is_told(cast: Cast) -> None:
    user = cast.outsider
    with pytest.raises(InvalidInput, match="请写明理由"):
        give_link(user, by=cast.drafter)
    office, page = client_of(cast.drafter), reverse("give_link", args=[user.pk])
    assert "token" not in office.post(page, {"reason": ""}).context
    token = office.post(page, {"reason": "忘记密码"}).context["token"]
    user.refresh_from_db()
    assert user.has_usable_password()
    read_log()
    told = Notice.objects.get(user=user)
    assert told.text.startswith("起草人为您的账号给出了新的开通链接，理由：忘记密码。")
    entry = AuditEntry.objects.get(action="user.link_reset")
    assert (entry.actor, entry.new["reason"]) == (cast.drafter, "忘记密码")
    here = client_of(user)
    set_by_link(token, NEW)
    assert here.get("/desk/").status_code == 302


def test_who_gives_no_link(cast: Cast) -> None:
    user = newcomer(cast)
    for by in (cast.officer, cast.chief):
        with pytest.raises(NotAllowed):
            give_link(user, by=by)
        assert client_of(by).get(reverse("give_link", args=[user.pk])).status_code == 404
    with pytest.raises(NotAllowed, match="不能给自己"):
        give_link(cast.drafter, by=cast.drafter, reason="忘记")
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(WrongState, match="账号在用"):
        give_link(user, by=cast.drafter)


def test_the_sheet_is_made_for_who_gave_the_link(cast: Cast) -> None:
    user = newcomer(cast)
    _, token = give_link(user, by=cast.drafter)
    page = reverse("link_sheet", args=[user.pk])
    answer = client_of(cast.drafter).post(page, {"token": token})
    assert answer.headers["Content-Type"] == "application/pdf"
    pdf = PdfDocument(answer.content)
    text = re.sub(r"\s", "", pdf[0].get_textpage().get_text_range())
    assert (len(pdf), [round(x) for x in pdf[0].get_size()]) == (1, [595, 842])
    for word in (
        "账号开通单",
        "姓名：新人",
        "单位：渝中区科协",
        "用户名：新人",
        "有效期至：",
        token,
    ):
        assert word in text
    for client, sent in ((client_of(cast.second), token), (client_of(cast.drafter), "x")):
        assert client.post(page, {"token": sent}).status_code == 410


def test_the_secret_is_blank_in_the_log() -> None:
    line = "GET /activate/geheim-123/ 200"
    entry = logging.LogRecord("django.server", 20, "", 1, line, None, None)
    BlankTokens().filter(entry)
    assert entry.getMessage() == "GET /activate/***/ 200"


def words(user: User) -> list[str]:
    return [office.words for office in offices_of(user)]


def test_who_holds_an_office(cast: Cast) -> None:
    plan = make_plan(cast.drafter)
    start_timeline(plan, load_named("chongqing-2020", set(REGISTRY)), by=cast.drafter)
    group = Body.objects.get(plan=plan, kind="leading_group")
    stood(group, user=cast.chief, name="组长", role="head")
    assert [words(one) for one in (cast.officer, cast.outsider, cast.member)] == [[], [], []]
    assert (len(words(cast.head)), len(words(cast.chief))) == (1, 1)


def test_for_an_office_a_link_is_given_by_two_and_the_voice_comes_back_by_a_third(
    cast: Cast,
) -> None:
    """The head of a unit: two who keep the directory, then a third of them."""
    head, district = cast.head, cast.district
    _, token = give_link(head, by=cast.drafter, reason="忘记密码")
    link, page = ActivationLink.objects.get(), reverse("activate", args=[token])
    assert "还要由另一位管理员确认" in said(Client().post(page, FORM))
    first = client_of(cast.drafter)
    assert first.post(reverse("confirm_link", args=[link.pk])).status_code == 404
    second = client_of(cast.second)
    assert "忘记密码" in said(second.get(reverse("desk")))
    second.post(reverse("confirm_link", args=[link.pk]))
    own = Client()
    assert own.post(page, FORM).status_code == 302
    head = User.objects.get(pk=head.pk)
    assert (head.voice_rests, may_release_reply(head, district)) == (True, False)
    assert may_draft_reply(head, district)
    assert "表态、审签、确认和管理的权限暂停" in said(own.get(reverse("desk")))
    third = make_user("第三人", cast.department)
    stand(third, Duty.KEEP_UNITS)
    for user in (cast.drafter, cast.second, head, cast.chief):
        answer = client_of(user).post(reverse("give_voice", args=[link.pk]))
        assert (user.username, answer.status_code) == (user.username, 404)
    assert "第三人" in said(own.get(reverse("vouching")))
    client_of(third).post(reverse("give_voice", args=[link.pk]))
    head = User.objects.get(pk=head.pk)
    assert (head.voice_rests, may_release_reply(head, district)) == (False, True)
    read_log()
    assert Notice.objects.filter(user=head, text__startswith="第三人已确认").count() == 1
    acts = AuditEntry.objects.filter(object_id=str(head.pk), object_type="plans.user")
    assert list(acts.order_by("pk").values_list("action", flat=True)) == [
        *("user.link_reset", "user.link_confirm", "user.activate", "user.login"),
        *("user.refused", "user.voice"),
    ]


def test_of_a_manager_another_manager_gives_the_voice_back(cast: Cast) -> None:
    plan = make_plan(cast.drafter)
    appoint("manage_plan", cast.writer, plan)
    _, token = give_link(cast.writer, by=cast.second, reason="忘记密码")
    third = make_user("第三人", cast.department)
    stand(third, Duty.KEEP_UNITS)
    confirm_link(ActivationLink.objects.get().pk, by=third)
    writer = set_by_link(token, NEW)
    assert (may_manage(writer, plan), may_read_draft(writer, plan)) == (False, True)
    link = ActivationLink.objects.get()
    with pytest.raises(NotAllowed):
        give_voice(link.pk, by=cast.chief)
    give_voice(link.pk, by=cast.drafter)
    assert may_manage(User.objects.get(pk=writer.pk), plan)


def test_the_database_refuses_a_voice_given_by_who_gave_or_confirmed(cast: Cast) -> None:
    give_link(cast.head, by=cast.drafter, reason="忘记密码")
    confirm_link(ActivationLink.objects.get().pk, by=cast.second)
    now = clock.now()
    for user in (cast.drafter, cast.second, cast.head):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActivationLink.objects.update(used_at=now, voice_at=now, voice_by=user)
    ActivationLink.objects.update(used_at=now, voice_at=now, voice_by=cast.chief)


def test_the_database_keeps_one_open_link_and_a_reason(cast: Cast) -> None:
    link, _ = give_link(newcomer(cast), by=cast.drafter)
    rows = ActivationLink.objects.filter(pk=link.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(purpose="reset")
    link.pk, link.digest = None, "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        link.save()


def test_the_servers_command_leaves_its_row_and_a_word(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda **_: NEW)
    call_command("changepassword", "成员", stdout=StringIO())
    entry = AuditEntry.objects.get(action="user.server_password")
    assert (entry.actor.username, entry.object_id) == ("system", str(cast.member.pk))
    client = Client()
    client.post("/login/", {"login": "成员", "password": NEW})
    answer = client.get("/desk/", follow=True)
    assert "您的密码是别人设定的" in said(answer)
