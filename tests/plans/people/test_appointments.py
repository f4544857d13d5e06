"""Appointments: one names, another confirms; the right is there if and only if both did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.enums import Duty, UserKind
from plans.errors import DomainError, NotAllowed, WrongState
from plans.models import (
    Appointment,
    AuditEntry,
    Plan,
    PlanUserObjectPermission,
    Unit,
    UnitUserObjectPermission,
    User,
)
from plans.people.actions.appointments import (
    confirm_appointment,
    decline_appointment,
    end_appointment,
    name_for_unit,
    name_manager,
)
from plans.people.actions.directory import make_person
from plans.people.queries import waiting_for, waits_for
from plans.permissions import grant, may_draft_reply, may_manage, may_release_reply, revoke
from taskforce.demo import load_demo
from tests.cast import Cast, appoint, make_cast, make_plan, make_unit, make_user, stand
from tests.world import World, client_of

HEAD, OFFICER, MANAGER = "release_reply", "draft_reply", "manage_plan"


@pytest.fixture
def cast(db: None) -> Cast:
    """Two who keep the directory and manage nothing: 起草人 and 复核人."""
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


def held() -> set[tuple[int, str, str]]:
    """The rights of guardian that duties give."""
    duties = (HEAD, OFFICER, MANAGER)
    return {
        (row.user_id, row.permission.codename, str(row.content_object))
        for model in (UnitUserObjectPermission, PlanUserObjectPermission)
        for row in model.objects.filter(permission__codename__in=duties)
    }


def in_force() -> set[tuple[int, str, str]]:
    """Of units and plans; a right in the whole portal is none of guardian's."""
    rows = Appointment.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True)
    rows = rows.filter(permission__in=(HEAD, OFFICER, MANAGER))
    return {(row.user_id, row.permission, str(row.target)) for row in rows}


def newcomer(cast: Cast, name: str = "新人", unit: Unit | None = None) -> User:
    return make_user(name, unit or cast.other_district)


def refuses(
    error: type[DomainError], action: Callable[..., object], *args: Any, **kwargs: Any
) -> str:
    """Refused with this kind of error, and nothing changed; gives the sentence."""
    before = list(Appointment.objects.values()), held()
    with pytest.raises(error) as told:
        action(*args, **kwargs)
    assert (list(Appointment.objects.values()), held()) == before
    return str(told.value)


def test_rights_are_there_if_and_only_if_an_appointment_is_in_force(world: World) -> None:
    assert held() == in_force() != set()


@pytest.mark.django_db
def test_so_they_are_in_the_demo(files: object) -> None:
    load_demo()
    assert held() == in_force() != set()
    by = {row.user.username: row for row in Appointment.objects.filter(unit__isnull=False)}
    said = {name: (str(row.made_by), str(row.confirmed_by)) for name, row in by.items()}
    assert said == {
        "fuze": ("陈起草（演示）", "孙复核（演示）"),
        "jingban": ("陈起草（演示）", "赵负责（演示）"),
        "jingban2": ("陈起草（演示）", "赵负责（演示）"),
    }


def test_nothing_is_given_before_the_second_person(cast: Cast) -> None:
    person = newcomer(cast)
    named = name_for_unit(person, cast.other_district, HEAD, by=cast.drafter)
    assert not may_release_reply(person, cast.other_district)
    assert waits_for(named) == "待复核人确认"
    assert [row.pk for row in waiting_for(cast.second)] == [named.pk]
    assert waiting_for(cast.drafter) == waiting_for(person) == []
    confirm_appointment(named.pk, by=cast.second)
    assert may_release_reply(person, cast.other_district)
    assert held() == in_force()
    assert waiting_for(cast.second) == []


def test_the_door_gives_no_duty_without_an_appointment(cast: Cast, plan: Plan) -> None:
    person = newcomer(cast)
    for duty, target in ((HEAD, cast.other_district), (OFFICER, cast.other_district)):
        refuses(WrongState, grant, duty, person, target)
        name_for_unit(person, cast.other_district, duty, by=cast.drafter)
        refuses(WrongState, grant, duty, person, target)
    refuses(WrongState, grant, MANAGER, person, plan)
    refuses(WrongState, revoke, MANAGER, cast.drafter, plan)


def test_only_the_units_own_people_in_use_and_never_oneself(cast: Cast) -> None:
    district = cast.other_district
    away = make_user("已停用", district)
    User.objects.filter(pk=away.pk).update(is_active=False)
    link = make_user("来客", district, UserKind.LINK)
    User.objects.filter(pk=cast.drafter.pk).update(unit=district)
    for person, error in (
        (cast.officer, NotAllowed),
        (away, WrongState),
        (link, WrongState),
        (cast.drafter, NotAllowed),
    ):
        refuses(error, name_for_unit, person, district, HEAD, by=cast.drafter)
    refuses(NotAllowed, name_for_unit, cast.outsider, district, HEAD, by=cast.officer)


def test_who_manages_a_plan_speaks_for_no_unit_and_confirms_for_none(
    cast: Cast, plan: Plan
) -> None:
    chief = make_user("主持人", cast.other_district)
    appoint(MANAGER, chief, plan)
    told = refuses(NotAllowed, name_for_unit, chief, cast.other_district, HEAD, by=cast.drafter)
    assert told == (
        "主持人主持规划，要向各单位征求意见，不能担任单位的经办人或负责人。请提名该单位的其他人员。"
    )
    person = newcomer(cast)
    named = name_for_unit(person, cast.other_district, HEAD, by=cast.drafter)
    appoint(MANAGER, cast.second, plan)
    refuses(NotAllowed, confirm_appointment, named.pk, by=cast.second)
    assert waits_for(named) == (
        "还没有能确认的人：须是该单位另一位负责人，或另一位维护单位名录、不主持规划的人员"
    )
    appoint(MANAGER, person, plan)
    third = keeper("第三人", cast)
    refuses(NotAllowed, confirm_appointment, named.pk, by=third)


def keeper(name: str, cast: Cast, opened_by: User | None = None) -> User:
    """Another who keeps the directory."""
    user = make_user(name, cast.department)
    stand(user, Duty.KEEP_UNITS)
    User.objects.filter(pk=user.pk).update(opened_by=opened_by)
    return User.objects.get(pk=user.pk)


def test_the_unit_s_head_confirms_where_there_is_an_independent_one(cast: Cast) -> None:
    person = newcomer(cast, unit=cast.district)
    named = name_for_unit(person, cast.district, OFFICER, by=cast.drafter)
    assert waits_for(named) == "待负责人确认"
    for other in (cast.second, cast.officer, cast.drafter, person):
        refuses(NotAllowed, confirm_appointment, named.pk, by=other)
    confirm_appointment(named.pk, by=cast.head)
    assert may_draft_reply(person, cast.district)


def test_a_head_whose_account_the_maker_opened_is_no_second_person(cast: Cast) -> None:
    User.objects.filter(pk=cast.head.pk).update(opened_by=cast.drafter)
    named = name_for_unit(
        newcomer(cast, unit=cast.district), cast.district, OFFICER, by=cast.drafter
    )
    refuses(NotAllowed, confirm_appointment, named.pk, by=cast.head)
    refuses(
        NotAllowed,
        confirm_appointment,
        named.pk,
        by=keeper("傀儡", cast, opened_by=cast.drafter),
    )
    confirm_appointment(named.pk, by=cast.second)


def test_who_opened_the_account_of_whom_it_concerns_is_no_second_person(cast: Cast) -> None:
    person = make_person(
        by=cast.second,
        username="kai",
        full_name="新开",
        unit=cast.other_district,
        position="",
        email="",
    )
    assert person.opened_by == cast.second
    named = name_for_unit(person, cast.other_district, HEAD, by=cast.drafter)
    refuses(NotAllowed, confirm_appointment, named.pk, by=cast.second)


def test_a_person_who_moved_meanwhile_is_not_confirmed(cast: Cast) -> None:
    person = newcomer(cast)
    named = name_for_unit(person, cast.other_district, HEAD, by=cast.drafter)
    User.objects.filter(pk=person.pk).update(unit=cast.district)
    refuses(NotAllowed, confirm_appointment, named.pk, by=cast.second)


def test_what_was_declined_withdrawn_or_ended_gives_nothing_and_is_named_anew(cast: Cast) -> None:
    person, unit = newcomer(cast), cast.other_district
    for by in (cast.drafter, cast.second, person):
        named = name_for_unit(person, unit, HEAD, by=cast.drafter)
        refuses(WrongState, name_for_unit, person, unit, HEAD, by=cast.second)
        refuses(NotAllowed, decline_appointment, named.pk, by=cast.officer)
        decline_appointment(named.pk, by=by)
        refuses(WrongState, confirm_appointment, named.pk, by=cast.second)
    named = name_for_unit(person, unit, HEAD, by=cast.drafter)
    confirm_appointment(named.pk, by=cast.second)
    refuses(WrongState, decline_appointment, named.pk, by=cast.second)
    refuses(NotAllowed, end_appointment, named.pk, by=cast.officer)
    end_appointment(named.pk, by=cast.drafter)
    assert (may_release_reply(person, unit), held() == in_force()) == (False, True)
    refuses(WrongState, end_appointment, named.pk, by=cast.drafter)
    assert list(
        AuditEntry.objects.filter(object_id=str(named.pk), action__startswith="appointment.")
        .order_by("pk")
        .values_list("action", "actor")
    ) == [
        ("appointment.name", cast.drafter.pk),
        ("appointment.confirm", cast.second.pk),
        ("appointment.end", cast.drafter.pk),
    ]


def test_a_manager_is_confirmed_by_another_or_by_himself(cast: Cast, plan: Plan) -> None:
    refuses(NotAllowed, name_manager, cast.writer, plan, by=cast.second)
    refuses(NotAllowed, name_manager, cast.drafter, plan, by=cast.drafter)
    named = name_manager(cast.second, plan, by=cast.drafter)
    assert (may_manage(cast.second, plan), waits_for(named)) == (False, "待复核人确认")
    for other in (cast.drafter, cast.outsider):
        refuses(NotAllowed, confirm_appointment, named.pk, by=other)
    confirm_appointment(named.pk, by=cast.second)
    assert may_manage(User.objects.get(pk=cast.second.pk), plan)
    third = name_manager(cast.writer, plan, by=cast.drafter)
    confirm_appointment(third.pk, by=cast.second)
    assert may_manage(User.objects.get(pk=cast.writer.pk), plan)
    assert held() == in_force()


def test_an_account_that_the_maker_opened_does_not_confirm_itself(cast: Cast, plan: Plan) -> None:
    puppet = keeper("傀儡", cast, opened_by=cast.drafter)
    named = name_manager(puppet, plan, by=cast.drafter)
    refuses(NotAllowed, confirm_appointment, named.pk, by=puppet)
    appoint(MANAGER, cast.second, plan)
    confirm_appointment(named.pk, by=cast.second)


def test_a_plan_keeps_a_manager_whoever_asks(cast: Cast, plan: Plan) -> None:
    own = Appointment.objects.get(plan=plan)
    root = make_user("超管")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    told = refuses(WrongState, end_appointment, own.pk, by=cast.drafter)
    assert told == "不能取消自己的主持权限，请由另一位主持人操作。"
    for other in (root, cast.outsider, cast.system, cast.security, cast.auditor):
        refuses(NotAllowed, end_appointment, own.pk, by=User.objects.get(pk=other.pk))
    appoint(MANAGER, cast.second, plan)
    User.objects.filter(pk=cast.second.pk).update(is_active=False)
    refuses(NotAllowed, end_appointment, own.pk, by=User.objects.get(pk=cast.second.pk))
    User.objects.filter(pk=cast.second.pk).update(is_active=True)
    end_appointment(own.pk, by=cast.second)
    assert not may_manage(User.objects.get(pk=cast.drafter.pk), plan)
    assert held() == in_force()


@pytest.mark.parametrize(
    "broken",
    [
        {"permission": MANAGER},
        {"unit": None},
        {"permission": "read_draft"},
        {"ended_at": timezone.now()},
    ],
)
def test_the_database_takes_no_half_appointment(cast: Cast, broken: dict[str, object]) -> None:
    row = Appointment.objects.filter(unit=cast.district)[:1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk__in=[one.pk for one in row]).update(**broken)


def test_the_same_is_not_named_twice_at_once(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        appoint(HEAD, cast.head, cast.district)


def post(by: User, name: str, *args: object, **data: str) -> tuple[Client, str]:
    client = client_of(by)
    answer = client.post(reverse(name, args=args), data, follow=True)
    return client, answer.content.decode()


def test_by_pages_one_names_and_the_head_confirms_on_a_page_of_his_own(cast: Cast) -> None:
    person = newcomer(cast, unit=cast.district)
    _, page = post(cast.drafter, "name_for_unit", cast.district.pk, person.pk, duty=OFFICER)
    assert "待负责人确认" in page
    assert "起草人提名" in page
    head = client_of(cast.head)
    assert head.get(reverse("unit", args=[cast.district.pk])).status_code == 404
    mine = head.get(reverse("appointments")).content.decode()
    row = Appointment.objects.get(user=person)
    assert reverse("confirm_appointment", args=[row.pk]) in mine
    assert "新人任经办人" in head.get(reverse("desk")).content.decode()
    _, page = post(cast.head, "confirm_appointment", row.pk)
    assert "已确认，任职即时生效" in page
    assert may_draft_reply(person, cast.district)
    assert "新人任经办人" not in head.get(reverse("desk")).content.decode()


def test_by_pages_a_manager_is_named_and_confirms_and_is_ended(cast: Cast, plan: Plan) -> None:
    page = post(cast.drafter, "people", plan.slug, user=str(cast.second.pk), right=MANAGER)[1]
    assert "已提名复核人为主持人，由其本人或另一位主持人确认后生效。" in page
    row = Appointment.objects.get(user=cast.second, plan=plan)
    assert client_of(cast.second).get(reverse("people", args=[plan.slug])).status_code == 404
    post(cast.second, "confirm_appointment", row.pk)
    page = client_of(cast.second).get(reverse("people", args=[plan.slug])).content.decode()
    assert "起草人提名，复核人确认" in page
    post(cast.drafter, "end_appointment", row.pk)
    assert client_of(cast.second).get(reverse("people", args=[plan.slug])).status_code == 404


def test_who_opened_the_account_is_said_to_whom_it_waits_for(cast: Cast) -> None:
    person = newcomer(cast, unit=cast.district)
    User.objects.filter(pk=person.pk).update(opened_by=cast.drafter)
    name_for_unit(person, cast.district, HEAD, by=cast.drafter)
    page = client_of(cast.head).get(reverse("appointments")).content.decode()
    assert "起草人提名，账号由起草人开设；待负责人确认" in page


def test_a_role_in_no_unit_of_a_stranger_is_seen_or_pressed(cast: Cast) -> None:
    named = name_for_unit(newcomer(cast), cast.other_district, HEAD, by=cast.drafter)
    stranger = client_of(make_user("路人", make_unit("渝北区科协")))
    for name in ("confirm_appointment", "decline_appointment", "end_appointment"):
        assert stranger.post(reverse(name, args=[named.pk])).status_code == 404
    assert "新人" not in stranger.get(reverse("appointments")).content.decode()
