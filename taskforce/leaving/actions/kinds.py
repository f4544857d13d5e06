"""What the process knows of a leaver: seats, deputies, and what waits on the desk."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from plans.leaving.registry import TIMELINES, Held, Kind
from plans.models import User
from plans.seconds import opened_account
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from taskforce.bodies.actions.seats import lock_gates
from taskforce.desk.waiting import desk
from taskforce.enums import Act
from taskforce.models import Body, CalendarLink, Deputy, Package, Seat, Timeline
from taskforce.permissions import may_see_seat


def _seats(user: User) -> QuerySet[Seat]:
    """Seats in force today; one that only begins later is named anew."""
    return Seat.objects.held_on(clock.today()).filter(user=user).select_related("body__plan")


def _held_seats(user: User, visitor: User) -> list[Held]:
    return [
        Held(
            f"“{seat.body.plan}”{seat.body}{seat.get_role_display()}",
            reverse("seat", args=[seat.pk]) if may_see_seat(visitor, seat) else "",
        )
        for seat in _seats(user)
    ]


def _lock_timelines(leaver: User) -> None:
    """Of all bodies in which the leaver sits or speaks for another, in one order."""
    plans = {one.body.plan_id for one in _seats(leaver)}
    plans |= {one.seat.body.plan_id for one in _deputies(leaver)}
    list(locked(Timeline.objects.filter(plan__in=plans)).order_by("pk"))


def _name_to_seats(leaver: User, successor: User, by: User) -> int:
    _lock_timelines(leaver)
    bodies = Body.objects.filter(pk__in=_seats(leaver).values("body")).order_by("pk")
    return sum(_name_to_seat(body, leaver, successor, by) for body in bodies)


def _name_to_seat(body: Body, leaver: User, successor: User, by: User) -> int:
    """From tomorrow on; nothing while the body decides, nor where the successor sits already."""
    gates = lock_gates(body)
    if Package.objects.filter(gate__in=gates, closed_at__isnull=True).exists():
        return 0
    if body.seats.standing().filter(user=successor).exists():
        return 0
    today = clock.today()
    seats = list(locked(body.seats.held_on(today).filter(user=leaver)))
    for seat in seats:
        until, seat.to_on = seat.to_on, today
        seat.save(update_fields=["to_on"])
        said = {"seat": str(seat), "body": body.name}
        record(Act.SEAT_END, seat, by=by, plan=body.plan, new=said | {"to_on": str(today)})
        if until is None or until > today:
            _name_next(seat, until, successor, by)
    return len(seats)


def _name_next(seat: Seat, until: date | None, successor: User, by: User) -> None:
    named = Seat(
        body=seat.body,
        user=successor,
        name=successor.full_name,
        role=seat.role,
        position=successor.position,
        order=seat.order,
        from_on=clock.today() + timedelta(days=1),
        to_on=until,
        made_by=by,
    )
    named.save()
    said = {"seat": str(named), "body": seat.body.name}
    record(Act.SEAT_ADD, named, by=by, plan=seat.body.plan, new=said)


def _deputies(user: User) -> QuerySet[Deputy]:
    left = Q(to_on__gte=clock.today())
    rows = Deputy.objects.in_force().filter(left, user=user, ended_at__isnull=True)
    return rows.select_related("seat__body__plan", "seat__user")


def _held_deputies(user: User, visitor: User) -> list[Held]:
    return [
        Held(
            f"“{one.seat.body.plan}”{one.seat.body}：代理{one.seat.who}",
            reverse("seat", args=[one.seat_id]) if may_see_seat(visitor, one.seat) else "",
        )
        for one in _deputies(user)
    ]


def _name_deputies(leaver: User, successor: User, by: User) -> int:
    _lock_timelines(leaver)
    return sum(_name_deputy(one, successor, by) for one in _deputies(leaver))


def _name_deputy(held: Deputy, successor: User, by: User) -> int:
    """For the rest of the time; never who sits there, nor an account that ``by`` opened."""
    gates = lock_gates(held.seat.body)
    deciding = Package.objects.filter(gate__in=gates, closed_at__isnull=True).exists()
    waits = held.seat.deputies.waiting().exists()
    if deciding or waits or held.seat.user_id == successor.pk or opened_account(by, successor):
        return 0
    held.ended_at = clock.now()
    held.save(update_fields=["ended_at"])
    plan, body = held.seat.body.plan, held.seat.body.name
    said = {"seat": str(held.seat), "body": body}
    record(Act.DEPUTY_END, held, by=by, plan=plan, new=said | {"deputy": str(held.user)})
    named = Deputy.objects.create(
        seat=held.seat,
        user=successor,
        from_on=max(held.from_on, clock.today()),
        to_on=held.to_on,
        made_by=by,
    )
    record(Act.SEAT_DEPUTY, named, by=by, plan=plan, new=said | {"deputy": str(successor)})
    return 1


def _on_the_desk(user: User, _visitor: User) -> list[Held]:
    return [Held(f"{group.label}：{len(group.items)}项") for group in desk(user)]


def end_calendar(user: User) -> None:
    """The secret address of a calendar ends with its owner's account."""
    link, _ = locked(CalendarLink.objects).get_or_create(user=user)
    link.number, link.renewed_at = link.number + 1, clock.now()
    link.save(update_fields=["number", "renewed_at"])


BY_TWO = "移交即提名接手人，经本人或另一位管理人员确认后生效；机构正在审议时不能移交。"
KINDS = (
    Kind("seats", "机构中的席位", BY_TWO, _held_seats, _name_to_seats, TIMELINES),
    Kind("deputies", "代理他人的席位", BY_TWO, _held_deputies, _name_deputies, TIMELINES),
    Kind(
        "desk",
        "工作台上的待办",
        "移交上面各项后，随之转到接手人的工作台；其余由有关人员办理。",
        _on_the_desk,
    ),
)
