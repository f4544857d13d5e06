"""Units of the directory, the people of one, and appointments with whom they wait for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from plans.enums import OFFICES, PLAN_DUTIES, PORTAL_DUTIES, UNIT_DUTIES, Duty, UserKind
from plans.models import Appointment, Plan, Unit, User
from plans.permissions import MANAGE_PLAN, holders, holds, may_manage_units
from plans.seconds import independent_heads, independent_security, may_confirm

RELATED = ("user__unit", "user__opened_by", "unit", "plan", "made_by", "confirmed_by")


@dataclass(frozen=True)
class Role:
    """A duty that a person may have in a unit, and the appointment that stands, if any."""

    duty: Duty
    appointment: Appointment | None


@dataclass(frozen=True)
class Colleague:
    """A person of a unit and what they do for it; ``own`` is who belongs to it."""

    user: User
    own: bool
    roles: list[Role]


def people_of(unit: Unit) -> list[Colleague]:
    """Who belongs to the unit or is appointed in it; not who came by a link."""
    held = {
        (row.user_id, row.permission): row
        for row in Appointment.objects.standing().filter(unit=unit).select_related(*RELATED)
    }
    appointed = {user for user, _ in held}
    people = User.objects.filter(Q(unit=unit) | Q(pk__in=appointed), kind=UserKind.PERSON)
    return [
        Colleague(
            user,
            user.unit_id == unit.pk,
            [Role(duty, held.get((user.pk, duty))) for duty in UNIT_DUTIES],
        )
        for user in people.select_related("opened_by")
    ]


def managers_of(plan: Plan) -> QuerySet[Appointment]:
    """Who manages the plan or is named to."""
    return Appointment.objects.standing().filter(plan=plan).select_related(*RELATED)


def confirmers(row: Appointment) -> list[User]:
    """Who may confirm what waits."""
    if row.unit is not None:
        asked = independent_heads(row) or list(holders(Duty.KEEP_UNITS))
    elif row.plan is not None:
        held = Q(planuserobjectpermission__content_object=row.plan_id) & Q(
            planuserobjectpermission__permission__codename=MANAGE_PLAN
        )
        asked = list(User.objects.filter(held | Q(pk=row.user_id)).distinct())
    else:
        asked = independent_security(row) or list(holders(*OFFICES))
    return [user for user in asked if may_confirm(user, row)]


def waiting_for(user: User) -> list[Appointment]:
    """What this person is to confirm."""
    concerned = Q(plan__in=_targets(user, Duty.MANAGER)) | Q(unit__in=_targets(user, Duty.HEAD))
    concerned |= Q(user=user, plan__isnull=False)
    if may_manage_units(user):
        concerned |= Q(unit__isnull=False)
    if holds(user, *OFFICES):
        concerned |= Q(permission__in=PORTAL_DUTIES)
    waiting = Appointment.objects.waiting().filter(concerned).exclude(made_by=user)
    rows = waiting.select_related(*RELATED).distinct()
    return [row for row in rows if may_confirm(user, row)]


def _targets(user: User, duty: Duty) -> QuerySet[Appointment, int]:
    """The ids of the units or plans in which the person has this duty."""
    held = Appointment.objects.in_force().filter(user=user, permission=duty)
    return held.values_list("plan" if duty in PLAN_DUTIES else "unit", flat=True)


def appointments_of(user: User) -> QuerySet[Appointment]:
    """What the person is appointed to or named for, and what they named for others and waits."""
    own = Appointment.objects.standing().filter(user=user)
    named = Appointment.objects.waiting().filter(made_by=user)
    return (own | named).select_related(*RELATED)


def waits_for(row: Appointment) -> str:
    """For whom an appointment waits, in one sentence."""
    people = "或".join(map(str, confirmers(row)))
    if row.plan is not None:
        return f"待{people}确认" if people else "待另一位主持人确认"
    if people:
        return f"待{people}确认"
    if row.unit is None:
        return "还没有能确认的人：须是另一位管理员，既没有经办，也没有为其开户"
    return "还没有能确认的人：须是该单位另一位负责人，或另一位维护单位名录、不主持规划的人员"


def directory(q: str = "", kind: str = "") -> list[Unit]:
    """Units by kind, narrowed by a word of the name and by kind; the first 500."""
    rows = Unit.objects.filter(name__contains=q)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows[:500])
