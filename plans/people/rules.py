"""Who can be appointed at all, and whom a plan or an office of the portal cannot do without."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from plans.enums import OFFICES, Duty, UserKind
from plans.errors import NotAllowed, WrongState
from plans.models import Appointment, Plan, Unit, User
from plans.permissions import holders, manages_a_plan
from plans.system.locking import locked


def require_active_person(person: User) -> None:
    """A person with an account in use, no visitor by link."""
    if person.kind != UserKind.PERSON or not person.is_active:
        raise WrongState("只能提名账号在用的人员。请先核对人员账号。")


def may_act_for(person: User, unit: Unit) -> bool:
    """Whether a person is of this very unit and manages no plan."""
    return person.unit_id == unit.pk and not manages_a_plan(person)


def require_own_person(person: User, unit: Unit) -> None:
    """A person of this very unit who manages no plan: who asks units speaks for none of them."""
    require_active_person(person)
    if person.unit_id != unit.pk:
        raise NotAllowed(f"{person}不是{unit}的人员，不能担任该单位的经办人或负责人。")
    if manages_a_plan(person):
        raise NotAllowed(
            f"{person}主持规划，要向各单位征求意见，不能担任单位的经办人或负责人。请提名该单位的其他人员。"
        )


def require_fit_for_office(person: User, duty: str) -> None:
    """三员分立: nobody holds two of the three offices, or is named for a second one."""
    if duty not in OFFICES:
        return
    if person.ends_on is not None:
        raise WrongState(
            f"{person}的账号有到期日，不能担任管理员。请先取消到期日，或者提名其他人。"
        )
    held = Appointment.objects.standing().filter(user=person, permission__in=OFFICES)
    other = held.exclude(permission=duty).first()
    if other is not None:
        raise WrongState(
            f"{person}已经是或者已被提名为{other.get_permission_display()}。系统管理员、安全管理员、"
            "审计管理员须由不同的人担任，请先终止这一项，或者提名其他人。"
        )


def require_another_holder(person: User, duty: str) -> None:
    """Under the lock of the offices: somebody else with an account in use holds this one."""
    if not holders(Duty(duty)).exclude(pk=person.pk).exists():
        raise WrongState(
            f"至少要有一位账号在用的{Duty(duty).label}，请先提名并确认另一位，再终止{person}的任职。"
        )


def lock_managed(people: Iterable[int]) -> list[int]:
    """The plans that these people manage, locked in one order."""
    rows = Appointment.objects.in_force().filter(user__in=list(people), permission=Duty.MANAGER)
    plans = locked(Plan.objects.filter(pk__in=rows.values("plan"))).order_by("pk")
    return [plan.pk for plan in plans]


def manages_alone(person: User, until: date | None = None) -> bool:
    """Whether of some plan, locked by this, nobody else with an account in use is manager; of
    accounts with an end those count that are for longer than ``until``."""
    rows = Appointment.objects.in_force().filter(user__is_active=True, permission=Duty.MANAGER)
    if until is not None:
        rows = rows.filter(Q(user__ends_on__isnull=True) | Q(user__ends_on__gt=until))
    plans = lock_managed([person.pk])
    held = set(rows.exclude(user=person).values_list("plan", flat=True))
    return not held.issuperset(plans)


def require_other_managers(person: User) -> None:
    """Of every plan that the person manages somebody else with an account in use does so too."""
    if manages_alone(person):
        raise WrongState(
            f"{person}是某个规划唯一的主持人，不能停用。请先在“承担的事项”中移交主持职责，"
            "待接任的人确认后再停用。"
        )
