"""Who may do what in the process: seats by date, and nobody confirms what they entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from plans.models import User
from plans.permissions import Visitor, grant
from taskforce import permissions as may
from taskforce.bodies.rights import rights_of
from taskforce.models import Body, Gate, MemberOpinion, Objection, Seat, Step
from taskforce.process.actions.starting import start_timeline
from taskforce.process_templates import load
from tests.cast import appoint, make_plan, make_user, managed
from tests.scans import scan
from tests.taskforce.deciding.test_opinions import Scene, begin
from tests.taskforce.seating import stood, stood_for

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)
DAY = timedelta(days=1)
ELSEWHERE = """
key: other
title: 另一方案
bodies: [{key: it, kind: plenary, name: 另一机构}]
stages:
  - key: only
    title: 起草
    steps: [{key: study, title: 调研}]
    gates: [{key: by_it, title: 另一审议, body: it, rule: meeting}]
"""


@pytest.fixture
def scene() -> Scene:
    return begin("all")


def who(may_do: Callable[[Visitor], bool]) -> set[str]:
    """Names of those who may, read anew; 访客 is nobody in particular."""
    found = {user.full_name for user in User.objects.exclude(kind="system") if may_do(user)}
    return found | ({"访客"} if may_do(AnonymousUser()) else set())


@pytest.mark.parametrize(
    ("day", "begun", "ended", "both"),
    [
        (FIRST - DAY, False, True, False),
        (FIRST, True, True, True),
        (FIRST + DAY, True, True, True),
        (LAST - DAY, True, True, True),
        (LAST, True, True, True),
        (LAST + DAY, True, False, False),
    ],
)
def test_a_seat_to_the_day(scene: Scene, day: date, begun: bool, ended: bool, both: bool) -> None:
    """The first and the last day count; a day that is not named is no limit."""
    seat = Seat.objects.filter(user=scene.cast.member)
    for dates, held in (
        ({"from_on": FIRST, "to_on": None}, begun),
        ({"from_on": None, "to_on": LAST}, ended),
        ({"from_on": FIRST, "to_on": LAST}, both),
        ({"from_on": None, "to_on": None}, True),
    ):
        seat.update(**dates)
        assert may.seats_of(scene.cast.member, day).exists() is held, dates
        assert Seat.objects.held_on(day).filter(user=scene.cast.member).exists() is held, dates


@pytest.mark.parametrize(
    ("day", "deputises"),
    [
        (FIRST - DAY, False),
        (FIRST, True),
        (LAST, True),
        (LAST + DAY, False),
    ],
)
def test_a_deputy_to_the_day(scene: Scene, day: date, deputises: bool) -> None:
    stood_for(Seat.objects.get(user=scene.cast.member), scene.cast.outsider, FIRST, LAST)
    assert may.seats_of(scene.cast.outsider, day).exists() is deputises
    of_deputy = [one for one in rights_of(scene.plan, day) if one.who == "局外人"]
    expected = ["在“审议”中发表意见" in one.what or one.what for one in of_deputy]
    assert bool(expected) is deputises
    assert {one.why for one in of_deputy} <= {"代理审议机构成员，至2026-03-31"}
    Seat.objects.filter(user=scene.cast.member).update(to_on=FIRST - DAY)
    assert not may.seats_of(scene.cast.outsider, day).filter(to_on__lt=day).exists()


def test_today_is_the_day_where_none_is_said(scene: Scene) -> None:
    today = timezone.localdate()
    seat = Seat.objects.filter(user=scene.cast.member)
    package = scene.seal()
    seat.update(to_on=today)
    assert may.may_decide(scene.cast.member, package)
    seat.update(to_on=today - DAY)
    assert not may.may_decide(scene.cast.member, package)
    seat.update(from_on=today, to_on=None)
    assert may.may_decide(scene.cast.member, package)
    seat.update(from_on=today + DAY)
    assert not may.may_decide(scene.cast.member, package)


def test_who_decides(scene: Scene) -> None:
    """Seats alone: neither who runs the process nor a superuser nor a seat of another body."""
    root, retired = make_user("超管"), make_user("停用")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    body = Body.objects.get(name="审议机构")
    stood(body, user=retired, name="停用", role="member")
    User.objects.filter(pk=retired.pk).update(is_active=False)
    above = Body.objects.get(name="上级")
    stood(above, user=scene.cast.outsider, name="局外人", role="member")
    package = scene.seal()
    assert who(lambda user: may.may_decide(user, package)) == {"组长", "成员", "协作人"}
    package.closed_at = timezone.now()
    assert who(lambda user: may.may_decide(user, package)) == set()


def test_a_held_seat_goes_before_one_that_is_deputised(scene: Scene) -> None:
    today, gate = timezone.localdate(), scene.gate
    chief = Seat.objects.get(user=scene.cast.chief)
    stood_for(chief, scene.cast.member, today, today)
    assert may.voices_of(scene.cast.member, gate) == [scene.seat(scene.cast.member), chief]
    assert may.holds(scene.cast.member, scene.seat(scene.cast.member))
    assert not may.holds(scene.cast.member, chief)
    Seat.objects.filter(user=scene.cast.member).update(to_on=today - DAY)
    assert may.voices_of(scene.cast.member, gate) == [chief]
    assert may.voices_of(scene.cast.outsider, gate) == []
    assert may.voices_of(AnonymousUser(), gate) == []


def test_several_seats_in_their_order(scene: Scene) -> None:
    body = Body.objects.get(name="审议机构")
    second = stood(body, user=scene.cast.member, name="成员", role="head", order=0)
    first = Seat.objects.exclude(pk=second.pk).get(user=scene.cast.member)
    Seat.objects.filter(pk=first.pk).update(order=5)
    assert may.voices_of(scene.cast.member, scene.gate) == [second, first]


def test_who_runs_the_process(scene: Scene) -> None:
    office = Body.objects.create(plan=scene.plan, kind="office", name="办公室")
    stood(office, user=scene.cast.officer, name="经办人", role="director")
    assert who(lambda user: may.may_run_process(user, scene.plan)) == {"起草人", "经办人"}


def test_an_office_runs_the_process_of_its_own_plan_alone(scene: Scene) -> None:
    other = make_plan(scene.cast.drafter, "lingyige")
    for plan, user, kind in (
        (other, scene.cast.officer, "office"),
        (scene.plan, scene.cast.head, "task_force"),
    ):
        body = Body.objects.create(plan=plan, kind=kind, name="办公室")
        stood(body, user=user, name=user.full_name, role="director")
    start_timeline(other, load(ELSEWHERE, set()), by=scene.cast.drafter)
    step = Step.objects.get(stage__timeline__plan=other)
    step.responsible.set([scene.cast.other_district])
    assert may.may_see_process(scene.cast.outsider, other)
    assert not may.may_see_process(scene.cast.outsider, scene.plan)
    package = scene.seal()
    assert who(lambda user: may.may_run_process(user, scene.plan)) == {"起草人"}
    assert who(lambda user: may.may_run_process(user, other)) == {"起草人", "经办人"}
    assert not may.may_see_process(scene.cast.officer, scene.plan)
    assert not may.may_see_dashboard(scene.cast.officer, scene.plan)
    assert not may.may_see_package(scene.cast.officer, package)
    assert [one.plan for one in may.visible_timelines(scene.cast.officer)] == [other]


def test_who_sees_process_board_and_papers(scene: Scene) -> None:
    """读者 reads the draft; 经办人 works for a unit that is responsible for a step."""
    grant("read_draft", make_user("读者"), scene.plan)
    step = Step.objects.create(stage=scene.gate.stage, key="x", title="步骤", number=1)
    step.responsible.set([scene.cast.district])
    seated = {"组长", "成员", "协作人"}
    reading = {"起草人", "读者"}
    package = scene.seal()
    for may_do, expected in (
        (
            lambda user: may.may_see_process(user, scene.plan),
            reading | seated | {"经办人", "负责人"},
        ),
        (lambda user: may.may_see_dashboard(user, scene.plan), reading | seated),
        (lambda user: may.may_see_package(user, package), reading | seated),
        (lambda user: may.may_confirm_step(user, step), {"起草人", "经办人", "负责人"}),
    ):
        assert who(may_do) == expected
    listed = {
        user.full_name
        for user in User.objects.exclude(kind="system")
        if may.visible_timelines(user).exists()
    }
    assert listed == reading | seated | {"经办人", "负责人"}


def test_a_seat_of_another_body_reads_no_package_of_this_one(scene: Scene) -> None:
    above = Body.objects.get(name="上级")
    stood(above, user=scene.cast.outsider, name="局外人", role="member")
    package = scene.seal()
    assert not may.may_see_package(scene.cast.outsider, package)
    assert may.may_see_dashboard(scene.cast.outsider, scene.plan)


def test_a_visitor_by_link_works_for_no_unit(scene: Scene) -> None:
    visitor = make_user("链接", scene.cast.district, kind="link")  # type: ignore[arg-type]
    assert list(may.served_units(visitor)) == []
    assert list(may.served_units(AnonymousUser())) == []
    assert list(may.served_units(scene.cast.officer)) == [scene.cast.district]
    assert list(may.served_units(scene.cast.outsider)) == [scene.cast.other_district]
    appoint("draft_reply", scene.cast.outsider, scene.cast.district)
    assert set(may.served_units(scene.cast.outsider)) == {
        scene.cast.district, scene.cast.other_district,
    }  # fmt: skip
    scene.cast.officer.is_active = False
    assert list(may.served_units(scene.cast.officer)) == []


@pytest.mark.parametrize(
    ("given_by", "made_by", "asks", "may_confirm"),
    [
        ("member", "drafter", "member", True),
        ("member", "member", "member", False),
        ("member", None, "member", False),
        ("member", "drafter", "drafter", False),
        ("member", "drafter", "chief", False),
        ("drafter", "drafter", "drafter", False),
    ],
)
def test_who_confirms_what_was_entered_from_paper(
    scene: Scene, given_by: str, made_by: str | None, asks: str, may_confirm: bool
) -> None:
    """The member alone, and not who entered it, although it be their own."""
    people = vars(scene.cast)
    now, seat = timezone.now(), scene.seat(scene.cast.member)
    opinion = MemberOpinion.objects.create(
        package=scene.seal(), seat=seat, vote="approve", given_at=now,
        given_by=people[given_by], made_by=people[made_by] if made_by else None,
        scan=scan(scene.cast.drafter), confirmed_at=None if made_by else now,
    )  # fmt: skip
    assert may.may_confirm_opinion(people[asks], opinion) is may_confirm
    assert may.may_confirm_opinion(AnonymousUser(), opinion) is False


def test_who_checks_confirms_and_disowns_what_was_entered(scene: Scene) -> None:
    """The second officer, who has nothing to do with the entry or the member's account."""
    member, drafter, second = scene.cast.member, scene.cast.drafter, scene.second
    opinion = scene.enter(scene.seal(), scene.seat(member))
    assert who(lambda user: may.may_check_opinion(user, opinion)) == {"复核人"}
    assert who(lambda user: may.may_confirm_opinion(user, opinion)) == {"成员"}
    assert who(lambda user: may.may_object(user, opinion)) == {"成员"}
    for opened, opener in ((second, drafter), (member, second)):
        User.objects.filter(pk=opened.pk).update(opened_by=opener)
        opinion.seat.user = User.objects.get(pk=member.pk)
        assert who(lambda user: may.may_check_opinion(user, opinion)) == set()
        User.objects.filter(pk=opened.pk).update(opened_by=None)
    User.objects.filter(pk=member.pk).update(opened_by=drafter)
    assert who(lambda user: may.may_confirm_opinion(user, opinion)) == set()
    opinion.replaced_at = timezone.now()
    assert who(lambda user: may.may_object(user, opinion)) == set()
    assert who(lambda user: may.may_check_opinion(user, opinion)) == set()


def test_who_judges_an_objection(scene: Scene) -> None:
    """Nobody who entered or confirmed it, nor the member, nor who is in the hand of these."""
    opinion = scene.enter(scene.seal(), scene.seat(scene.cast.member))
    objection = Objection.objects.create(opinion=opinion, text="不是", made_at=timezone.now())
    assert scene.second == User.objects.get(full_name="复核人")
    third = managed(make_user("第三人"), scene.plan)
    assert who(lambda user: may.may_judge(user, objection)) == {"复核人", "第三人"}
    opinion.confirmed_by, opinion.confirmed_at = scene.second, timezone.now()
    opinion.save()
    assert who(lambda user: may.may_judge(user, objection)) == {"第三人"}
    for opener in (scene.cast.drafter, scene.second):
        User.objects.filter(pk=third.pk).update(opened_by=opener)
        assert who(lambda user: may.may_judge(user, objection)) == set()
    User.objects.filter(pk=third.pk).update(opened_by=None)
    objection.answered_at = timezone.now()
    assert who(lambda user: may.may_judge(user, objection)) == set()


@pytest.mark.parametrize(
    ("role", "leads"),
    [
        ("head", True),
        ("director", True),
        ("chair", True),
        ("executive_deputy", False),
        ("deputy", False),
        ("member", False),
        ("deputy_director", False),
        ("secretary", False),
    ],
)
def test_who_leads_a_body(role: str, leads: bool) -> None:
    assert may.is_head(Seat(role=role)) is leads


def test_the_gate_is_one_of_the_bodys_own(scene: Scene) -> None:
    other = Gate.objects.get(title="报上级")
    assert may.voices_of(scene.cast.member, other) == []
