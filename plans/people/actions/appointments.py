"""Appointing: one names, another confirms; ending takes effect at once."""

from __future__ import annotations

from django.db import transaction

from plans.enums import OFFICES, PORTAL_DUTIES, UNIT_DUTIES, Act, Duty
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Appointment, Plan, Unit, User
from plans.people.actions.sessions import end_for_role
from plans.people.rules import (
    may_act_for,
    require_active_person,
    require_another_holder,
    require_fit_for_office,
    require_own_person,
)
from plans.permissions import (
    grant,
    holders,
    holds,
    may_give_rights,
    may_manage,
    may_manage_units,
    revoke,
)
from plans.seconds import may_confirm, may_keep
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.system_user import system_user


def name_for_unit(person: User, unit: Unit, duty: str, *, by: User) -> Appointment:
    """提名 a unit's own person as its 经办人 or 负责人; it gives nothing until confirmed."""
    if duty not in UNIT_DUTIES:
        raise InvalidInput("请选择经办人或者负责人。")
    with transaction.atomic():
        unit = locked(Unit.objects).get(pk=unit.pk)
        person, by = _anew(person), _anew(by)
        if not may_manage_units(by):
            raise NotAllowed("您没有维护人员的权限。")
        if person == by:
            raise NotAllowed("不能提名自己，请由另一位维护单位名录的人员办理。")
        require_own_person(person, unit)
        return _name(Appointment(user=person, permission=Duty(duty), unit=unit, made_by=by))


def name_manager(person: User, plan: Plan, *, by: User) -> Appointment:
    """提名 a manager of the plan; it gives nothing until confirmed."""
    with transaction.atomic():
        plan = locked(Plan.objects).get(pk=plan.pk)
        person, by = _anew(person), _anew(by)
        if not may_manage(by, plan):
            raise NotAllowed("您没有主持这个规划的权限。")
        if person == by:
            raise NotAllowed("不能提名自己为主持人，请由另一位主持人办理。")
        require_active_person(person)
        return _name(Appointment(user=person, permission=Duty.MANAGER, plan=plan, made_by=by))


def name_for_portal(person: User, duty: str, *, by: User) -> Appointment:
    """提名 a person for one of the three offices, or to start plans or keep units."""
    if duty not in PORTAL_DUTIES:
        raise InvalidInput("请选择系统管理员、安全管理员、审计管理员、新建规划或者维护单位。")
    with transaction.atomic():
        lock_offices()
        person, by = locked(User.objects).get(pk=person.pk), _anew(by)
        if not may_give_rights(by):
            raise NotAllowed("您没有授予全平台权限的权限，请联系安全管理员。")
        if not holds(by, Duty.SECURITY) and duty != Duty.SECURITY:
            raise NotAllowed("还没有安全管理员，请先提名安全管理员，再由其授予其他权限。")
        if person == by:
            raise NotAllowed("不能提名自己，请由另一位安全管理员办理。")
        require_active_person(person)
        require_fit_for_office(person, duty)
        return _name(Appointment(user=person, permission=Duty(duty), made_by=by))


def stand_in_office(person: User, duty: Duty) -> Appointment:
    """Put the first holder into an office that nobody holds, by the word of whoever runs the
    server; inside the command's own transaction."""
    if holders(duty).exists():
        raise WrongState(f"已经有{duty.label}，请由安全管理员提名，另一人确认。")
    require_fit_for_office(person, duty)
    row = Appointment.objects.create(user=person, permission=duty, confirmed_at=clock.now())
    person.__dict__.pop("_portal_rights", None)
    end_for_role(person, by=system_user())
    _record(Act.APPOINTMENT_FIRST, row, by=system_user())
    return row


def name_successor(appointment_id: int, successor: User, *, by: User) -> int:
    """Name who shall follow in a unit or plan, and end who leaves; inside a hand-over's
    transaction. 1, or 0 where the successor is not of the unit or manages a plan.

    The only manager of a plan stays until the successor confirms: it never is without one. The
    hand-over ends the sign-ins of who leaves, last of all.
    """
    row = _lock(appointment_id)
    if row.unit is not None and not may_act_for(successor, row.unit):
        return 0
    of_this = {"unit": row.unit, "plan": row.plan, "permission": row.permission}
    if not Appointment.objects.standing().filter(user=successor, **of_this).exists():
        _name(Appointment(user=successor, made_by=by, **of_this))
    others = Appointment.objects.in_force().filter(plan=row.plan, user__is_active=True)
    if row.plan is None or others.exclude(user=row.user).exists():
        _end(row, by=by)
        if row.target is not None:
            revoke(row.permission, row.user, row.target)
        _record(Act.APPOINTMENT_END, row, by=by)
    return 1


def appoint_maker(plan: Plan, *, by: User) -> Appointment:
    """Who starts a plan manages it, by nobody else's word; inside the plan's own transaction."""
    row = Appointment.objects.create(
        user=by, permission=Duty.MANAGER, plan=plan, confirmed_at=clock.now()
    )
    grant(row.permission, by, plan)
    return row


def confirm_appointment(appointment_id: int, *, by: User) -> Appointment:
    """确认 what another named: the right is given in the same transaction."""
    with transaction.atomic():
        row, by = _lock(appointment_id), _anew(by)
        if not row.waits:
            raise WrongState("这项提名已经确认、撤回或者没有得到同意，请刷新页面查看。")
        if not may_confirm(by, row):
            raise NotAllowed("您不能确认这项任职：须由既没有经办、也没有开户的另一位有权人员确认。")
        if row.unit is not None:
            require_own_person(row.user, row.unit)
        require_active_person(row.user)
        require_fit_for_office(row.user, row.permission)
        row.confirmed_by, row.confirmed_at = by, clock.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        if row.target is not None:
            grant(row.permission, row.user, row.target)
        end_for_role(row.user, by=by)
        _record(Act.APPOINTMENT_CONFIRM, row, by=by)
    return row


def decline_appointment(appointment_id: int, *, by: User) -> Appointment:
    """不同意, or 撤回 by who named: nothing was given, and nothing will be."""
    with transaction.atomic():
        row, by = _lock(appointment_id), _anew(by)
        if not row.waits:
            raise WrongState("这项提名已经确认、撤回或者没有得到同意，请刷新页面查看。")
        concerned = by.pk in (row.made_by_id, row.user_id)
        if not (concerned or may_confirm(by, row) or may_keep(by, row)):
            raise NotAllowed("您不能办理这项提名。")
        _end(row, by=by)
        _record(Act.APPOINTMENT_DECLINE, row, by=by)
    return row


def end_appointment(appointment_id: int, *, by: User) -> Appointment:
    """终止: the right is taken back at once; a plan keeps a manager and an office its holder."""
    with transaction.atomic():
        row, by = _lock(appointment_id), _anew(by)
        if not row.in_force:
            raise WrongState("这项任职没有生效或者已经终止，请刷新页面查看。")
        if row.plan is not None:
            _require_other_manager(row, row.plan, by=by)
        elif not (by.pk == row.user_id or may_keep(by, row)):
            raise NotAllowed("您没有终止这项任职的权限。")
        if row.permission in OFFICES:
            require_another_holder(row.user, row.permission)
        _end(row, by=by)
        if row.target is not None:
            revoke(row.permission, row.user, row.target)
        end_for_role(row.user, by=by)
        _record(Act.APPOINTMENT_END, row, by=by)
    return row


def _require_other_manager(row: Appointment, plan: Plan, *, by: User) -> None:
    """Under the plan's lock: another manager ends it, who is left."""
    if not may_manage(by, plan):
        raise NotAllowed("您没有主持这个规划的权限。")
    if by.pk == row.user_id:
        raise WrongState("不能取消自己的主持权限，请由另一位主持人操作。")


def _name(row: Appointment) -> Appointment:
    same = Appointment.objects.standing().filter(
        user=row.user, permission=row.permission, unit=row.unit, plan=row.plan
    )
    if same.exists():
        raise WrongState("这项任职已经提名或者生效，不需要重复提名。")
    row.save()
    _record(Act.APPOINTMENT_NAME, row, by=row.made_by or row.user)
    return row


def lock_offices() -> None:
    """Everybody in an office, locked in one order: two who end at once see each other."""
    list(locked(Appointment.objects.standing().filter(permission__in=OFFICES)).order_by("pk"))


def _lock(appointment_id: int) -> Appointment:
    """Offices, the account, plan or unit, then the appointment, locked: two who end at once see
    each other, and the account's sign-ins may end."""
    at = Appointment.objects.values("unit", "plan", "user").get(pk=appointment_id)
    if at["plan"] is None and at["unit"] is None:
        lock_offices()
    locked(User.objects).get(pk=at["user"])
    if at["plan"] is not None:
        locked(Plan.objects).get(pk=at["plan"])
    elif at["unit"] is not None:
        locked(Unit.objects).get(pk=at["unit"])
    rows = locked(Appointment.objects)
    return rows.select_related("unit", "plan", "user", "made_by").get(pk=appointment_id)


def _anew(user: User) -> User:
    """The person as the database has them now: what decides is read under the lock."""
    return User.objects.get(pk=user.pk)


def _end(row: Appointment, *, by: User) -> None:
    row.ended_at, row.ended_by = clock.now(), by
    row.save(update_fields=["ended_at", "ended_by"])


def _record(act: Act, row: Appointment, *, by: User) -> None:
    new = {"person": row.user.full_name, "duty": row.get_permission_display()}
    record(act, row, by=by, plan=row.plan, new=new | {"for": row.scope})
