"""The cast of the tests: units and people with rights, and plans to work on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from plans.enums import Duty, PlanKind, UnitKind, UserKind
from plans.importing import import_plan
from plans.models import Appointment, Letterhead, Plan, Unit, User
from plans.permissions import DRAFT_REPLY, MANAGE_PLAN, RELEASE_REPLY, grant, may_manage
from plans.plan.actions import create_plan
from plans.system.system_user import system_user
from plans.text.tree import Node, PlanTree

SEEDS = Path(__file__).parent / "data" / "seeds"
CHONGQING = SEEDS / "chongqing-2021-60-fourteenth-five-year-plan.txt"
PASSWORD = "geheim-2026"

SMALL = PlanTree(
    "测试规划",
    "引言一段。",
    (
        Node(None, "chapter", "总体要求", text="坚持服务大局。\n——坚持守正创新。"),
        Node(
            None,
            "chapter",
            "重点任务",
            children=(
                Node(None, "task", "强化引领", run_in=True, text="深入开展活动。"),
                Node(None, "task", "服务创新", run_in=True, text="建设创新平台。"),
            ),
        ),
    ),
)


@dataclass
class Cast:
    """drafter runs the plan; officer and head are of the district; outsider has no right.

    second keeps the directory as the drafter does, and confirms what another has made. system,
    security and auditor hold the three offices of the portal, and nothing else.
    """

    department: Unit
    district: Unit
    other_district: Unit
    drafter: User
    second: User
    writer: User
    officer: User
    head: User
    chief: User
    member: User
    outsider: User
    system: User
    security: User
    auditor: User


def make_unit(name: str, kind: UnitKind = UnitKind.DISTRICT) -> Unit:
    return Unit.objects.create(name=name, kind=kind)


def make_user(name: str, unit: Unit | None = None, kind: UserKind = UserKind.PERSON) -> User:
    user = User(username=name, full_name=name, unit=unit, kind=kind, email=f"{name}@test.invalid")
    user.set_password(PASSWORD)
    user.save()
    return user


def make_cast() -> Cast:
    system_user()
    department = make_unit("宣传部", UnitKind.DEPARTMENT)
    district, other = make_unit("渝中区科协"), make_unit("江北区科协")
    cast = Cast(
        department,
        district,
        other,
        drafter=make_user("起草人", department),
        second=make_user("复核人", department),
        writer=make_user("协作人", department),
        officer=make_user("经办人", district),
        head=make_user("负责人", district),
        chief=make_user("组长", department),
        member=make_user("成员", department),
        outsider=make_user("局外人", other),
        system=make_user("系统员", department),
        security=make_user("安全员", department),
        auditor=make_user("审计员", department),
    )
    for user in (cast.drafter, cast.second):
        stand(user, Duty.CREATE_PLAN, Duty.KEEP_UNITS)
    stand(cast.system, Duty.SYSTEM)
    stand(cast.security, Duty.SECURITY)
    stand(cast.auditor, Duty.AUDIT)
    appoint(DRAFT_REPLY, cast.officer, district)
    appoint(RELEASE_REPLY, cast.head, district)
    Letterhead.objects.create(
        unit=department,
        body_name="重庆市科学技术协会",
        code="渝科协发",
        signature="重庆市科学技术协会",
        printed_by="重庆市科学技术协会办公室",
    )
    return cast


def stand(user: User, *duties: Duty) -> None:
    """Rights in the whole portal that stood before four eyes were kept."""
    for duty in duties:
        Appointment.objects.create(user=user, permission=duty, confirmed_at=timezone.now())
    user.__dict__.pop("_portal_rights", None)


def appoint(permission: str, user: User, target: Plan | Unit) -> None:
    """A duty that stood before four eyes were kept, with its right."""
    of_this = {"plan" if isinstance(target, Plan) else "unit": target}
    Appointment.objects.create(
        user=user, permission=permission, confirmed_at=timezone.now(), **of_this
    )
    grant(permission, user, target)


def make_plan(by: User, slug: str = "ceshi", tree: PlanTree = SMALL) -> Plan:
    assert by.unit is not None
    return create_plan(
        by=by,
        slug=slug,
        kind=PlanKind.OVERALL,
        owner=by.unit,
        title=tree.title,
        period=(2021, 2025),
        tree=tree,
    )


def make_chongqing(by: User, slug: str = "chongqing-14-5") -> Plan:
    assert by.unit is not None
    found = import_plan(CHONGQING.read_bytes(), CHONGQING.name)
    return create_plan(
        by=by,
        slug=slug,
        kind=PlanKind.OVERALL,
        owner=by.unit,
        title=found.title,
        period=(2021, 2025),
        formats=found.formats,
        tree=found.to_tree(),
    )


def managed(by: User, plan: Plan) -> User:
    """The same person, freshly read, as manager of the plan."""
    if not may_manage(by, plan):
        appoint(MANAGE_PLAN, by, plan)
    return User.objects.get(pk=by.pk)
