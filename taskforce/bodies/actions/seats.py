"""Bodies and seats: who is named to sit where, from when to when, and who confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Plan, User
from plans.people.actions.sessions import end_for_role
from plans.system import clock
from plans.system.audit import record
from plans.system.chinese_dates import chinese_date, local_day
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret
from taskforce.bodies.waiting import waits_for
from taskforce.enums import Act, BodyKind, SeatRole
from taskforce.models import Body, Gate, MemberOpinion, Package, Seat, Timeline
from taskforce.permissions import may_confirm_seat, may_run_process


@dataclass(frozen=True)
class SeatTerms:
    """Who sits, in which role and office, from when to when; ``name`` without an account."""

    role: str
    name: str = ""
    position: str = ""
    user: User | None = None
    from_on: date | None = None
    to_on: date | None = None


def make_body(plan: Plan, kind: str, name: str, *, by: User, issues_as: str = "") -> Body:
    """Set up a body of the plan; the one of this name where it stands already."""
    require_process(plan, by)
    if kind not in BodyKind.values or not name.strip():
        raise InvalidInput("请选择机构类别并填写名称。")
    with transaction.atomic():
        terms = {"kind": kind, "issues_as": issues_as.strip()}
        body, made = Body.objects.get_or_create(plan=plan, name=name.strip(), defaults=terms)
        if made:
            record(Act.BODY_MAKE, body, by=by, plan=plan, new={"name": body.name} | terms)
    return body


def add_seat(body: Body, terms: SeatTerms, *, by: User) -> Seat:
    """Name a person to a body; in force when a second person confirms.

    An office without a named person, from which nothing can be said, needs no second one.
    """
    require_process(body.plan, by)
    refuse_oneself(terms.user, by)
    name = terms.name.strip() or (terms.user.full_name if terms.user else "")
    if terms.role not in SeatRole.values or not (name or terms.position.strip()):
        raise InvalidInput("请填写姓名或职务，并选择职责。")
    refuse_secret(terms.position)
    check_dates(terms.from_on, terms.to_on)
    with transaction.atomic():
        refuse_while_deciding(body)
        _refuse_second_seat(body, terms)
        seat = Seat(
            body=body,
            user=terms.user,
            name=name,
            role=terms.role,
            order=body.seats.count() + 1,
            position=terms.position.strip(),
            from_on=terms.from_on,
            to_on=terms.to_on,
        )
        name_to(seat, by=by)
        seat.save()
        record(Act.SEAT_ADD, seat, by=by, plan=body.plan, new=_said(seat))
    return seat


def _refuse_second_seat(body: Body, terms: SeatTerms) -> None:
    """One person has one voice in a body at a time, namings that wait included."""
    if terms.user is None:
        return
    held = body.seats.standing().filter(user=terms.user)
    if terms.to_on is not None:
        held = held.filter(Q(from_on__isnull=True) | Q(from_on__lte=terms.to_on))
    if terms.from_on is not None:
        held = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=terms.from_on))
    for other in held:
        raise WrongState(
            f"{terms.user}在这段时间已经是{body}的{other.get_role_display()}，不能重复任职。"
            "需要改变职责的，请先截止或撤回原来的任职。"
        )


def name_to(seat: Seat, *, by: User) -> None:
    """Let a seat wait for its second person, if anything can be said from it."""
    if seat.speaks:
        seat.made_by = by
    else:
        seat.confirmed_at = clock.now()


def confirm_seat(seat_id: int, *, by: User) -> Seat:
    """复核: from now on the seat is in force, by its dates."""
    with transaction.atomic():
        seat = _lock_waiting(seat_id)
        if not may_confirm_seat(by, seat):
            raise NotAllowed(f"您不能确认这项任职。{waits_for(seat)}。")
        refuse_while_deciding(seat.body)
        seat.confirmed_by, seat.confirmed_at = by, clock.now()
        seat.save(update_fields=["confirmed_by", "confirmed_at"])
        end_for_role(seat.user, by=by)
        record(Act.SEAT_CONFIRM, seat, by=by, plan=seat.body.plan, new=_said(seat))
    return seat


def refuse_seat(seat_id: int, *, by: User) -> Seat:
    """不同意: the naming is void; by whoever might confirm it, and always by its holder."""
    with transaction.atomic():
        seat = _lock_waiting(seat_id)
        if seat.user_id != by.pk and not may_confirm_seat(by, seat):
            raise NotAllowed(f"您不能否决这项任职。{waits_for(seat)}。")
        return _drop(seat, Act.SEAT_REFUSE, by)


def withdraw_seat(seat_id: int, *, by: User) -> Seat:
    """撤回: whoever named takes the naming back while it waits."""
    with transaction.atomic():
        seat = _lock_waiting(seat_id)
        if seat.made_by_id != by.pk:
            raise NotAllowed("只有经办人可以撤回这项任职安排。")
        return _drop(seat, Act.SEAT_WITHDRAW, by)


def _drop(seat: Seat, act: Act, by: User) -> Seat:
    seat.ended_at = clock.now()
    seat.save(update_fields=["ended_at"])
    record(act, seat, by=by, plan=seat.body.plan, new=_said(seat))
    return seat


def _said(seat: Seat) -> dict[str, str]:
    return {"seat": str(seat), "body": seat.body.name}


def _lock_waiting(seat_id: int) -> Seat:
    """The seat behind the gates of its body, all locked; WrongState when nothing waits."""
    body = Body.objects.get(seats=seat_id)
    lock_holder(Seat.objects.get(pk=seat_id).user_id)
    lock_gates(body)
    seat = locked(Seat.objects).get(pk=seat_id)
    if seat.in_force or seat.ended_at is not None:
        raise WrongState("这项任职已经办理，请刷新页面查看。")
    return seat


def end_seat(seat: Seat, *, by: User, to_on: date) -> Seat:
    """Let a seat end on a day; what was decided with it stays, and the day is not before it.

    Never later than it ends already: that would give a voice by one person's word.
    """
    require_process(seat.body.plan, by)
    check_dates(seat.from_on, to_on)
    with transaction.atomic():
        lock_holder(seat.user_id)
        refuse_while_deciding(seat.body)
        seat = locked(Seat.objects).get(pk=seat.pk)
        _refuse_longer(seat, to_on)
        _refuse_before_its_word(seat, to_on)
        old = str(seat.to_on or "")
        seat.to_on = to_on
        seat.save(update_fields=["to_on"])
        end_for_role(seat.user, by=by)
        new = _said(seat) | {"to_on": str(to_on)}
        record(Act.SEAT_END, seat, by=by, plan=seat.body.plan, old={"to_on": old}, new=new)
    return seat


def _refuse_longer(seat: Seat, to_on: date) -> None:
    if not seat.in_force or seat.ended_at is not None:
        raise WrongState("这项任职还没有生效，不需要截止；不再安排的，请由经办人撤回。")
    if seat.to_on is not None and to_on > seat.to_on:
        day = chinese_date(seat.to_on)
        raise InvalidInput(
            f"这项任职到{day}截止，只能提前，不能延长。需要继续任职的，请重新增加成员，经另一人确认。"
        )


def _refuse_before_its_word(seat: Seat, to_on: date) -> None:
    last = MemberOpinion.objects.filter(seat=seat).aggregate(last=Max("given_at"))["last"]
    if last is not None and to_on < local_day(last):
        day = chinese_date(last)
        raise InvalidInput(f"这一席位在{day}发表过审议意见，任职的截止日期不能早于这一天。")


def require_process(plan: Plan, by: User) -> None:
    """NotAllowed for anybody who does not run the plan's process."""
    if not may_run_process(by, plan):
        raise NotAllowed("您没有设置工作机构的权限。")


def refuse_oneself(user: User | None, by: User) -> None:
    """Nobody gives themselves a voice."""
    if user == by:
        raise NotAllowed("不能把自己设为机构的成员或代理人，请由其他管理人员办理。")


def refuse_while_deciding(body: Body) -> None:
    """Who sits in a body, and for whom another speaks, stays while it decides."""
    if Package.objects.filter(gate__in=lock_gates(body), closed_at__isnull=True).exists():
        raise WrongState("这个机构正在审议报审材料，形成结果或撤回材料之后才能调整成员和代理人。")


def lock_holder(user_id: int | None) -> None:
    """The account whose sign-ins may end, before what is locked behind it."""
    if user_id is not None:
        locked(User.objects).get(pk=user_id)


def lock_gates(body: Body) -> list[Gate]:
    """The gates at which the body decides, locked as a decision locks them: behind the timeline."""
    list(locked(Timeline.objects).filter(plan=body.plan_id))
    return list(locked(Gate.objects).filter(body=body).order_by("pk"))


def check_dates(from_on: date | None, to_on: date | None) -> None:
    """InvalidInput for an end before its beginning."""
    if from_on and to_on and to_on < from_on:
        raise InvalidInput("结束日期不能早于开始日期。")
