"""Deputies: who speaks for a seat while its holder is away, named by one, confirmed by another."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.people.actions.sessions import end_for_role
from plans.seconds import opened_account
from plans.system import clock
from plans.system.audit import record
from plans.system.chinese_dates import chinese_date
from plans.system.locking import locked
from taskforce.bodies.actions.seats import (
    check_dates,
    lock_gates,
    lock_holder,
    refuse_oneself,
    refuse_while_deciding,
    require_process,
)
from taskforce.bodies.waiting import deputy_waits_for
from taskforce.enums import Act
from taskforce.models import Body, Deputy, Seat
from taskforce.permissions import may_confirm_deputy, may_run_process


def name_deputy(seat: Seat, user: User, *, by: User, from_on: date, to_on: date) -> Deputy:
    """Name who acts for the seat, by its holder or the office; a second person confirms."""
    if seat.user_id != by.pk:
        require_process(seat.body.plan, by)
    refuse_oneself(user, by)
    if seat.user_id == user.pk:
        raise InvalidInput("代理人就是任职的本人，请选择另一位。")
    if opened_account(by, user):
        raise NotAllowed("代理人的账号由您开通，不能由您安排为代理人，请由其他管理人员办理。")
    check_dates(from_on, to_on)
    with transaction.atomic():
        refuse_while_deciding(seat.body)
        held = locked(Seat.objects.in_force()).filter(pk=seat.pk)
        if not held.exists():
            raise WrongState("这项任职还没有生效，确认之后才能安排代理人。")
        _refuse_overlap(seat, from_on, to_on)
        deputy = Deputy.objects.create(
            seat=seat, user=user, from_on=from_on, to_on=to_on, made_by=by
        )
        record(Act.SEAT_DEPUTY, deputy, by=by, plan=seat.body.plan, new=_said(deputy))
    return deputy


def confirm_deputy(deputy_id: int, *, by: User) -> Deputy:
    """复核: the deputy speaks for the seat, by its dates."""
    with transaction.atomic():
        deputy = _lock(deputy_id)
        _require_waiting(deputy)
        if not may_confirm_deputy(by, deputy):
            raise NotAllowed(f"您不能确认这项代理安排。{deputy_waits_for(deputy)}。")
        refuse_while_deciding(deputy.seat.body)
        deputy.confirmed_by, deputy.confirmed_at = by, clock.now()
        deputy.save(update_fields=["confirmed_by", "confirmed_at"])
        end_for_role(deputy.user, by=by)
        plan = deputy.seat.body.plan
        record(Act.DEPUTY_CONFIRM, deputy, by=by, plan=plan, new=_said(deputy))
    return deputy


def refuse_deputy(deputy_id: int, *, by: User) -> Deputy:
    """不同意: by whoever might confirm, by the seat's holder, and by the one to deputise."""
    with transaction.atomic():
        deputy = _lock(deputy_id)
        _require_waiting(deputy)
        concerned = by.pk in (deputy.user_id, deputy.seat.user_id)
        if not concerned and not may_confirm_deputy(by, deputy):
            raise NotAllowed(f"您不能否决这项代理安排。{deputy_waits_for(deputy)}。")
        return _end(deputy, Act.DEPUTY_REFUSE, by)


def withdraw_deputy(deputy_id: int, *, by: User) -> Deputy:
    """撤回: whoever named takes it back while it waits."""
    with transaction.atomic():
        deputy = _lock(deputy_id)
        _require_waiting(deputy)
        if deputy.made_by_id != by.pk:
            raise NotAllowed("只有经办人可以撤回这项代理安排。")
        return _end(deputy, Act.DEPUTY_WITHDRAW, by)


def end_deputy(deputy_id: int, *, by: User) -> Deputy:
    """结束代理 before its date: by the seat's holder, the deputy or the office."""
    with transaction.atomic():
        deputy = _lock(deputy_id)
        plan = deputy.seat.body.plan
        if by.pk not in (deputy.user_id, deputy.seat.user_id) and not may_run_process(by, plan):
            raise NotAllowed("您没有结束这项代理的权限。")
        if not deputy.in_force or deputy.ended_at is not None:
            raise WrongState("这项代理还没有生效或者已经结束，请刷新页面查看。")
        refuse_while_deciding(deputy.seat.body)
        end_for_role(deputy.user, by=by)
        return _end(deputy, Act.DEPUTY_END, by)


def _end(deputy: Deputy, act: Act, by: User) -> Deputy:
    deputy.ended_at = clock.now()
    deputy.save(update_fields=["ended_at"])
    record(act, deputy, by=by, plan=deputy.seat.body.plan, new=_said(deputy))
    return deputy


def _said(deputy: Deputy) -> dict[str, str]:
    return {
        "seat": str(deputy.seat),
        "body": deputy.seat.body.name,
        "deputy": str(deputy.user),
        "from_on": chinese_date(deputy.from_on),
        "to_on": chinese_date(deputy.to_on),
    }


def _lock(deputy_id: int) -> Deputy:
    """The deputy behind the gates of its body, all locked."""
    lock_holder(Deputy.objects.get(pk=deputy_id).user_id)
    lock_gates(Body.objects.get(seats__deputies=deputy_id))
    return locked(Deputy.objects).get(pk=deputy_id)


def _require_waiting(deputy: Deputy) -> None:
    if deputy.in_force or deputy.ended_at is not None:
        raise WrongState("这项代理安排已经办理，请刷新页面查看。")


def _refuse_overlap(seat: Seat, from_on: date, to_on: date) -> None:
    """One deputy at a time, those that wait included."""
    at_once = seat.deputies.standing().filter(from_on__lte=to_on, to_on__gte=from_on)
    for other in at_once:
        raise WrongState(f"这段时间已经安排{other.user}代理，请先结束或撤回原来的代理安排。")
