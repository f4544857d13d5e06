"""What pages of seats share: loading a seat, crumbs, who stands in it and for whom it waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from plans.models import Plan, User
from plans.system.pages import Crumb, plan_crumbs, require
from taskforce.bodies.waiting import deputy_waits, seat_waits
from taskforce.models import Body, Deputy, Seat
from taskforce.permissions import (
    may_confirm_deputy,
    may_confirm_seat,
    may_run_process,
    may_see_process,
    may_see_seat,
)


@dataclass(frozen=True)
class DeputyLine:
    """A deputy as one person sees it, with what they may press."""

    deputy: Deputy
    waits: str
    confirms: bool
    refuses: bool
    withdraws: bool
    ends: bool


@dataclass(frozen=True)
class SeatLine:
    """A seat as one person sees it, with its deputies and what they may press."""

    seat: Seat
    waits: str
    confirms: bool
    refuses: bool
    withdraws: bool
    deputises: bool
    ends: bool
    deputies: tuple[DeputyLine, ...]


def seat_line(seat: Seat, user: User, *, run: bool) -> SeatLine:
    """What this person sees of a seat; ``run``: they run the plan's process."""
    waiting = not seat.in_force and seat.ended_at is None
    confirms = may_confirm_seat(user, seat)
    standing = [one for one in seat.deputies.all() if one.ended_at is None]
    return SeatLine(
        seat=seat,
        waits=seat_waits(seat) if waiting else "",
        confirms=confirms,
        refuses=confirms or (waiting and seat.user_id == user.pk),
        withdraws=waiting and seat.made_by_id == user.pk,
        deputises=seat.in_force and seat.speaks and (run or seat.user_id == user.pk),
        ends=seat.in_force and run,
        deputies=tuple(_deputy_line(one, seat, user, run) for one in standing),
    )


def _deputy_line(deputy: Deputy, seat: Seat, user: User, run: bool) -> DeputyLine:
    deputy.seat = seat
    confirms = may_confirm_deputy(user, deputy)
    concerned = user.pk in (deputy.user_id, seat.user_id)
    waiting = not deputy.in_force
    return DeputyLine(
        deputy=deputy,
        waits=deputy_waits(deputy) if waiting else "",
        confirms=confirms,
        refuses=confirms or (waiting and concerned),
        withdraws=waiting and deputy.made_by_id == user.pk,
        ends=deputy.in_force and (run or concerned),
    )


def seat_lines(body: Body, user: User, *, run: bool) -> list[SeatLine]:
    """Everybody named to a body, in force or waiting."""
    seats = body.seats.standing().select_related("user", "made_by", "body__plan")
    related = seats.prefetch_related("deputies__user", "deputies__made_by")
    return [seat_line(seat, user, run=run) for seat in related]


def load_seat(request: HttpRequest, seat_id: int) -> Seat:
    """A seat that the visitor may read about."""
    found = Seat.objects.select_related("body__plan", "user", "made_by", "confirmed_by")
    seat = get_object_or_404(found, pk=seat_id)
    require(may_see_seat(request.user, seat))
    return seat


def load_deputy(request: HttpRequest, deputy_id: int) -> Deputy:
    """A deputy of a seat that the visitor may read about."""
    found = Deputy.objects.select_related("seat__body__plan", "seat__user", "user", "made_by")
    deputy = get_object_or_404(found, pk=deputy_id)
    require(may_see_seat(request.user, deputy.seat))
    return deputy


def require_office_or_holder(request: HttpRequest, seat: Seat) -> None:
    """404 for anybody but the seat's holder and who runs the process."""
    own = seat.user is not None and seat.user == request.user
    require((own and seat.in_force) or may_run_process(request.user, seat.body.plan))


def body_crumbs(request: HttpRequest, plan: Plan, *more: Crumb) -> list[Crumb]:
    """规划 › plan › 工作进度 › …; whoever is only named sees no pages of the plan yet."""
    if not may_see_process(request.user, plan):
        return [(plan.title, None), *more]
    return plan_crumbs(plan, ("工作进度", reverse("timeline", args=[plan.slug])), *more)
