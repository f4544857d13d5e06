"""人员: who sees accounts, and what the system administrator does with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.enums import Duty
from plans.errors import DomainError, InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, OutgoingMail, User
from plans.people.accounts import Wanted, found
from plans.people.actions.accounts import (
    Facts,
    change_account,
    deactivate,
    deactivate_all,
    reactivate,
    set_end,
)
from plans.people.actions.appointments import name_for_portal
from plans.permissions import MANAGE_PLAN
from tests.cast import Cast, appoint, make_cast, make_plan, make_user, stand
from tests.world import client_of

pytestmark = pytest.mark.django_db
PAGES = {
    "accounts": set("SG"),
    "new_account": set("S"),
    "account": set("SG"),
    "change_account": set("S"),
    "account_term": set("S"),
    "lost_factor": set("S"),
    "reopen_account": set("S"),
    "name_for_portal": set("G"),
    "end_accounts": set("S"),
}
"""Who gets what: S 系统管理员, G 安全管理员."""
BUTTONS = {"name_for_portal", "end_accounts"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def everybody(cast: Cast) -> dict[str, User | None]:
    return {
        "S": cast.system, "G": cast.security, "A": cast.auditor, "keeper": cast.drafter,
        "officer": cast.officer, "head": cast.head, "outsider": cast.outsider, "nobody": None,
    }  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_for_every_role(cast: Cast, name: str) -> None:
    arguments = [] if name in ("accounts", "new_account", "end_accounts") else [cast.writer.pk]
    url = reverse(name, args=arguments)
    for role, user in everybody(cast).items():
        client = client_of(user)
        data = {"duty": "create_plan"}
        answer = client.post(url, data) if name in BUTTONS else client.get(url)
        if user is None:
            assert answer.headers["Location"].startswith("/login/"), name
            continue
        wanted = (302 if name in BUTTONS else 200) if role in PAGES[name] else 404
        assert answer.status_code == wanted, (name, role)


def refused(error: type[DomainError], cast: Cast, action: object, *args: object, by: User) -> str:
    before = list(User.objects.values()), AuditEntry.objects.count(), OutgoingMail.objects.count()
    with pytest.raises(error) as told:
        action(*args, by=by)  # type: ignore[operator]
    after = list(User.objects.values()), AuditEntry.objects.count(), OutgoingMail.objects.count()
    assert before == after
    return str(told.value)


def test_only_the_system_administrator_keeps_accounts(cast: Cast) -> None:
    facts = Facts("新名", "", "new@test.invalid", None)
    for by in (cast.security, cast.auditor, cast.drafter, cast.writer, cast.outsider):
        for action, args in (
            (change_account, (cast.writer.pk, facts)),
            (deactivate, (cast.writer.pk, "离职")),
            (deactivate_all, ([cast.writer.pk], "离职")),
            (reactivate, (cast.writer.pk, "回来")),
            (set_end, (cast.writer.pk, None, "借调")),
        ):
            told = refused(NotAllowed, cast, action, *args, by=by)
            assert told == "您没有管理账号的权限，请联系系统管理员。"


def test_facts_are_changed_and_told_and_another_mail_waits(cast: Cast) -> None:
    facts = Facts("协作者", "处长", "xz@test.invalid", cast.other_district)
    user = change_account(cast.writer.pk, facts, by=cast.system)
    assert (user.full_name, user.position, user.email, user.unit) == (
        "协作者", "处长", "协作人@test.invalid", cast.other_district,
    )  # fmt: skip
    assert list(OutgoingMail.objects.order_by("pk").values_list("to", "subject")) == [
        ("协作人@test.invalid", "账号的电子邮箱"),
        ("协作人@test.invalid", "您的账号信息已修改"),
    ]
    entry = AuditEntry.objects.get(action="user.change")
    assert (entry.old["unit"], entry.new["unit"]) == ("宣传部", "江北区科协")
    change_account(cast.writer.pk, facts, by=cast.system)
    assert AuditEntry.objects.filter(action="user.change").count() == 1
    assert (
        "提出改为xz@test.invalid"
        in client_of(cast.system).get(reverse("account", args=[user.pk])).content.decode()
    )


def test_who_acts_for_a_unit_does_not_change_it(cast: Cast) -> None:
    facts = Facts("经办人", "", cast.officer.email, cast.other_district)
    told = refused(WrongState, cast, change_account, cast.officer.pk, facts, by=cast.system)
    assert told == (
        "经办人是或者已被提名为渝中区科协的经办人，请先移交或终止这项任职，再修改单位。"
    )


def test_ending_an_account_signs_out_everywhere_and_reopening_does_not_sign_in(cast: Cast) -> None:
    browsers: list[Client] = [client_of(cast.writer), client_of(cast.writer)]
    other = client_of(cast.officer)
    deactivate(cast.writer.pk, "调离", by=cast.system)
    reactivate(cast.writer.pk, "借调结束", by=cast.system)
    assert [one.get(reverse("desk")).status_code for one in browsers] == [302, 302]
    assert other.get(reverse("desk")).status_code == 200
    assert client_of(cast.writer).get(reverse("desk")).status_code == 200
    said = AuditEntry.objects.filter(action__in=("user.end", "user.reopen")).order_by("pk")
    assert [one.new["reason"] for one in said] == ["调离", "借调结束"]
    subjects = OutgoingMail.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["您的账号已停用", "您的账号已恢复"]


def test_what_is_refused_of_an_ending(cast: Cast) -> None:
    assert refused(InvalidInput, cast, deactivate, cast.writer.pk, " ", by=cast.system) == (
        "请填写原因，不超过200字。"
    )
    assert refused(WrongState, cast, deactivate, cast.system.pk, "因", by=cast.system) == (
        "不能停用自己的账号，请由另一位系统管理员办理。"
    )
    for last, word in ((cast.security, "安全管理员"), (cast.auditor, "审计管理员")):
        assert refused(WrongState, cast, deactivate, last.pk, "因", by=cast.system) == (
            f"至少要有一位账号在用的{word}，请先提名并确认另一位，再终止{last}的任职。"
        )
    refused(WrongState, cast, reactivate, cast.writer.pk, "因", by=cast.system)
    deactivate(cast.writer.pk, "因", by=cast.system)
    refused(WrongState, cast, deactivate, cast.writer.pk, "因", by=cast.system)


def test_the_only_manager_of_a_plan_is_not_ended_alone_nor_with_the_other(cast: Cast) -> None:
    plan = make_plan(cast.drafter)
    with pytest.raises(WrongState, match="是某个规划唯一的主持人"):
        deactivate(cast.drafter.pk, "调离", by=cast.system)
    appoint(MANAGE_PLAN, cast.second, plan)
    with pytest.raises(WrongState, match="是某个规划唯一的主持人"):
        deactivate_all([cast.drafter.pk, cast.second.pk], "调离", by=cast.system)
    assert (
        User.objects.filter(pk__in=[cast.drafter.pk, cast.second.pk], is_active=True).count() == 2
    )
    deactivate(cast.drafter.pk, "调离", by=cast.system)
    assert not User.objects.get(pk=cast.drafter.pk).is_active


def test_chosen_accounts_end_all_or_none(cast: Cast) -> None:
    chosen = [cast.writer.pk, cast.security.pk]
    refused(WrongState, cast, deactivate_all, chosen, "清理", by=cast.system)
    refused(InvalidInput, cast, deactivate_all, [], "清理", by=cast.system)
    page = client_of(cast.system).post(
        reverse("end_accounts"), {"selected": [cast.writer.pk, cast.member.pk], "reason": "清理"}
    )
    assert page.status_code == 302
    ended = User.objects.filter(kind="person", is_active=False)
    assert sorted(one.full_name for one in ended) == ["协作人", "成员"]


def listed(**wanted: object) -> list[str]:
    return [one.full_name for one in found(Wanted(**wanted))]  # type: ignore[arg-type]


def test_the_list_is_searched_and_filtered(cast: Cast) -> None:
    assert listed(q="协作") == ["协作人"]
    assert listed(q="经办人@test") == ["经办人"]
    assert listed(unit=cast.district) == ["经办人", "负责人"]
    assert listed(duty="security_admin") == ["安全员"]
    User.objects.filter(pk=cast.member.pk).update(is_demo=True)
    User.objects.filter(pk=cast.chief.pk).update(is_active=False)
    User.objects.filter(pk=cast.writer.pk).update(ends_on=date(2030, 1, 1))
    assert (listed(state="demo"), listed(state="ended")) == (["成员"], ["组长"])
    assert listed(state="term") == ["协作人"]


@pytest.mark.parametrize(("days", "dormant"), [(89, []), (91, ["协作人"])])
def test_who_has_not_signed_in_for_ninety_days_is_dormant(
    cast: Cast, days: int, dormant: list[str]
) -> None:
    then = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=cast.writer.pk).update(last_login=then)
    assert listed(state="dormant") == dormant
    User.objects.filter(pk=cast.writer.pk).update(last_login=None, date_joined=then)
    assert listed(state="dormant") == dormant
    page = client_of(cast.system).get(reverse("accounts"), {"state": "dormant"}).content.decode()
    assert ("协作人" in page, "长期未登录</span>" in page) == (bool(dormant), bool(dormant))
    User.objects.filter(pk=cast.writer.pk).update(is_demo=True)
    assert listed(state="dormant") == []


def test_the_list_asks_as_much_for_fifty_as_for_one(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = client_of(cast.system)
    for number in range(60):
        make_user(f"人{number}", cast.district)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page = client.get(reverse("accounts"))
    assert (len(page.context["rows"]), page.context["total"]) == (50, 71)
    following = client.get(reverse("accounts") + page.context["next_url"].partition("?")[1]
                           + page.context["next_url"].partition("?")[2])  # fmt: skip
    assert len(following.context["rows"]) == 21


def test_an_end_date_and_an_office_exclude_each_other(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=30)
    told = refused(WrongState, cast, set_end, cast.auditor.pk, day, "借调", by=cast.system)
    assert told == "审计员是或者已被提名为管理员，账号不设到期日，请先终止这项任职。"
    set_end(cast.writer.pk, day, "借调", by=cast.system)
    with pytest.raises(WrongState, match="账号有到期日，不能担任管理员"):
        name_for_portal(cast.writer, "audit_admin", by=cast.security)
    refused(
        InvalidInput, cast, set_end, cast.writer.pk, day - timedelta(days=31), "因", by=cast.system
    )
    set_end(cast.writer.pk, None, "转正", by=cast.system)
    name_for_portal(cast.writer, "audit_admin", by=cast.security)


def test_the_page_of_a_person_says_what_stands_and_warns_of_two_offices(cast: Cast) -> None:
    old = make_user("老管理员", cast.department)
    stand(old, Duty.SYSTEM, Duty.AUDIT)
    url = reverse("account", args=[old.pk])
    page = client_of(cast.security).get(url).content.decode()
    assert "老管理员同时是系统管理员和审计管理员。" in page
    assert "修改信息" not in page
    own = client_of(old).get(reverse("appointments")).content.decode()
    assert "老管理员同时是系统管理员和审计管理员。" in own
    deactivate(cast.writer.pk, "调离", by=cast.system)
    gone = client_of(cast.system).get(reverse("account", args=[cast.writer.pk])).content.decode()
    assert "由系统员停用：调离" in gone
    assert "恢复账号" in gone


def test_a_right_is_named_on_the_page_and_confirmed_among_appointments(cast: Cast) -> None:
    named = client_of(cast.security).post(
        reverse("name_for_portal", args=[cast.writer.pk]), {"duty": "create_plan"}, follow=True
    )
    assert "已提名协作人，经另一人确认后生效" in named.content.decode()
    page = client_of(cast.auditor).get(reverse("appointments")).content.decode()
    assert "新建规划" in page
    assert "确认<span" in page


def test_an_account_is_opened_with_its_end_and_a_link(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=90)
    said = {"username": "jiediao", "full_name": "借调人", "unit": cast.department.pk}
    page = client_of(cast.system).post(reverse("new_account"), said | {"ends_on": str(day)})
    assert "借调人的开通链接" in page.content.decode()
    made = User.objects.get(username="jiediao")
    assert (made.ends_on, made.opened_by, made.has_usable_password()) == (day, cast.system, False)
    late = {"username": "x", "full_name": "迟", "ends_on": "2020-01-01"}
    answer = client_of(cast.system).post(reverse("new_account"), late)
    assert "到期日不能早于今天。" in answer.content.decode()
    assert not User.objects.filter(username="x").exists()
