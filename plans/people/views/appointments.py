"""任职: naming people of a unit, and what the visitor is to confirm."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.enums import UNIT_DUTIES
from plans.models import Appointment, Unit, User
from plans.people.accounts import two_offices
from plans.people.actions.appointments import (
    confirm_appointment,
    decline_appointment,
    end_appointment,
    name_for_unit,
)
from plans.people.pages import shown
from plans.people.queries import appointments_of, waiting_for
from plans.permissions import may_manage, may_manage_units, may_see_accounts
from plans.seconds import may_see_appointment
from plans.system.pages import actor, press, require, staff_page

TITLE = "任职"


@staff_page
def appointments(request: HttpRequest) -> HttpResponse:
    """What the visitor is to confirm, and what they are appointed to or named for."""
    user = actor(request)
    waiting = waiting_for(user)
    context = {
        "title": TITLE,
        "crumbs": [(TITLE, None)],
        "offices": two_offices(user),
        "waiting": [shown(row, user) for row in waiting],
        "own": [shown(row, user) for row in appointments_of(user) if row not in waiting],
    }
    return render(request, "plans/people/appointments.html", context)


@staff_page
@require_POST
def name(request: HttpRequest, unit_id: int, user_id: int) -> HttpResponse:
    """提名 a person of the unit as 经办人 or 单位负责人."""
    require(may_manage_units(request.user) and request.POST.get("duty") in UNIT_DUTIES)
    unit, person = get_object_or_404(Unit, pk=unit_id), get_object_or_404(User, pk=user_id)
    return press(
        request,
        lambda: name_for_unit(person, unit, request.POST["duty"], by=actor(request)),
        f"已提名{person}，经确认后生效，已通知本人和有权确认的人员。",
        reverse("unit", args=[unit.pk]),
    )


@staff_page
@require_POST
def confirm(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """确认 what another named."""
    return _press(request, appointment_id, confirm_appointment, "已确认，任职即时生效")


@staff_page
@require_POST
def decline(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """不同意, or 撤回 what one named."""
    return _press(request, appointment_id, decline_appointment, "这项提名已取消，没有生效")


@staff_page
@require_POST
def end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """终止 an appointment; it takes effect at once."""
    return _press(request, appointment_id, end_appointment, "任职已终止，权限即时收回")


def _press(
    request: HttpRequest,
    appointment_id: int,
    action: Callable[..., Appointment],
    done: str,
) -> HttpResponse:
    row = get_object_or_404(Appointment.objects.select_related("unit", "plan"), pk=appointment_id)
    by = actor(request)
    require(may_see_appointment(by, row))
    return press(
        request,
        lambda: action(row.pk, by=by),
        f"{row}：{done}。",
        _page_of(row, by),
    )


def _page_of(row: Appointment, user: User) -> str:
    """Where the visitor sees what has come of it."""
    if row.plan is not None and may_manage(user, row.plan):
        return reverse("people", args=[row.plan.slug])
    if row.unit is not None and may_manage_units(user):
        return reverse("unit", args=[row.unit_id])
    if row.target is None and may_see_accounts(user):
        return reverse("account", args=[row.user_id])
    return reverse("appointments")
