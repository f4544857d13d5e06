"""Bodies and seats: who sits where, from when to when, and who deputises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Plan, User
from plans.system.audit import record
from plans.system.secrecy import refuse_secret
from taskforce.enums import Act, BodyKind, SeatRole
from taskforce.models import Body, Gate, Package, Seat
from taskforce.permissions import may_run_process


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
    _require(plan, by)
    if kind not in BodyKind.values or not name.strip():
        raise InvalidInput("请选择机构类别并填写名称。")
    with transaction.atomic():
        terms = {"kind": kind, "issues_as": issues_as.strip()}
        body, made = Body.objects.get_or_create(plan=plan, name=name.strip(), defaults=terms)
        if made:
            record(Act.BODY_MAKE, body, by=by, plan=plan, new={"name": body.name} | terms)
    return body


def add_seat(body: Body, terms: SeatTerms, *, by: User) -> Seat:
    """Put a person, or an office without a named person, into a body."""
    _require(body.plan, by)
    _refuse_oneself(body, terms.user, by)
    name = terms.name.strip() or (terms.user.full_name if terms.user else "")
    if terms.role not in SeatRole.values or not (name or terms.position.strip()):
        raise InvalidInput("请填写姓名或职务，并选择职责。")
    refuse_secret(terms.position)
    _check_dates(terms.from_on, terms.to_on)
    with transaction.atomic():
        _refuse_while_deciding(body)
        seat = Seat.objects.create(
            body=body,
            user=terms.user,
            name=name,
            role=terms.role,
            order=body.seats.count() + 1,
            position=terms.position.strip(),
            from_on=terms.from_on,
            to_on=terms.to_on,
        )
        record(
            Act.SEAT_ADD, seat, by=by, plan=body.plan, new={"seat": str(seat), "body": body.name}
        )
    return seat


def end_seat(seat: Seat, *, by: User, to_on: date) -> Seat:
    """Let a seat end on a day; what was decided with it stays."""
    _require(seat.body.plan, by)
    _check_dates(seat.from_on, to_on)
    with transaction.atomic():
        _refuse_while_deciding(seat.body)
        old = str(seat.to_on or "")
        seat.to_on = to_on
        seat.save(update_fields=["to_on"])
        record(
            Act.SEAT_END, seat, by=by, plan=seat.body.plan, old={"to": old}, new={"to": str(to_on)}
        )
    return seat


def set_deputy(
    seat: Seat, deputy: User | None, *, by: User, from_on: date | None, to_on: date | None
) -> Seat:
    """Name who acts for the seat while its holder is away; by the office or the holder."""
    if seat.user_id != by.pk:
        _require(seat.body.plan, by)
        _refuse_oneself(seat.body, deputy, by)
    if deputy is not None and (from_on is None or to_on is None):
        raise InvalidInput("请填写代理的起止日期。")
    _check_dates(from_on, to_on)
    with transaction.atomic():
        seat.deputy = deputy
        seat.deputy_from, seat.deputy_to = (from_on, to_on) if deputy else (None, None)
        seat.save(update_fields=["deputy", "deputy_from", "deputy_to"])
        new = {"deputy": deputy.pk if deputy else None, "from": str(from_on), "to": str(to_on)}
        record(Act.SEAT_DEPUTY, seat, by=by, plan=seat.body.plan, new=new)
    return seat


def _require(plan: Plan, by: User) -> None:
    if not may_run_process(by, plan):
        raise NotAllowed("您没有设置工作机构的权限。")


def _refuse_oneself(body: Body, user: User | None, by: User) -> None:
    """Nobody gives themselves a voice in a body that decides."""
    if user == by and Gate.objects.filter(body=body).exists():
        raise NotAllowed("不能把自己设为审议机构的成员或代理人，请由其他管理人员办理。")


def _refuse_while_deciding(body: Body) -> None:
    """Who sits in a body stays while it decides: gates are locked as a decision locks them."""
    gates = list(Gate.objects.select_for_update(of=("self",)).filter(body=body).order_by("pk"))
    if Package.objects.filter(gate__in=gates, closed_at__isnull=True).exists():
        raise WrongState("这个机构正在审议报审材料，形成结果或撤回材料之后才能调整成员。")


def _check_dates(from_on: date | None, to_on: date | None) -> None:
    if from_on and to_on and to_on < from_on:
        raise InvalidInput("结束日期不能早于开始日期。")
