"""谁可以做什么: every person's rights on a plan, with the ground of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from plans.models import Plan, PlanUserObjectPermission, ProvisionUserObjectPermission, User
from taskforce.enums import BodyKind, Rule
from taskforce.models import Deputy, Gate, Seat, Step

GRANTED = {
    "manage_plan": "主持规划：设置、定版、组织征求意见、印发",
    "draft_plan": "起草和修改全部章节",
    "read_draft": "阅看草案、历史和意见汇总",
    "lead_chapter": "主笔：起草、分工、确认统稿",
    "write_chapter": "参与起草本章",
}
OFFICE_WORK = "维护工作进度、封存报审材料、登记会议和批示"
SEE = "查看工作进度和总览"


@dataclass(frozen=True, order=True)
class Right:
    """One line of the table: who may do what, and why."""

    who: str
    what: str
    why: str


def rights_of(plan: Plan, on: date) -> list[Right]:
    """Every right on the plan that is in force on a day, by person with an active account."""
    found = {*_granted(plan), *_seated(plan, on), *_responsible(plan)}
    return sorted(found)


def _granted(plan: Plan) -> Iterator[Right]:
    of_plan = PlanUserObjectPermission.objects.filter(content_object=plan, user__is_active=True)
    for held in of_plan.select_related("user", "permission"):
        yield Right(str(held.user), GRANTED[held.permission.codename], "规划主持人授权")
    of_chapters = ProvisionUserObjectPermission.objects.filter(
        content_object__plan=plan,
        content_object__deleted_at__isnull=True,
        user__is_active=True,
    )
    for one in of_chapters.select_related("user", "permission", "content_object"):
        ground = f"分工：{one.content_object.title}"
        yield Right(str(one.user), GRANTED[one.permission.codename], ground)


def _seated(plan: Plan, on: date) -> Iterator[Right]:
    gates = list(Gate.objects.filter(stage__timeline__plan=plan).select_related("stage"))
    seats = Seat.objects.held_on(on).filter(body__plan=plan)
    deputies = Deputy.objects.held_on(on).filter(user__is_active=True).select_related("user")
    related = seats.select_related("body", "user").prefetch_related(Prefetch("deputies", deputies))
    for seat in related:
        ground = f"{seat.body}{seat.get_role_display()}"
        works = [*_work(seat, gates)]
        if seat.user is not None and seat.user.is_active:
            yield from (Right(str(seat.user), what, ground) for what in works)
        for deputy in seat.deputies.all():
            instead = f"代理{ground}，至{deputy.to_on}"
            yield from (Right(str(deputy.user), what, instead) for what in works)


def _work(seat: Seat, gates: list[Gate]) -> Iterator[str]:
    if seat.body.kind == BodyKind.OFFICE:
        yield OFFICE_WORK
    for gate in gates:
        if gate.body_id == seat.body_id:
            yield _judging(gate)
    yield SEE


def _judging(gate: Gate) -> str:
    if gate.rule == Rule.MEETING:
        return f"在会议上审议“{gate}”"
    if gate.rule == Rule.OUTSIDE:
        return f"审定“{gate}”（在平台外批示，由办公室登记）"
    return f"审议“{gate}”并发表意见（{gate.get_rule_display()}）"


def _responsible(plan: Plan) -> Iterator[Right]:
    steps = Step.objects.filter(stage__timeline__plan=plan).prefetch_related("responsible")
    by_unit: dict[int, list[str]] = {}
    for step in steps:
        for unit in step.responsible.all():
            by_unit.setdefault(unit.pk, []).append(step.title)
    people = User.objects.filter(Q(unit__in=by_unit), kind="person", is_active=True)
    for user in people.select_related("unit"):
        titles = by_unit[user.unit_id or 0]
        what = f"登记材料、确认完成{len(titles)}个步骤：{'、'.join(titles)}"
        yield Right(str(user), what, f"责任单位：{user.unit}")
