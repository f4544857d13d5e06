"""Seats and deputies: naming, confirming, refusing, withdrawing, ending."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.models import Plan, User
from plans.system.pages import actor, attempt, press, require, staff_page
from taskforce.bodies.actions import deputies, seats
from taskforce.bodies.forms import DeputyForm, EndSeatForm, SeatForm
from taskforce.bodies.pages import (
    body_crumbs,
    load_deputy,
    load_seat,
    require_office_or_holder,
    seat_line,
)
from taskforce.models import Body, Deputy, Seat
from taskforce.permissions import may_run_process, may_see_process

SEAT_ANSWERS: dict[str, tuple[Callable[..., Seat], str]] = {
    "confirm": (seats.confirm_seat, "任职已确认。"),
    "refuse": (seats.refuse_seat, "已表示不同意，这项任职安排作废。"),
    "withdraw": (seats.withdraw_seat, "任职安排已撤回。"),
}
DEPUTY_ANSWERS: dict[str, tuple[Callable[..., Deputy], str]] = {
    "confirm": (deputies.confirm_deputy, "代理安排已确认。"),
    "refuse": (deputies.refuse_deputy, "已表示不同意，这项代理安排作废。"),
    "withdraw": (deputies.withdraw_deputy, "代理安排已撤回。"),
    "end": (deputies.end_deputy, "代理已结束。"),
}


@staff_page
def new_seat(request: HttpRequest, body_id: int) -> HttpResponse:
    """Name a person to a body."""
    body = get_object_or_404(Body.objects.select_related("plan"), pk=body_id)
    require(may_run_process(request.user, body.plan))
    form = SeatForm(request.POST or None)
    if form.is_valid():
        terms = seats.SeatTerms(**form.cleaned_data)
        made = attempt(form, lambda: seats.add_seat(body, terms, by=actor(request)))
        if made:
            words = "成员已增加。" if made.in_force else "成员已增加，经确认后生效。"
            messages.success(request, words)
            return redirect("bodies", body.plan.slug)
    return _form_page(request, body.plan, form, f"增加成员：{body}", "增加")


@staff_page
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """One seat: who named, who confirmed or for whom it waits, who deputises."""
    found = load_seat(request, seat_id)
    plan = found.body.plan
    run = may_run_process(request.user, plan)
    back = reverse("bodies", args=[plan.slug]) if may_see_process(request.user, plan) else None
    context = {
        "title": f"{found.body}{found}",
        "crumbs": body_crumbs(request, plan, ("工作机构", back), (str(found), None)),
        "plan": plan,
        "line": seat_line(found, actor(request), run=run),
    }
    return render(request, "taskforce/bodies/seat.html", context)


@staff_page
@require_POST
def answer_seat(request: HttpRequest, seat_id: int, answer: str) -> HttpResponse:
    """Confirm, refuse or withdraw a naming."""
    found = load_seat(request, seat_id)
    if answer not in SEAT_ANSWERS:
        raise Http404
    action, done = SEAT_ANSWERS[answer]
    return press(request, lambda: action(found.pk, by=actor(request)), done, _page_of(found))


@staff_page
def end(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Let a seat end on a day."""
    found = load_seat(request, seat_id)
    require(may_run_process(request.user, found.body.plan))
    form = EndSeatForm(request.POST or None)
    if form.is_valid():
        last = form.cleaned_data["to_on"]
        if attempt(form, lambda: seats.end_seat(found, by=actor(request), to_on=last)):
            messages.success(request, "任职已截止，本人会收到通知。")
            return redirect("bodies", found.body.plan.slug)
    return _form_page(request, found.body.plan, form, f"截止任职：{found}", "保存")


@staff_page
def deputy(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Name who acts for the seat while its holder is away."""
    found = load_seat(request, seat_id)
    require_office_or_holder(request, found)
    form = DeputyForm(request.POST or None)
    made = attempt(form, lambda: _name(found, form, actor(request))) if form.is_valid() else None
    if made:
        messages.success(request, "代理人已安排，经确认后生效。")
        return redirect("seat", found.pk)
    return _form_page(request, found.body.plan, form, f"安排代理：{found}", "保存")


def _name(found: Seat, form: DeputyForm, by: User) -> Deputy:
    data = form.cleaned_data
    return deputies.name_deputy(
        found, data["user"], by=by, from_on=data["from_on"], to_on=data["to_on"]
    )


@staff_page
@require_POST
def answer_deputy(request: HttpRequest, deputy_id: int, answer: str) -> HttpResponse:
    """Confirm, refuse, withdraw or end a deputy."""
    found = load_deputy(request, deputy_id)
    if answer not in DEPUTY_ANSWERS:
        raise Http404
    action, done = DEPUTY_ANSWERS[answer]
    return press(request, lambda: action(found.pk, by=actor(request)), done, _page_of(found.seat))


def _page_of(found: Seat) -> str:
    return reverse("seat", args=[found.pk])


def _form_page(
    request: HttpRequest, plan: Plan, form: object, title: str, submit: str
) -> HttpResponse:
    back = reverse("bodies", args=[plan.slug])
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "crumbs": body_crumbs(request, plan, ("工作机构", back), (title, None)),
    }
    return render(request, "base_form.html", context)
