"""Seats and deputies: named by one, in force when another confirms; nobody acts alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Appointment, PlanUserObjectPermission, User
from plans.people.actions.activation import set_by_link
from plans.permissions import MANAGE_PLAN
from taskforce.bodies.actions import deputies, seats
from taskforce.bodies.actions.seats import SeatTerms, add_seat
from taskforce.bodies.issuers import signer_of
from taskforce.bodies.rights import rights_of
from taskforce.bodies.waiting import deputy_waits_for, waits_for
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.rules import voters
from taskforce.desk.waiting import desk
from taskforce.gates.actions.packages import recall_package
from taskforce.models import Body, Deputy, Notice, Package, Seat
from taskforce.notices.actions import read_log
from taskforce.notices.of_deciding import members_of
from taskforce.permissions import (
    may_confirm_deputy,
    may_confirm_seat,
    may_run_process,
    may_see_process,
    seats_of,
)
from tests.cast import PASSWORD, appoint, make_user
from tests.taskforce.deciding.test_opinions import Scene, begin
from tests.taskforce.seating import deputise, stood, take_seat
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """A body of three that decides by its head; the second manages the plan as well."""
    made = begin("head")
    appoint(MANAGE_PLAN, made.cast.second, made.plan)
    return made


def body() -> Body:
    return Body.objects.get(name="审议机构")


def today() -> date:
    return timezone.localdate()


def named(scene: Scene, user: User | None = None, *, name: str = "", position: str = "") -> Seat:
    """A seat that the drafter has named and nobody confirmed."""
    return add_seat(body(), SeatTerms("member", name, position, user), by=scene.cast.drafter)


def deputy_of(scene: Scene, user: User, *, by: User) -> Deputy:
    seat = scene.seat(scene.cast.chief)
    return deputies.name_deputy(seat, user, by=by, from_on=today(), to_on=today())


def opened_by(opener: User, name: str) -> User:
    made = make_user(name)
    User.objects.filter(pk=made.pk).update(opened_by=opener)
    return User.objects.get(pk=made.pk)


def names(users: list[User]) -> set[str]:
    return {user.full_name for user in users}


def may_confirm(one: Seat | Deputy) -> set[str]:
    """Names of all who might confirm it."""
    people = list(User.objects.exclude(kind="system"))
    if isinstance(one, Seat):
        return names([user for user in people if may_confirm_seat(user, one)])
    return names([user for user in people if may_confirm_deputy(user, one)])


def told() -> set[tuple[str, str]]:
    return {(one.user.full_name, one.text) for one in Notice.objects.all()}


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def test_an_account_of_ones_own_making_gets_no_voice(scene: Scene) -> None:
    """Issue 11, B 6: the drafter's account as deputy of the head, sealed, signed in, voted."""
    office = client_of(scene.cast.drafter)
    page = reverse("new_person", args=[scene.cast.department.pk])
    person = {"username": "shadow", "full_name": "影子", "email": "", "position": ""}
    token = office.post(page, person).context["token"]
    shadow = set_by_link(token, PASSWORD)
    assert shadow.opened_by == scene.cast.drafter
    head = scene.seat(scene.cast.chief)
    span = {"from_on": today().isoformat(), "to_on": today().isoformat()}
    refused = office.post(reverse("deputy", args=[head.pk]), {"user": shadow.pk, **span})
    assert "账号由您开通" in refused.content.decode()
    assert not Deputy.objects.exists()
    package = scene.seal()
    own = signed_in("shadow")
    assert own.get(reverse("package", args=[package.pk])).status_code == 404
    assert own.post(reverse("vote", args=[package.pk, "approve"])).status_code == 404
    assert scene.gate.state == "open"


def test_an_accomplice_of_the_namer_gets_no_voice_until_another_confirms(scene: Scene) -> None:
    """The same with an account that somebody else opened: it waits, and the head is told."""
    head = scene.seat(scene.cast.chief)
    office, own = client_of(scene.cast.drafter), client_of(scene.cast.outsider)
    span = {"from_on": today().isoformat(), "to_on": today().isoformat()}
    office.post(reverse("deputy", args=[head.pk]), {"user": scene.cast.outsider.pk, **span})
    deputy = Deputy.objects.get()
    for client in (office, own):
        client.post(reverse("answer_deputy", args=[deputy.pk, "confirm"]))
    deputy.refresh_from_db()
    assert not deputy.in_force
    package = scene.seal()
    assert own.get(reverse("package", args=[package.pk])).status_code == 404
    assert own.post(reverse("vote", args=[package.pk, "approve"])).status_code == 404
    assert scene.gate.state == "open"
    read_log()
    day = f"{today().year}年{today().month}月{today().day}日"
    sentence = (
        f"起草人提出由局外人代理审议机构组长组长（{day}至{day}），"
        "待组长本人或另一位管理人员确认后生效。"
    )
    assert {("组长", sentence), ("局外人", sentence)} <= told()


def test_who_may_confirm_a_seat(scene: Scene) -> None:
    """The holder and a second manager; not who named, nor an account in that one's hand."""
    cast = scene.cast
    for user in (hand := opened_by(cast.drafter, "手下"), opened_by(hand, "手下的手下")):
        appoint(MANAGE_PLAN, user, scene.plan)
    root = make_user("超管")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    assert may_confirm(named(scene, cast.outsider)) == {"局外人", "复核人"}
    assert may_confirm(named(scene, hand)) == {"复核人"}
    assert may_confirm(named(scene, opened_by(cast.second, "新人"))) == {"新人"}
    assert may_confirm(named(scene, name="老李")) == {"复核人"}


def test_who_opened_the_namers_account_is_no_second_person(scene: Scene) -> None:
    """Whoever may sign in as the namer would confirm their own work."""
    scene.cast.drafter.opened_by = scene.cast.second
    scene.cast.drafter.save(update_fields=["opened_by"])
    assert may_confirm(named(scene, scene.cast.outsider)) == {"局外人"}


def test_who_may_confirm_a_deputy(scene: Scene) -> None:
    cast = scene.cast
    by_office = deputy_of(scene, cast.outsider, by=cast.drafter)
    assert may_confirm(by_office) == {"组长", "复核人"}
    assert deputy_waits_for(by_office) == "待组长本人或另一位管理人员确认"
    deputies.withdraw_deputy(by_office.pk, by=cast.drafter)
    by_holder = deputy_of(scene, cast.outsider, by=cast.chief)
    assert may_confirm(by_holder) == {"起草人", "复核人"}
    assert deputy_waits_for(by_holder) == "待另一位管理人员确认"
    deputies.refuse_deputy(by_holder.pk, by=cast.outsider)
    manager = deputy_of(scene, cast.second, by=cast.chief)
    assert may_confirm(manager) == {"起草人"}


def test_a_page_says_for_whom_a_seat_waits(scene: Scene) -> None:
    assert waits_for(named(scene, scene.cast.outsider)) == "待局外人本人或另一位管理人员确认"
    assert waits_for(named(scene, name="老李")) == "待另一位管理人员确认"
    hand = opened_by(scene.cast.drafter, "手下")
    assert waits_for(named(scene, hand)) == "待另一位管理人员确认（手下的账号由起草人开通）"
    page = client_of(scene.cast.drafter).get(reverse("bodies", args=[scene.plan.slug]))
    assert "待局外人本人或另一位管理人员确认" in page.content.decode()
    own = client_of(scene.cast.outsider)
    seat = Seat.objects.get(user=scene.cast.outsider)
    words = own.get(reverse("seat", args=[seat.pk])).content.decode()
    assert [word in words for word in ("待确认", "确认</button>", "不同意</button>")] == [True] * 3


def test_a_seat_that_waits_gives_nothing_to_anybody(scene: Scene) -> None:
    cast, plan = scene.cast, scene.plan
    office = Body.objects.create(plan=plan, kind="office", name="办公室")
    waiting = [
        named(scene, cast.outsider),
        named(scene, name="老李"),
        add_seat(office, SeatTerms("director", user=cast.officer), by=cast.drafter),
    ]
    package = scene.seal()
    for user in (cast.outsider, cast.officer):
        assert not seats_of(user).exists()
        assert not may_run_process(user, plan)
        assert not may_see_process(user, plan)
        assert user.full_name not in {one.who for one in rights_of(plan, today())}
        assert [group.label for group in desk(user)] == ["待确认的任职和代理"]
    assert voters(scene.gate).count() == 3
    assert names(list(members_of(body()))) == {"组长", "成员", "协作人"}
    assert signer_of(plan, cast.drafter) == "组长"
    with pytest.raises(NotAllowed, match="不是这一审议机构的成员"):
        give_opinion(package.pk, by=cast.outsider, vote="approve")
    recall_package(package.pk, by=cast.drafter, reason="先确认成员")
    for seat in waiting:
        seats.confirm_seat(seat.pk, by=cast.second)
    assert voters(scene.gate).count() == 5
    assert may_run_process(cast.officer, plan)
    assert signer_of(plan, cast.drafter) == "经办人"
    assert seats_of(cast.outsider).exists()


def test_a_deputy_that_waits_gives_nothing(scene: Scene) -> None:
    cast = scene.cast
    deputy = deputy_of(scene, cast.outsider, by=cast.chief)
    assert not seats_of(cast.outsider).exists()
    assert names(list(members_of(body()))) == {"组长", "成员", "协作人"}
    assert [one.who for one in rights_of(scene.plan, today()) if one.who == "局外人"] == []
    deputies.confirm_deputy(deputy.pk, by=cast.second)
    assert seats_of(cast.outsider).get() == deputy.seat
    assert names(list(members_of(body()))) == {"组长", "成员", "协作人", "局外人"}
    deputies.end_deputy(deputy.pk, by=cast.chief)
    assert not seats_of(cast.outsider).exists()


def test_a_position_without_a_person_needs_no_second_one(scene: Scene) -> None:
    seat = named(scene, position="待定的职务")
    assert (seat.in_force, seat.made_by) == (True, None)


@pytest.mark.parametrize("who", ["drafter", "member", "outsider", "officer"])
def test_nobody_else_confirms_or_refuses(scene: Scene, who: str) -> None:
    seat = named(scene, scene.cast.head)
    deputy = deputy_of(scene, scene.cast.head, by=scene.cast.drafter)
    by = getattr(scene.cast, who)
    for action, row in (
        (seats.confirm_seat, seat),
        (seats.refuse_seat, seat),
        (deputies.confirm_deputy, deputy),
        (deputies.refuse_deputy, deputy),
    ):
        with pytest.raises(NotAllowed):
            action(row.pk, by=by)


def test_a_naming_is_refused_or_withdrawn_once_and_never_was_in_force(scene: Scene) -> None:
    cast = scene.cast
    seat = named(scene, cast.outsider)
    with pytest.raises(NotAllowed, match="只有经办人可以撤回"):
        seats.withdraw_seat(seat.pk, by=cast.second)
    seats.refuse_seat(seat.pk, by=cast.outsider)
    other = named(scene, cast.outsider)
    seats.withdraw_seat(other.pk, by=cast.drafter)
    for one in (seat, other):
        for action in (seats.confirm_seat, seats.refuse_seat, seats.withdraw_seat):
            with pytest.raises(WrongState, match="已经办理"):
                action(one.pk, by=cast.second)
    assert not seats_of(cast.outsider).exists()
    page = client_of(cast.drafter).get(reverse("bodies", args=[scene.plan.slug]))
    assert "局外人" not in page.content.decode()


def test_nothing_of_a_body_changes_while_it_decides(scene: Scene) -> None:
    cast, by, day = scene.cast, scene.cast.drafter, today()
    in_force = deputise(scene.seat(cast.member), cast.head, by=cast.member, from_on=day, to_on=day)
    seat, deputy = named(scene, cast.outsider), deputy_of(scene, cast.officer, by=by)
    scene.seal()
    past = date(2020, 1, 1)
    other = scene.seat(cast.writer)
    for act in (
        lambda: named(scene, cast.head),
        lambda: seats.confirm_seat(seat.pk, by=cast.second),
        lambda: seats.end_seat(scene.seat(cast.member), by=by, to_on=past),
        lambda: deputies.name_deputy(other, cast.head, by=by, from_on=day, to_on=day),
        lambda: deputies.name_deputy(other, cast.head, by=cast.writer, from_on=day, to_on=day),
        lambda: deputies.confirm_deputy(deputy.pk, by=cast.second),
        lambda: deputies.end_deputy(in_force.pk, by=cast.member),
    ):
        with pytest.raises(WrongState, match="正在审议报审材料"):
            act()
    recall_package(Package.objects.get().pk, by=by, reason="先办理代理")
    seats.confirm_seat(seat.pk, by=cast.second)
    deputies.confirm_deputy(deputy.pk, by=cast.chief)


def test_a_seat_does_not_end_before_what_was_said_from_it(scene: Scene) -> None:
    cast = scene.cast
    package = scene.seal()
    give_opinion(package.pk, by=cast.member, vote="approve")
    give_opinion(package.pk, by=cast.chief, vote="approve")
    seat = scene.seat(cast.member)
    with pytest.raises(InvalidInput, match="发表过审议意见"):
        seats.end_seat(seat, by=cast.drafter, to_on=today() - timedelta(days=1))
    seats.end_seat(seat, by=cast.drafter, to_on=today())


def test_one_person_makes_no_seat_last_longer(scene: Scene) -> None:
    """To let an ended seat last again would give a voice by one person's word."""
    cast, day = scene.cast, today()
    yesterday, seat = day - timedelta(days=1), scene.seat(cast.member)
    seats.end_seat(seat, by=cast.drafter, to_on=yesterday)
    assert not seats_of(cast.member).exists()
    page = reverse("end_seat", args=[seat.pk])
    for later in (day, day + timedelta(days=900)):
        answer = client_of(cast.drafter).post(page, {"to_on": later.isoformat()})
        assert "只能提前，不能延长" in answer.content.decode()
        with pytest.raises(InvalidInput, match="经另一人确认"):
            seats.end_seat(seat, by=cast.drafter, to_on=later)
    assert not seats_of(cast.member).exists()
    seats.end_seat(seat, by=cast.drafter, to_on=yesterday - timedelta(days=1))


def test_what_waits_cannot_be_given_an_end(scene: Scene) -> None:
    waiting = named(scene, scene.cast.outsider)
    with pytest.raises(WrongState, match="还没有生效"):
        seats.end_seat(waiting, by=scene.cast.drafter, to_on=today())


def test_one_person_has_one_voice_in_a_body(scene: Scene) -> None:
    """A quorum of two is not one member with two seats, of which one is entered from paper."""
    cast, day = scene.cast, today()
    with pytest.raises(WrongState, match="不能重复任职"):
        named(scene, cast.member)
    waiting = named(scene, cast.outsider)
    with pytest.raises(WrongState, match="不能重复任职"):
        named(scene, cast.outsider)
    seats.withdraw_seat(waiting.pk, by=cast.drafter)
    named(scene, cast.outsider)
    seats.end_seat(scene.seat(cast.member), by=cast.drafter, to_on=day)
    after = SeatTerms("member", user=cast.member, from_on=day + timedelta(days=1))
    assert add_seat(body(), after, by=cast.drafter).made_by == cast.drafter
    before = SeatTerms("member", user=cast.member, to_on=day - timedelta(days=30))
    with pytest.raises(WrongState, match="不能重复任职"):
        add_seat(body(), before, by=cast.drafter)


def test_two_accounts_that_one_manager_opened_are_no_two_persons(scene: Scene) -> None:
    """The manager knows both passwords: one names, the other confirms, and nobody else has."""
    cast = scene.cast
    first, other = opened_by(cast.drafter, "first"), opened_by(cast.drafter, "other")
    office = Body.objects.create(plan=scene.plan, kind="office", name="办公室")
    for member in (first, other):
        stood(office, user=member, role="member", position="干部")
    seat = add_seat(body(), SeatTerms("member", "老王"), by=first)
    with pytest.raises(NotAllowed, match="待另一位管理人员确认"):
        seats.confirm_seat(seat.pk, by=other)
    assert may_confirm(seat) == {"复核人"}
    Appointment.objects.filter(user=cast.drafter, plan=scene.plan).update(
        ended_at=timezone.now(), ended_by=cast.second
    )
    seats.confirm_seat(seat.pk, by=other)


def test_where_nobody_may_confirm_the_page_says_whom_to_ask(scene: Scene) -> None:
    """One who manages alone names a member without an account: whom to ask stands on the page."""
    cast, day = scene.cast, today()
    Appointment.objects.filter(user=cast.second, plan=scene.plan).delete()
    PlanUserObjectPermission.objects.filter(user=cast.second).delete()
    alone = named(scene, name="老王")
    nobody = "现在没有符合条件的办理人员"
    page = reverse("seat", args=[alone.pk])
    assert nobody in client_of(cast.drafter).get(page).content.decode()
    for other in (named(scene, cast.outsider), scene.seat(cast.chief)):
        page = reverse("seat", args=[other.pk])
        assert nobody not in client_of(cast.drafter).get(page).content.decode()
    held = scene.seat(cast.chief)
    deputies.name_deputy(held, cast.head, by=cast.chief, from_on=day, to_on=day)
    page = reverse("seat", args=[held.pk])
    assert nobody not in client_of(cast.drafter).get(page).content.decode()
    Deputy.objects.update(made_by=cast.drafter)
    User.objects.filter(pk=cast.chief.pk).update(opened_by=cast.drafter)
    assert nobody in client_of(cast.drafter).get(page).content.decode()


def test_the_holder_is_told_what_the_deputy_said(scene: Scene) -> None:
    cast, day = scene.cast, today()
    deputise(scene.seat(cast.chief), cast.outsider, by=cast.chief, from_on=day, to_on=day)
    give_opinion(scene.seal().pk, by=cast.outsider, vote="return", text="材料不足")
    read_log()
    text = "局外人作为您的代理人，对“审议”发表了意见：不同意。"
    assert ("组长", text) in told()


def test_one_deputy_at_a_time_and_only_of_a_seat_in_force(scene: Scene) -> None:
    cast, day = scene.cast, today()
    deputy_of(scene, cast.outsider, by=cast.chief)
    with pytest.raises(WrongState, match="已经安排局外人代理"):
        deputy_of(scene, cast.head, by=cast.chief)
    waiting = named(scene, cast.head)
    with pytest.raises(WrongState, match="还没有生效"):
        deputies.name_deputy(waiting, cast.officer, by=cast.drafter, from_on=day, to_on=day)
    with pytest.raises(InvalidInput, match="任职的本人"):
        deputy_of(scene, cast.chief, by=cast.drafter)
    with pytest.raises(NotAllowed, match="没有设置工作机构的权限"):
        deputy_of(scene, cast.officer, by=cast.outsider)


def test_nobody_names_themselves(scene: Scene) -> None:
    cast = scene.cast
    office = Body.objects.create(plan=scene.plan, kind="office", name="办公室")
    force = Body.objects.create(plan=scene.plan, kind="task_force", name="工作专班")
    for where in (body(), office, force):
        with pytest.raises(NotAllowed, match="请由其他管理人员办理"):
            add_seat(where, SeatTerms("member", user=cast.drafter), by=cast.drafter)
    with pytest.raises(NotAllowed, match="请由其他管理人员办理"):
        deputy_of(scene, cast.drafter, by=cast.drafter)


def test_holder_and_deputy_are_told_of_everything(scene: Scene) -> None:
    cast = scene.cast
    read_log()
    Notice.objects.all().delete()
    seat = take_seat(body(), SeatTerms("member", user=cast.outsider), by=cast.drafter)
    refused = named(scene, cast.officer)
    seats.refuse_seat(refused.pk, by=cast.second)
    seats.withdraw_seat(named(scene, cast.officer).pk, by=cast.drafter)
    day = f"{today().year}年{today().month}月{today().day}日"
    what = f"由负责人代理审议机构成员局外人（{day}至{day}）"
    for end in (deputies.refuse_deputy, deputies.withdraw_deputy, None):
        one = deputies.name_deputy(seat, cast.head, by=cast.drafter, from_on=today(), to_on=today())
        if end is not None:
            end(one.pk, by=cast.second if end is deputies.refuse_deputy else cast.drafter)
    deputies.confirm_deputy(one.pk, by=cast.second)
    deputies.end_deputy(one.pk, by=cast.drafter)
    seats.end_seat(seat, by=cast.drafter, to_on=today())
    read_log()
    seen = told()
    assert {text for who, text in seen if who == "局外人"} == {
        "起草人安排局外人担任审议机构成员，待局外人本人或另一位管理人员确认后生效。",
        f"起草人把局外人担任审议机构成员的任职截止到{day}。",
        f"起草人提出{what}，待局外人本人或另一位管理人员确认后生效。",
        f"复核人不同意{what}，代理没有生效。",
        f"起草人撤回了代理安排：{what}。",
        f"复核人确认{what}，已经生效。",
        f"起草人结束了代理：{what}。",
    }
    assert {text for who, text in seen if who == "经办人"} == {
        "起草人安排经办人担任审议机构成员，待经办人本人或另一位管理人员确认后生效。",
        "复核人不同意经办人担任审议机构成员，任职没有生效。",
        "起草人撤回了经办人担任审议机构成员的安排。",
    }
    assert len({text for who, text in seen if who == "负责人"}) == 5
    assert ("起草人", "局外人确认局外人担任审议机构成员，已经生效。") in seen


def test_what_waits_stands_on_the_desk_of_who_may_confirm(scene: Scene) -> None:
    cast = scene.cast
    named(scene, cast.outsider)
    deputy_of(scene, cast.officer, by=cast.chief)
    lines = {
        user.full_name: [
            item.what
            for group in desk(user)
            if group.label == "待确认的任职和代理"
            for item in group.items
        ]
        for user in (cast.outsider, cast.second, cast.drafter, cast.chief, cast.officer)
    }
    seat, deputy = "起草人提出：成员 局外人", "组长提出：由经办人代理组长 组长"
    assert lines == {
        "局外人": [seat],
        "复核人": [seat, deputy],
        "起草人": [deputy],
        "组长": [],
        "经办人": [],
    }


def test_confirming_by_the_page(scene: Scene) -> None:
    seat = named(scene, scene.cast.outsider)
    page = reverse("answer_seat", args=[seat.pk, "confirm"])
    assert client_of(scene.cast.officer).post(page).status_code == 404
    answer = client_of(scene.cast.outsider).post(page, follow=True)
    assert "任职已确认。" in answer.content.decode()
    seat.refresh_from_db()
    assert (seat.made_by, seat.confirmed_by) == (scene.cast.drafter, scene.cast.outsider)
    unknown = reverse("answer_seat", args=[seat.pk, "settle"])
    assert client_of(scene.cast.outsider).post(unknown).status_code == 404
