"""离任移交: what somebody holds on one page, and its way to a successor in one step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultation.collation.actions.handling import assign
from consultation.models import Assessment
from plans.errors import DomainError, InvalidInput, NotAllowed, WrongState
from plans.leaving.actions.handing import hand_over
from plans.leaving.pages import piles_of
from plans.leaving.registry import KINDS
from plans.models import Appointment, AuditEntry, Plan, User
from plans.people.actions.accounts import deactivate
from plans.people.actions.appointments import confirm_appointment
from plans.permissions import may_edit, may_manage, may_read_draft, may_release_reply
from plans.plan.actions import grant_right
from plans.team.actions import assign_chapter
from taskforce.desk.calendar_feed import token_for, user_of
from taskforce.models import Deputy, Notice, Package, Seat
from taskforce.notices.actions import read_log
from tests.cast import Cast, appoint, make_user
from tests.world import World, client_of, make_world

pytestmark = pytest.mark.django_db
MOVABLE = ("chapters", "rights", "duties", "opinions", "seats", "deputies")
"""What goes by a hand-over; the rest is listed."""


@pytest.fixture
def world() -> World:
    """组长 leads a chapter, drafts, treats an opinion, and sits in a body."""
    world = make_world()
    cast, plan = world.cast, Plan.objects.get()
    chapter = plan.provisions.filter(kind="chapter")[0]
    assign_chapter(chapter, by=cast.drafter, lead=cast.chief, writers=[cast.chief], due_on=None)
    grant_right(plan, cast.chief, "read_draft", by=cast.drafter)
    rows = Assessment.objects.filter(round__plan=plan)
    assign([rows[0].pk], by=cast.drafter, handler=cast.chief, due_on=None)
    return world


def piles(user: User, visitor: User) -> dict[str, list[str]]:
    return {pile.kind.key: [one.what for one in pile.things] for pile in piles_of(user, visitor)}


def refused(error: type[DomainError], successors: dict[str, User], cast: Cast, by: User) -> str:
    before = AuditEntry.objects.count(), list(Appointment.objects.values())
    with pytest.raises(error) as told:
        hand_over(cast.chief.pk, successors, by=by)
    assert before == (AuditEntry.objects.count(), list(Appointment.objects.values()))
    return str(told.value)


def test_every_kind_is_there_and_says_how() -> None:
    assert list(KINDS) == [
        *("chapters", "rights", "duties", "portal", "naming"),
        *("opinions", "invitations", "drafts"),
        *("seats", "deputies", "desk"),
    ]
    assert tuple(key for key, kind in KINDS.items() if kind.hand_over) == MOVABLE


def test_the_system_administrator_reads_no_title_and_the_manager_follows_links(
    world: World,
) -> None:
    cast = world.cast
    seen = piles(cast.chief, cast.system)
    assert seen["chapters"] == ["“测试规划”一章：主笔", "“测试规划”一章：参与起草"]
    assert seen["rights"] == ["“测试规划”：阅看草稿"]
    assert seen["opinions"] == ["“公开”的1条意见待处理"]
    own = piles(cast.chief, User.objects.get(pk=cast.chief.pk))
    assert own["chapters"][0] == "“测试规划”总体要求：主笔"
    for key in ("chapters", "rights", "duties", "opinions"):
        assert not any(one.url for one in KINDS[key].held(cast.chief, cast.system)), key


def test_what_another_holds_is_seen_by_nobody_else(world: World) -> None:
    cast = world.cast
    url = reverse("holdings", args=[cast.chief.pk])
    for user in (cast.system, cast.chief):
        assert client_of(user).get(url).status_code == 200
    for user in (cast.security, cast.auditor, cast.drafter, cast.officer, cast.outsider):
        assert client_of(user).get(url).status_code == 404
        assert client_of(user).get(reverse("end_account", args=[cast.chief.pk])).status_code == 404
    assert client_of(cast.chief).post(url, {"successor": cast.writer.pk}).status_code == 404


def test_chapters_rights_and_opinions_go_at_once_with_a_row_each(world: World) -> None:
    cast, plan = world.cast, Plan.objects.get()
    before = AuditEntry.objects.count()
    gone = hand_over(
        cast.chief.pk,
        dict.fromkeys(("rights", "chapters", "opinions"), cast.writer),
        by=cast.system,
    )
    assert gone == {"rights": 1, "chapters": 2, "opinions": 1}
    assert AuditEntry.objects.count() == before + 5
    writer, chief = (User.objects.get(pk=one.pk) for one in (cast.writer, cast.chief))
    chapter = plan.provisions.filter(kind="chapter")[0]
    assert (may_edit(writer, chapter), may_edit(chief, chapter)) == (True, False)
    assert (may_read_draft(writer, plan), may_read_draft(chief, plan)) == (True, False)
    assert Assessment.objects.get(handler=writer)
    assert not {"chapters", "rights", "opinions"} & set(piles(chief, cast.system))
    read_log()
    said = (
        "组长承担的事项已移交：对规划的权限1项（协作人）、起草的章2项（协作人）、"
        "交办的意见1项（协作人）。"
    )
    told = Notice.objects.filter(text=said).values_list("user__full_name", flat=True)
    assert sorted(told) == ["协作人", "组长"]


def test_opinions_do_not_go_to_somebody_who_takes_no_part(world: World) -> None:
    cast = world.cast
    told = refused(WrongState, {"opinions": cast.outsider}, cast, cast.system)
    assert told.startswith("没有可以移交给所选人员的事项。")
    assert Assessment.objects.filter(handler=cast.chief).exists()


def test_who_may_not_hand_over_and_to_whom_not(world: World) -> None:
    cast = world.cast
    for by in (cast.security, cast.auditor, cast.drafter, cast.chief):
        refused(NotAllowed, {"chapters": cast.writer}, cast, by)
    assert refused(NotAllowed, {"chapters": cast.system}, cast, cast.system) == (
        "不能把事项移交给自己，请由另一位系统管理员办理。"
    )
    assert refused(InvalidInput, {"chapters": cast.chief}, cast, cast.system) == (
        "接手人就是离任的本人，请选择另一位。"
    )
    assert refused(InvalidInput, {"portal": cast.writer}, cast, cast.system) == (
        "这一类事项不能直接移交，须另行安排。"
    )
    User.objects.filter(pk=cast.writer.pk).update(is_active=False)
    refused(WrongState, {"chapters": cast.writer}, cast, cast.system)


def test_a_unit_s_duty_becomes_a_naming_that_another_confirms(world: World) -> None:
    cast = world.cast
    heir = make_user("接任者", cast.district)
    hand_over(cast.head.pk, {"duties": heir}, by=cast.system)
    named = Appointment.objects.waiting().get(user=heir)
    assert (named.permission, named.unit) == ("release_reply", cast.district)
    assert not may_release_reply(User.objects.get(pk=cast.head.pk), cast.district)
    confirm_appointment(named.pk, by=make_keeper(cast))
    assert may_release_reply(heir, cast.district)
    with pytest.raises(WrongState):
        hand_over(cast.officer.pk, {"duties": cast.outsider}, by=cast.system)


def make_keeper(cast: Cast) -> User:
    user = make_user("另一人事", cast.department)
    Appointment.objects.create(user=user, permission="manage_units", confirmed_at=timezone.now())
    return user


def test_the_only_manager_stays_until_the_successor_confirms(world: World) -> None:
    cast, plan = world.cast, Plan.objects.get()
    Appointment.objects.filter(plan=plan, user=cast.second).delete()
    hand_over(cast.drafter.pk, {"duties": cast.writer}, by=cast.system)
    assert may_manage(User.objects.get(pk=cast.drafter.pk), plan)
    named = Appointment.objects.waiting().get(user=cast.writer, plan=plan)
    confirm_appointment(named.pk, by=cast.writer)
    assert may_manage(User.objects.get(pk=cast.writer.pk), plan)


def test_one_of_two_managers_goes_at_once(world: World) -> None:
    cast, plan = world.cast, Plan.objects.get()
    hand_over(cast.second.pk, {"duties": cast.writer}, by=cast.system)
    assert not may_manage(User.objects.get(pk=cast.second.pk), plan)


def test_a_seat_is_named_anew_from_tomorrow_unless_its_body_decides(world: World) -> None:
    """The world's package is before the body."""
    cast = world.cast
    with pytest.raises(WrongState):
        hand_over(cast.chief.pk, {"seats": cast.outsider}, by=cast.system)
    seat = Seat.objects.get(user=cast.chief)
    close_all()
    assert hand_over(cast.chief.pk, {"seats": cast.outsider}, by=cast.system) == {"seats": 1}
    seat.refresh_from_db()
    today = timezone.localdate()
    named = Seat.objects.get(user=cast.outsider)
    assert (seat.to_on, named.from_on, named.in_force) == (today, today + timedelta(days=1), False)
    assert (named.role, named.made_by) == (seat.role, cast.system)


def test_a_deputy_is_named_anew_for_the_rest(world: World) -> None:
    cast = world.cast
    close_all()
    Deputy.objects.update(to_on=timezone.localdate())
    assert hand_over(cast.writer.pk, {"deputies": cast.outsider}, by=cast.system) == {"deputies": 1}
    named = Deputy.objects.waiting().get(user=cast.outsider)
    assert (named.from_on, named.to_on) == (timezone.localdate(), timezone.localdate())


def close_all() -> None:
    """No package is before a body any more."""
    Package.objects.update(closed_at=timezone.now())


def test_ending_an_account_says_what_is_held_and_points_to_the_hand_over(world: World) -> None:
    cast = world.cast
    page = client_of(cast.system).get(reverse("end_account", args=[cast.chief.pk]))
    text = page.content.decode()
    assert "组长还承担着这些事项，停用前请先移交：" in text
    assert "起草的章2项" in text
    assert "不移交，停用账号" in text
    empty = client_of(cast.system).get(reverse("end_account", args=[make_user("空").pk]))
    assert "停用前请先移交" not in empty.content.decode()
    done = client_of(cast.system).post(
        reverse("end_account", args=[cast.chief.pk]), {"reason": "调离"}
    )
    assert done.status_code == 302
    assert not User.objects.get(pk=cast.chief.pk).is_active
    read_log()
    said = "组长的账号已停用（调离），请安排其承担的工作。"
    told = Notice.objects.filter(text=said).values_list("user__full_name", flat=True)
    assert sorted(told) == ["复核人", "起草人"]


def test_the_calendar_s_secret_address_ends_with_the_account(world: World) -> None:
    cast = world.cast
    token = token_for(cast.member)
    assert user_of(token) == cast.member
    deactivate(cast.member.pk, "调离", by=cast.system)
    User.objects.filter(pk=cast.member.pk).update(is_active=True)
    with pytest.raises(InvalidInput):
        user_of(token)


def test_by_the_page_all_goes_to_one_and_a_kind_to_another(world: World) -> None:
    cast = world.cast
    client = client_of(cast.system)
    url = reverse("holdings", args=[cast.chief.pk])
    assert "请选择接手人。" in client.post(url, {"successor": ""}).content.decode()
    appoint("manage_plan", cast.outsider, Plan.objects.get())
    answer = client.post(
        url, {"successor": cast.writer.pk, "opinions": cast.outsider.pk}, follow=True
    )
    assert "已移交起草的章2项、对规划的权限1项、交办的意见1项" in answer.content.decode()
    assert Assessment.objects.get(handler=cast.outsider)
