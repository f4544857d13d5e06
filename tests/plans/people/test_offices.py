"""三员分立: three offices, each its own, given by two, held by nobody twice, never empty again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from plans.enums import Duty
from plans.errors import DomainError, InvalidInput, NotAllowed, WrongState
from plans.models import Appointment, AuditEntry, User
from plans.people.actions.appointments import (
    confirm_appointment,
    end_appointment,
    name_for_portal,
)
from plans.people.queries import waiting_for, waits_for
from plans.permissions import holds, readable_plans
from tests.cast import Cast, make_cast, make_plan, make_user, stand

pytestmark = pytest.mark.django_db
ALL = ("system_admin", "security_admin", "audit_admin", "create_plan", "manage_units")
OFFICES = ALL[:3]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def refuses(error: type[DomainError], action: Callable[..., object], *args: Any, by: User) -> str:
    """Refused with this kind of error, and nothing changed; gives the sentence."""
    before = list(Appointment.objects.values()), AuditEntry.objects.count()
    with pytest.raises(error) as told:
        action(*args, by=by)
    assert (list(Appointment.objects.values()), AuditEntry.objects.count()) == before
    return str(told.value)


@pytest.mark.parametrize("duty", ALL)
def test_one_names_another_confirms_and_ending_takes_it_at_once(cast: Cast, duty: str) -> None:
    person = make_user("新人", cast.department)
    named = name_for_portal(person, duty, by=cast.security)
    assert not holds(anew(person), Duty(duty))
    confirm_appointment(named.pk, by=cast.auditor)
    assert holds(anew(person), Duty(duty))
    end_appointment(named.pk, by=cast.security)
    assert not holds(anew(person), Duty(duty))
    actions = AuditEntry.objects.filter(object_id=str(named.pk)).order_by("id")
    assert [(one.action, one.new["for"]) for one in actions if "for" in one.new] == [
        ("appointment.name", "全平台"),
        ("appointment.confirm", "全平台"),
        ("appointment.end", "全平台"),
    ]


@pytest.mark.parametrize("duty", ALL)
def test_nobody_but_the_security_administrator_names(cast: Cast, duty: str) -> None:
    for by in (cast.system, cast.auditor, cast.drafter, cast.outsider):
        told = refuses(NotAllowed, name_for_portal, cast.writer, duty, by=by)
        assert told == "您没有授予全平台权限的权限，请联系安全管理员。"
    own = refuses(NotAllowed, name_for_portal, cast.security, duty, by=cast.security)
    assert own == "不能提名自己，请由另一位安全管理员办理。"
    refuses(InvalidInput, name_for_portal, cast.writer, "manage_plan", by=cast.security)


def test_who_confirms_a_right(cast: Cast) -> None:
    """Another security administrator where an independent one is there, else another office."""
    person = make_user("新人", cast.department)
    named = name_for_portal(person, "create_plan", by=cast.security)
    assert waits_for(named) == "待系统员或审计员确认"
    assert [list(waiting_for(one)) for one in (cast.system, cast.security, person)] == [
        [named], [], [],
    ]  # fmt: skip
    for by in (cast.security, person, cast.drafter, cast.second, cast.outsider):
        refuses(NotAllowed, confirm_appointment, named.pk, by=by)
    other = make_user("另一安全员", cast.department)
    stand(other, Duty.SECURITY)
    assert waits_for(named) == "待另一安全员确认"
    for by in (cast.system, cast.auditor):
        refuses(NotAllowed, confirm_appointment, named.pk, by=by)
    confirm_appointment(named.pk, by=other)


def test_who_opened_the_account_or_the_namers_confirms_no_right(cast: Cast) -> None:
    person = make_user("新人", cast.department)
    User.objects.filter(pk=person.pk).update(opened_by=cast.system)
    named = name_for_portal(person, "create_plan", by=cast.security)
    assert waits_for(named) == "待审计员确认"
    User.objects.filter(pk=cast.security.pk).update(opened_by=cast.auditor)
    named.refresh_from_db()
    assert waits_for(Appointment.objects.get(pk=named.pk)) == (
        "还没有能确认的人：须是另一位管理员，既没有经办，也没有为其开户"
    )


@pytest.mark.parametrize("first", OFFICES)
@pytest.mark.parametrize("second", OFFICES)
def test_nobody_holds_or_is_named_for_two_offices(cast: Cast, first: str, second: str) -> None:
    person = make_user("新人", cast.department)
    name_for_portal(person, first, by=cast.security)
    told = refuses(WrongState, name_for_portal, person, second, by=cast.security)
    word = {"system_admin": "系统管理员", "security_admin": "安全管理员"}.get(first, "审计管理员")
    assert told == (
        "这项任职已经提名或者生效，不需要重复提名。"
        if first == second
        else f"新人已经是或者已被提名为{word}。系统管理员、安全管理员、审计管理员须由不同的人担任，"
        "请先终止这一项，或者提名其他人。"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=person, permission=second, made_by=cast.security)


def test_two_offices_that_stood_before_stay_until_one_is_ended(cast: Cast) -> None:
    old = make_user("老管理员", cast.department)
    stand(old, Duty.SYSTEM, Duty.AUDIT)
    assert [holds(anew(old), one) for one in (Duty.SYSTEM, Duty.AUDIT)] == [True, True]
    row = Appointment.objects.get(user=old, permission="audit_admin")
    end_appointment(row.pk, by=cast.security)
    assert (holds(anew(old), Duty.SYSTEM), holds(anew(old), Duty.AUDIT)) == (True, False)


@pytest.mark.parametrize("office", OFFICES)
def test_the_last_holder_with_an_account_in_use_stays(cast: Cast, office: str) -> None:
    row = Appointment.objects.get(permission=office)
    word = row.get_permission_display()
    last = f"至少要有一位账号在用的{word}，请先提名并确认另一位，再终止{row.user}的任职。"
    assert refuses(WrongState, end_appointment, row.pk, by=cast.security) == last
    assert refuses(WrongState, end_appointment, row.pk, by=row.user) == last
    other = make_user("另一位", cast.department)
    stand(other, Duty(office))
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert refuses(WrongState, end_appointment, row.pk, by=cast.security) == last
    User.objects.filter(pk=other.pk).update(is_active=True)
    end_appointment(row.pk, by=row.user)


def test_while_there_is_no_security_administrator_the_system_administrator_names_one(
    cast: Cast,
) -> None:
    """An installation of before has system and audit administrators at most."""
    Appointment.objects.filter(permission="security_admin").delete()
    told = refuses(NotAllowed, name_for_portal, cast.writer, "create_plan", by=cast.system)
    assert told == "还没有安全管理员，请先提名安全管理员，再由其授予其他权限。"
    named = name_for_portal(cast.writer, "security_admin", by=cast.system)
    refuses(NotAllowed, confirm_appointment, named.pk, by=cast.system)
    confirm_appointment(named.pk, by=cast.auditor)
    refuses(NotAllowed, name_for_portal, cast.outsider, "create_plan", by=cast.system)


def test_no_office_opens_a_plan(cast: Cast) -> None:
    make_plan(cast.drafter)
    for one in (cast.system, cast.security, cast.auditor):
        assert list(readable_plans(anew(one))) == []


@pytest.mark.parametrize(
    "broken", [{"permission": "manage_plan"}, {"permission": "draft_reply"}, {"unit": True}]
)
def test_the_database_takes_no_right_of_the_wrong_place(cast: Cast, broken: dict[str, Any]) -> None:
    if broken.get("unit"):
        broken = {"unit": cast.district}
    row = {"user": cast.writer, "permission": "create_plan", "made_by": cast.security} | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(**row)


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    """Run the command with these lines typed; gives what it printed."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    out = io.StringIO()
    call_command("first_administrator", stdout=out)
    return out.getvalue()


ANSWERS = (
    *("xt", "甲", "xt@test.invalid", "aq", "乙", "aq@test.invalid"),
    *("", "sj", "丙", "sj@test.invalid"),
)


def test_the_first_administrators_come_from_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = typed(monkeypatch, *ANSWERS)
    for line in ("系统管理员：甲（xt）", "安全管理员：乙（aq）", "审计管理员：丙（sj）"):
        assert line in printed
    held = Appointment.objects.in_force().values_list("user__username", "permission")
    assert sorted(held) == [
        ("aq", "security_admin"), ("sj", "audit_admin"), ("xt", "system_admin"),
    ]  # fmt: skip
    assert not any(user.has_usable_password() for user in User.objects.all())
    addresses = re.findall(r"开通链接：(\S+)", printed)
    assert len(addresses) == 3
    first = User.objects.get(username="xt")
    path = urlsplit(addresses[0]).path
    word = "Xuanfeng-9314-kuai"
    Client().post(path, {"password1": word, "password2": word})
    first.refresh_from_db()
    assert first.check_password(word)
    assert first.opened_by is None
    assert AuditEntry.objects.filter(action="appointment.first").count() == 3
    with pytest.raises(CommandError, match="都已有人担任"):
        typed(monkeypatch, *ANSWERS)


def test_one_person_is_not_taken_twice_and_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = (
        "xt",
        "甲",
        "xt@test.invalid",
        "xt",
        "乙",
        "a@test.invalid",
        "c",
        "丙",
        "c@d.invalid",
    )
    with pytest.raises(CommandError, match="须由不同的人担任"):
        typed(monkeypatch, *answers)
    with pytest.raises(CommandError, match="没有填写完"):
        typed(monkeypatch, "xt", "甲")
    with pytest.raises(CommandError, match="没有设立任何管理员：输入一个有效的"):
        typed(monkeypatch, "xt", "甲", "keine", *ANSWERS[3:])
    assert not User.objects.filter(kind="person").exists()


def test_only_empty_offices_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    old = make_user("老管理员")
    stand(old, Duty.SYSTEM)
    printed = typed(monkeypatch, *ANSWERS[3:])
    assert "系统管理员" not in printed.replace("三种管理员", "")
    assert Appointment.objects.in_force().count() == 3


def test_there_is_no_superuser_to_make() -> None:
    with pytest.raises(CommandError, match="first_administrator"):
        call_command("createsuperuser")
