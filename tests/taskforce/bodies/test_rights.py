"""谁可以做什么: the whole table of a plan on a day, written out."""

from __future__ import annotations

from datetime import date

import pytest

from plans.models import User
from plans.permissions import grant
from taskforce.bodies.rights import rights_of
from taskforce.models import Body, Seat, Step
from tests.cast import make_plan
from tests.taskforce.deciding.test_opinions import Scene, begin
from tests.taskforce.seating import stood, stood_for

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)
SEE = "查看工作进度和总览"
JUDGE = "审议“审议”并发表意见（全体成员同意）"


def table(scene: Scene, day: date) -> list[tuple[str, str, str]]:
    return [(one.who, one.what, one.why) for one in rights_of(scene.plan, day)]


@pytest.fixture
def scene() -> Scene:
    return begin("all")


def test_the_table_of_a_body_that_has_just_been_seated(scene: Scene) -> None:
    make_plan(scene.cast.drafter, "lingyige")
    assert table(scene, FIRST) == [
        ("协作人", JUDGE, "审议机构成员"),
        ("协作人", SEE, "审议机构成员"),
        ("成员", JUDGE, "审议机构成员"),
        ("成员", SEE, "审议机构成员"),
        ("组长", JUDGE, "审议机构组长"),
        ("组长", SEE, "审议机构组长"),
        ("起草人", "主持规划：设置、定版、组织征求意见、印发", "规划主持人授权"),
    ]


def test_every_kind_of_right(scene: Scene) -> None:
    chapter = scene.plan.provisions.get(title="重点任务")
    gone = scene.plan.provisions.get(title="总体要求")
    for right, user, target in (
        ("draft_plan", scene.cast.officer, scene.plan),
        ("read_draft", scene.cast.outsider, scene.plan),
        ("lead_chapter", scene.cast.head, chapter),
        ("read_draft", scene.cast.head, scene.plan),
        ("lead_chapter", scene.cast.writer, chapter),
        ("write_chapter", scene.cast.officer, chapter),
        ("write_chapter", scene.cast.outsider, gone),
    ):
        grant(right, user, target)
    type(gone).objects.filter(pk=gone.pk).update(deleted_at="2026-03-01T00:00Z")
    Seat.objects.filter(body__name="审议机构").update(to_on=FIRST)
    office = Body.objects.create(plan=scene.plan, kind="office", name="办公室")
    above = Body.objects.get(name="上级")
    stood(office, user=scene.cast.member, name="成员", role="director")
    stood(above, user=scene.cast.chief, name="组长", role="head")
    stood(above, name="老李", role="member")
    for number, title in ((1, "调研"), (2, "起草")):
        step = Step.objects.create(
            stage=scene.gate.stage, key=f"s{number}", title=title, number=number
        )
        step.responsible.set([scene.cast.district])
    User.objects.filter(pk=scene.cast.head.pk).update(is_active=False)
    elsewhere = make_plan(scene.cast.drafter, "lingyige")
    grant("draft_plan", scene.cast.chief, elsewhere)
    grant("write_chapter", scene.cast.chief, elsewhere.provisions.get(title="重点任务"))
    body = Body.objects.create(plan=elsewhere, kind="office", name="另一办公室")
    stood(body, user=scene.cast.chief, name="组长", role="director")
    assert table(scene, LAST) == [
        ("协作人", "主笔：起草、分工、确认统稿", "分工：重点任务"),
        ("局外人", "阅看草案、历史和意见汇总", "规划主持人授权"),
        ("成员", SEE, "办公室主任"),
        ("成员", "维护工作进度、封存报审材料、登记会议和批示", "办公室主任"),
        ("组长", "审定“报上级”（在平台外批示，由办公室登记）", "上级组长"),
        ("组长", SEE, "上级组长"),
        ("经办人", "参与起草本章", "分工：重点任务"),
        ("经办人", "登记材料、确认完成2个步骤：调研、起草", "责任单位：渝中区科协"),
        ("经办人", "起草和修改全部章节", "规划主持人授权"),
        ("起草人", "主持规划：设置、定版、组织征求意见、印发", "规划主持人授权"),
    ]


def test_a_meeting_is_named_as_one() -> None:
    judging = [row for row in table(begin("meeting"), FIRST) if row[1] != SEE]
    assert judging[0] == ("协作人", "在会议上审议“审议”", "审议机构成员")


@pytest.mark.parametrize(
    ("day", "named"),
    [
        (date(2026, 3, 1), False),
        (FIRST, True),
        (LAST, True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_deputy_is_named_from_the_first_day_to_the_last(
    scene: Scene, day: date, named: bool
) -> None:
    stood_for(Seat.objects.get(user=scene.cast.member), scene.cast.outsider, FIRST, LAST)
    expected = [
        ("局外人", JUDGE, "代理审议机构成员，至2026-03-31"),
        ("局外人", SEE, "代理审议机构成员，至2026-03-31"),
    ]
    assert [row for row in table(scene, day) if row[0] == "局外人"] == (expected if named else [])


def test_an_account_that_is_not_active_has_no_rights(scene: Scene) -> None:
    stood_for(Seat.objects.get(user=scene.cast.member), scene.cast.outsider, FIRST, LAST)
    User.objects.exclude(pk=scene.cast.chief.pk).update(is_active=False)
    assert {who for who, _, _ in table(scene, FIRST)} == {"组长"}
