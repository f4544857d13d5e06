"""What the written plan knows of a leaver: chapters, rights on plans, duties, offices."""

from __future__ import annotations

from django.urls import reverse

from plans.enums import PORTAL_DUTIES, Act
from plans.leaving.registry import PLANS, Held, Kind
from plans.models import (
    Appointment,
    Assignment,
    Plan,
    PlanUserObjectPermission,
    Provision,
    ProvisionUserObjectPermission,
    Unit,
    User,
)
from plans.people.actions.appointments import name_successor
from plans.permissions import (
    DRAFT_PLAN,
    LEAD_CHAPTER,
    READ_DRAFT,
    grant,
    may_manage,
    may_read_draft,
    revoke,
)
from plans.system.audit import record
from plans.system.locking import locked

RIGHTS = {DRAFT_PLAN: "参与起草", READ_DRAFT: "阅看草稿"}


def _chapters(user: User) -> list[ProvisionUserObjectPermission]:
    rows = ProvisionUserObjectPermission.objects.filter(
        user=user, content_object__deleted_at__isnull=True
    ).select_related("content_object__plan", "permission")
    return list(rows.order_by("content_object__plan", "content_object__rank", "pk"))


def _held_chapters(user: User, visitor: User) -> list[Held]:
    found = []
    for row in _chapters(user):
        chapter = row.content_object
        word = "主笔" if row.permission.codename == LEAD_CHAPTER else "参与起草"
        reads = may_read_draft(visitor, chapter.plan)
        title = chapter.title if reads else "一章"
        url = reverse("provision", args=[chapter.plan.slug, chapter.pk]) if reads else ""
        found.append(Held(f"“{chapter.plan}”{title}：{word}", url))
    return found


def _lock_held(leaver: User) -> None:
    """The plans, then the units, of all that the leaver holds here: two hand-overs that follow
    each other in one transaction take theirs in one order."""
    duties = _duties(leaver)
    plans = {row.content_object.plan_id for row in _chapters(leaver)}
    plans |= {row.content_object.pk for row in _rights(leaver)}
    plans |= {row.plan_id for row in duties if row.plan_id is not None}
    units = [row.unit_id for row in duties if row.unit_id is not None]
    list(locked(Plan.objects.filter(pk__in=plans)).order_by("pk"))
    list(locked(Unit.objects.filter(pk__in=units)).order_by("pk"))


def _move_chapters(leaver: User, successor: User, by: User) -> int:
    _lock_held(leaver)
    rows = _chapters(leaver)
    for row in rows:
        _move_chapter(row.content_object, row.permission.codename, leaver, successor, by)
    return len(rows)


def _move_chapter(chapter: Provision, right: str, leaver: User, successor: User, by: User) -> None:
    revoke(right, leaver, chapter)
    grant(right, successor, chapter)
    leads = right == LEAD_CHAPTER
    for assignment in locked(Assignment.objects).filter(chapter=chapter, lead=leaver):
        assignment.lead = successor
        assignment.save(update_fields=["lead"])
    old = {"lead": leaver.pk} if leads else {"writers": [leaver.pk]}
    new = {"lead": successor.pk} if leads else {"writers": [successor.pk]}
    note = {"note": f"{leaver.full_name}移交给{successor.full_name}"}
    record(Act.CHAPTER_ASSIGN, chapter, by=by, plan=chapter.plan, old=old, new=new | note)


def _rights(user: User) -> list[PlanUserObjectPermission]:
    rows = PlanUserObjectPermission.objects.filter(user=user, permission__codename__in=RIGHTS)
    return list(rows.select_related("content_object", "permission").order_by("content_object"))


def _held_rights(user: User, visitor: User) -> list[Held]:
    return [
        Held(
            f"“{row.content_object}”：{RIGHTS[row.permission.codename]}",
            _people_page(row.content_object, visitor),
        )
        for row in _rights(user)
    ]


def _people_page(plan: Plan, visitor: User) -> str:
    return reverse("people", args=[plan.slug]) if may_manage(visitor, plan) else ""


def _move_rights(leaver: User, successor: User, by: User) -> int:
    _lock_held(leaver)
    rows = _rights(leaver)
    for row in rows:
        plan, right = row.content_object, row.permission.codename
        revoke(right, leaver, plan)
        grant(right, successor, plan)
        old, new = {"person": leaver.full_name}, {"person": successor.full_name}
        record(Act.PLAN_GRANT, plan, by=by, plan=plan, old=old, new=new | {"note": RIGHTS[right]})
    return len(rows)


def _duties(user: User) -> list[Appointment]:
    rows = Appointment.objects.in_force().filter(user=user).exclude(permission__in=PORTAL_DUTIES)
    return list(rows.select_related("unit", "plan").order_by("plan", "unit", "pk"))


def _held_duties(user: User, visitor: User) -> list[Held]:
    return [
        Held(
            f"“{row.scope}”{row.get_permission_display()}",
            _people_page(row.plan, visitor) if row.plan else "",
        )
        for row in _duties(user)
    ]


def _name_to_duties(leaver: User, successor: User, by: User) -> int:
    _lock_held(leaver)
    return sum(name_successor(row.pk, successor, by=by) for row in _duties(leaver))


def _held_in_portal(user: User, _visitor: User) -> list[Held]:
    rows = Appointment.objects.in_force().filter(user=user, permission__in=PORTAL_DUTIES)
    return [Held(row.get_permission_display()) for row in rows]


def _waiting(user: User, _visitor: User) -> list[Held]:
    rows = Appointment.objects.waiting().filter(made_by=user).select_related("unit", "plan", "user")
    named = [Held(f"提名{row.user}{row.words()}，等待确认") for row in rows]
    own = Appointment.objects.waiting().filter(user=user).select_related("unit", "plan")
    return named + [Held(f"被提名{row.words()}，等待确认") for row in own]


AT_ONCE = "移交后即由接手人继续，原来的权限收回。"
BY_TWO = (
    "移交即提名接手人，经有权的另一人确认后生效；"
    "原来的任职终止，规划唯一的主持人留到接手人确认之后。"
)
KINDS = (
    Kind("chapters", "起草的章", AT_ONCE, _held_chapters, _move_chapters, PLANS),
    Kind("rights", "对规划的权限", AT_ONCE, _held_rights, _move_rights, PLANS),
    Kind("duties", "单位和规划的任职", BY_TWO, _held_duties, _name_to_duties, PLANS),
    Kind("portal", "全平台权限", "由安全管理员终止，并另行提名他人。", _held_in_portal),
    Kind("naming", "等待确认的提名", "由其他有权的人员确认、撤回或者重新提名。", _waiting),
)
