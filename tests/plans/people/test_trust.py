"""What one administrator cannot do alone: open, take over or give back the account of an office."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from plans.enums import Duty
from plans.errors import NotAllowed, WrongState
from plans.models import ActivationLink, AuditEntry, MailChange, OutgoingMail, User, Vouch
from plans.people.actions.accounts import Facts, change_account, deactivate, reactivate
from plans.people.actions.activation import (
    confirm_link,
    give_link,
    give_voice,
    link_of,
    set_by_link,
)
from plans.people.actions.elsewhere import owner_of_mail
from plans.people.actions.mail import confirm_mail, decline_mail
from plans.people.vouching import vouchers
from plans.permissions import may_keep_accounts, may_manage
from plans.system.actions.outbox import send_waiting
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.cast import PASSWORD, Cast, appoint, make_cast, make_plan, make_user, stand
from tests.world import client_of

pytestmark = pytest.mark.django_db
NEW = "jiangbei-xiawu-sidian"
FORM = {"password1": NEW, "password2": NEW}
FORGOTTEN = reverse("account_reset_password")


@pytest.fixture
def cast() -> Cast:
    """The head and the member have addresses that a form takes."""
    made = make_cast()
    for user, address in ((made.head, "head@test.invalid"), (made.member, "member@test.invalid")):
        user.email = address
        user.save()
    return made


def unopened(name: str, cast: Cast) -> User:
    user = make_user(name, cast.department)
    user.set_unusable_password()
    user.save()
    return user


def now(user: User) -> User:
    return User.objects.get(pk=user.pk)


def said(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def reset_by_two(user: User, one: User, other: User) -> ActivationLink:
    """The link given, confirmed and used."""
    link, token = give_link(user, by=one, reason="忘记密码")
    confirm_link(link.pk, by=other)
    set_by_link(token, NEW + str(link.pk))
    return ActivationLink.objects.get(pk=link.pk)


def test_the_first_link_of_an_office_is_given_by_two_as_well(cast: Cast) -> None:
    named = unopened("新系统员", cast)
    stand(named, Duty.SYSTEM)
    link, token = give_link(named, by=cast.system)
    page = reverse("activate", args=[token])
    assert "还要由另一位管理员确认" in said(Client().post(page, FORM))
    with pytest.raises(NotAllowed):
        confirm_link(link.pk, by=cast.system)
    desk = said(client_of(cast.security).get(reverse("desk")))
    assert ("新系统员的开通链接" in desk, "系统员给出：首次开通" in desk) == (True, True)
    confirm_link(link.pk, by=cast.security)
    assert Client().post(page, FORM).status_code == 302
    assert (now(named).voice_rests, may_keep_accounts(now(named))) == (True, False)
    for by in (cast.system, cast.security):
        with pytest.raises(NotAllowed):
            give_voice(link.pk, by=by)
    give_voice(link.pk, by=cast.auditor)
    assert may_keep_accounts(now(named))


def test_an_office_gained_before_a_link_is_used_wants_a_link_by_two(cast: Cast) -> None:
    named = unopened("后来的主持人", cast)
    plan = make_plan(cast.drafter)
    _, token = give_link(named, by=cast.system)
    assert link_of(token).in_force
    appoint("manage_plan", named, plan)
    told = said(Client().post(reverse("activate", args=[token]), FORM))
    assert "您已担任职务，开通链接须由两位管理员办理，这个链接不能再用。" in told
    assert not now(named).has_usable_password()
    link, token = give_link(now(named), by=cast.system)
    with pytest.raises(WrongState, match="还要由另一位管理员确认"):
        set_by_link(token, NEW)
    confirm_link(link.pk, by=cast.security)
    assert not may_manage(set_by_link(token, NEW), plan)


def test_what_the_server_gives_needs_no_second(cast: Cast) -> None:
    for office in (cast.system, cast.security, cast.auditor):
        User.objects.filter(pk=office.pk).update(is_active=False)
    answers = "s1\n甲\ns1@test.invalid\ns2\n乙\ns2@test.invalid\ns3\n丙\ns3@test.invalid\n"
    out = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        lines = iter(answers.splitlines())
        patch.setattr("builtins.input", lambda _: next(lines))
        call_command("first_administrator", stdout=out)
    (path, *_) = re.findall(r"/activate/\w+/", out.getvalue())
    assert Client().post(path, FORM).status_code == 302
    assert may_keep_accounts(User.objects.get(username="s1"))


def test_each_office_has_its_own_word_before_the_voice_comes_back(cast: Cast) -> None:
    """A manager of two plans who also keeps units: three who vouch, and no fewer."""
    owner = cast.writer
    for slug, other in (("yi", cast.chief), ("er", cast.member)):
        stand(other, Duty.CREATE_PLAN)
        plan = make_plan(other, slug)
        appoint("manage_plan", owner, plan)
    stand(owner, Duty.KEEP_UNITS)
    link = reset_by_two(owner, cast.drafter, cast.second)
    offices = vouchers(now(owner))
    assert [(words, [str(one) for one in people]) for words, people in offices] == [
        ("测试规划：规划主持人", ["组长"]),
        ("测试规划：规划主持人", ["成员"]),
        ("全平台：维护单位", ["系统员", "安全员", "审计员"]),
    ]
    give_voice(link.pk, by=cast.chief)
    assert now(owner).voice_rests
    with pytest.raises(NotAllowed):
        give_voice(link.pk, by=cast.chief)
    give_voice(link.pk, by=cast.auditor)
    with pytest.raises(NotAllowed):
        give_voice(link.pk, by=cast.system)
    assert (now(owner).voice_rests, Vouch.objects.count()) == (True, 2)
    give_voice(link.pk, by=cast.member)
    assert not now(owner).voice_rests
    left = AuditEntry.objects.filter(action="user.voice").order_by("pk")
    assert [one.new["left"] for one in left] == [
        ["测试规划：规划主持人", "全平台：维护单位"],
        ["测试规划：规划主持人"],
        [],
    ]
    read_log()
    first = Notice.objects.filter(user=owner, text__startswith="组长已确认").get()
    assert first.text.endswith("还须有人就以下职务确认：测试规划：规划主持人、全平台：维护单位。")


def test_who_gave_any_link_since_the_voice_rests_is_no_third(cast: Cast) -> None:
    """The first link's third would be the second link's giver, who knows its secret."""
    others = [make_user(name, cast.department) for name in ("甲", "乙", "丙")]
    for one in others:
        stand(one, Duty.KEEP_UNITS)
    first = reset_by_two(cast.head, cast.drafter, cast.second)
    second = reset_by_two(cast.head, others[0], others[1])
    for link in (first, second):
        for by in (cast.drafter, cast.second, others[0], others[1]):
            with pytest.raises(NotAllowed):
                give_voice(link.pk, by=by)
    with pytest.raises(NotAllowed):
        give_voice(first.pk, by=others[2])
    give_voice(second.pk, by=others[2])
    assert not now(cast.head).voice_rests


def test_who_vouches_twice_is_one(cast: Cast) -> None:
    link = reset_by_two(cast.head, cast.drafter, cast.second)
    Vouch.objects.create(link=link, by=cast.chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vouch.objects.create(link=link, by=cast.chief)


def facts(user: User, email: str) -> Facts:
    return Facts(user.full_name, user.position, email, user.unit)


def asked_for(address: str) -> list[str]:
    """Where the mail of a forgotten password goes when somebody asks with this address."""
    OutgoingMail.objects.all().delete()
    Client().post(FORGOTTEN, {"email": address})
    return list(OutgoingMail.objects.values_list("to", flat=True))


def test_another_mail_leads_nobody_in_before_it_is_confirmed(cast: Cast) -> None:
    """The administrator who enters an own address gets no mail of a forgotten password there."""
    head, own = cast.head, "xitongyuan@test.invalid"
    change_account(head.pk, facts(head, own), by=cast.system)
    assert now(head).email == "head@test.invalid"
    assert (asked_for(own), asked_for("head@test.invalid")) == ([], ["head@test.invalid"])
    assert owner_of_mail(own) is None
    change = MailChange.objects.get()
    assert client_of(cast.system).post(reverse("confirm_mail", args=[change.pk])).status_code == 404
    assert (
        client_of(cast.officer).post(reverse("confirm_mail", args=[change.pk])).status_code == 404
    )
    assert now(head).email == "head@test.invalid"


def test_the_owner_hears_of_it_and_may_refuse_or_confirm(cast: Cast) -> None:
    head, owner = cast.head, client_of(cast.head)
    for answer in ("decline_mail", "confirm_mail"):
        change_account(head.pk, facts(now(head), "neu@test.invalid"), by=cast.system)
        waiting = MailChange.objects.get(confirmed_at=None, ended_at=None)
        assert "改为neu@test.invalid" in said(owner.get(reverse("vouching")))
        assert owner.post(reverse(answer, args=[waiting.pk])).status_code == 302
        wanted = "neu@test.invalid" if answer == "confirm_mail" else "head@test.invalid"
        assert now(head).email == wanted
    send_waiting()
    told = [(one.to[0], "经负责人确认，已改为" in str(one.body)) for one in mail.outbox]
    assert told == [
        *(("head@test.invalid", False), ("head@test.invalid", False)),
        *(("head@test.invalid", True), ("neu@test.invalid", True)),
    ]
    read_log()
    text = Notice.objects.filter(user=head, text__contains="neu@test.invalid").first()
    assert text is not None
    assert text.text.startswith("系统员提出把您账号的电子邮箱改为neu@test.invalid")
    acts = AuditEntry.objects.filter(action__startswith="user.mail").order_by("pk")
    assert [(one.action, str(one.actor)) for one in acts] == [
        *(("user.mail", "系统员"), ("user.mail_decline", "负责人")),
        *(("user.mail", "系统员"), ("user.mail_confirm", "负责人")),
    ]


def test_a_second_administrator_confirms_and_what_is_newer_counts(cast: Cast) -> None:
    head = cast.head
    change_account(head.pk, facts(head, "alt@test.invalid"), by=cast.system)
    first = MailChange.objects.get()
    change_account(head.pk, facts(head, "neu@test.invalid"), by=cast.system)
    with pytest.raises(WrongState, match="刷新页面"):
        confirm_mail(first.pk, by=cast.security)
    second = MailChange.objects.get(ended_at=None)
    assert "负责人的电子邮箱" in said(client_of(cast.security).get(reverse("desk")))
    confirm_mail(second.pk, by=cast.security)
    assert now(head).email == "neu@test.invalid"
    with pytest.raises(WrongState, match="刷新页面"):
        decline_mail(second.pk, by=head)


def test_a_resting_voice_confirms_no_mail_and_an_unopened_account_has_it_at_once(
    cast: Cast,
) -> None:
    change_account(cast.head.pk, facts(cast.head, "neu@test.invalid"), by=cast.system)
    User.objects.filter(pk=cast.head.pk).update(voice_rests=True)
    with pytest.raises(NotAllowed):
        confirm_mail(MailChange.objects.get().pk, by=now(cast.head))
    fresh = unopened("没开通", cast)
    change_account(fresh.pk, facts(fresh, "richtig@test.invalid"), by=cast.system)
    assert (now(fresh).email, owner_of_mail("richtig@test.invalid")) == (
        "richtig@test.invalid",
        None,
    )


def test_a_password_set_by_a_link_unties_identities_elsewhere(cast: Cast) -> None:
    SocialAccount.objects.create(user=cast.member, provider="oidc", uid="1" * 64)
    client = client_of(cast.member)
    renewed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("password"), renewed).status_code == 302
    assert SocialAccount.objects.count() == 1
    _, token = give_link(cast.member, by=cast.drafter, reason="忘记密码")
    set_by_link(token, NEW + "1")
    assert SocialAccount.objects.count() == 0

    SocialAccount.objects.create(user=cast.member, provider="oidc", uid="2" * 64)
    Client().post(FORGOTTEN, {"email": cast.member.email})
    send_waiting()
    (path,) = re.findall(r"/account/key/\S+", str(mail.outbox[-1].body))
    bearer = Client()
    form = bearer.get(path, follow=True).request["PATH_INFO"]
    again = {"password1": NEW + "2", "password2": NEW + "2"}
    assert bearer.post(form, again).status_code == 302
    assert now(cast.member).check_password(NEW + "2")
    assert SocialAccount.objects.count() == 0
    rows = AuditEntry.objects.filter(action="user.elsewhere").order_by("pk")
    assert [one.new["what"] for one in rows] == ["重设密码，解除关联"] * 2
    subject = OutgoingMail.objects.filter(
        subject="重设密码，解除关联外部登录", to=cast.member.email
    )
    assert subject.count() == 2


def test_a_password_set_at_the_server_unties_them_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    SocialAccount.objects.create(user=cast.member, provider="oidc", uid="1" * 64)
    monkeypatch.setattr("getpass.getpass", lambda **_: NEW)
    call_command("changepassword", "成员", stdout=StringIO())
    assert SocialAccount.objects.count() == 0


def test_a_leavers_link_opens_nothing_when_the_account_is_reopened(cast: Cast) -> None:
    _, token = give_link(cast.member, by=cast.drafter, reason="忘记密码")
    deactivate(cast.member.pk, "调离", by=cast.system)
    page = reverse("activate", args=[token])
    assert "这个账号已停用" in said(Client().post(page, FORM))
    reactivate(cast.member.pk, "回来", by=cast.system)
    assert Client().post(page, FORM).status_code == 410
    assert ActivationLink.objects.get().ended_at is not None


def test_a_leavers_mailed_link_opens_nothing(cast: Cast) -> None:
    Client().post(FORGOTTEN, {"email": cast.member.email})
    send_waiting()
    (path,) = re.findall(r"/account/key/\S+", str(mail.outbox[-1].body))
    bearer = Client()
    form = bearer.get(path, follow=True).request["PATH_INFO"]
    deactivate(cast.member.pk, "调离", by=cast.system)
    for client, address in ((bearer, form), (Client(), path)):
        assert client.post(address, FORM).status_code == 410
    assert not now(cast.member).check_password(NEW)
