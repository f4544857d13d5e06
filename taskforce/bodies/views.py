"""工作机构: bodies, seats, deputies; who may do what, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from plans.documents.pages import send_document
from plans.models import Plan
from plans.system import clock
from plans.system.limits import Limit, limited
from plans.system.pages import Crumb, actor, attempt, load_plan, plan_crumbs, require, staff_page
from taskforce.bodies.actions import SeatTerms, add_seat, end_seat, make_body, set_deputy
from taskforce.bodies.forms import BodyForm, DeputyForm, EndSeatForm, SeatForm
from taskforce.bodies.papers import rights_table
from taskforce.bodies.rights import rights_of
from taskforce.enums import BodyKind
from taskforce.models import Body, Seat
from taskforce.permissions import may_run_process, may_see_process


@staff_page
def bodies(request: HttpRequest, slug: str) -> HttpResponse:
    """All bodies of the plan with their seats, and the table of rights with their grounds."""
    plan = load_plan(request, slug, may_see_process)
    run = may_run_process(request.user, plan)
    form = BodyForm(request.POST or None) if run else None
    if form and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, lambda: make_body(plan, **data, by=actor(request)))
        if made:
            messages.success(request, "机构已设立。下一步：增加成员。")
            return redirect("add_seat", made.pk)
    seats = Seat.objects.filter(body__plan=plan).select_related("user", "deputy", "body")
    groups = [
        {"body": body, "seats": [seat for seat in seats if seat.body_id == body.pk]}
        for body in Body.objects.filter(plan=plan)
    ]
    context = {
        "title": "工作机构",
        "crumbs": _crumbs(plan, ("工作机构", None)),
        "plan": plan,
        "groups": groups,
        "form": form,
        "submit": "设立机构",
        "run": run,
        "empty_note": f"按工作方案设立{BodyKind.LEADING_GROUP.label}、办公室和工作专班。",
        "rights": rights_of(plan, clock.today()),
    }
    return render(request, "taskforce/bodies/bodies.html", context)


def _crumbs(plan: Plan, *more: Crumb) -> list[Crumb]:
    return plan_crumbs(plan, ("工作进度", reverse("timeline", args=[plan.slug])), *more)


@staff_page
def new_seat(request: HttpRequest, body_id: int) -> HttpResponse:
    """Put a person into a body."""
    body = get_object_or_404(Body.objects.select_related("plan"), pk=body_id)
    require(may_run_process(request.user, body.plan))
    form = SeatForm(request.POST or None)
    if form.is_valid():
        terms = SeatTerms(**form.cleaned_data)
        if attempt(form, lambda: add_seat(body, terms, by=actor(request))):
            messages.success(request, "成员已增加。")
            return redirect("bodies", body.plan.slug)
    return _seat_page(request, body.plan, form, f"增加成员：{body}", "增加")


@staff_page
def end(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Let a seat end on a day."""
    seat = _load_seat(request, seat_id)
    form = EndSeatForm(request.POST or None)
    if form.is_valid():
        last = form.cleaned_data["to_on"]
        if attempt(form, lambda: end_seat(seat, by=actor(request), to_on=last)):
            messages.success(request, "任职已截止。")
            return redirect("bodies", seat.body.plan.slug)
    return _seat_page(request, seat.body.plan, form, f"截止任职：{seat}", "保存")


@staff_page
def deputy(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Name who acts for the seat while its holder is away."""
    seat = _load_seat(request, seat_id)
    initial = {"deputy": seat.deputy, "from_on": seat.deputy_from, "to_on": seat.deputy_to}
    form = DeputyForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            lambda: set_deputy(
                seat,
                data["deputy"],
                by=actor(request),
                from_on=data["from_on"],
                to_on=data["to_on"],
            ),
        ):
            messages.success(request, "代理安排已保存。")
            return redirect("bodies", seat.body.plan.slug)
    return _seat_page(request, seat.body.plan, form, f"代理：{seat}", "保存")


def _load_seat(request: HttpRequest, seat_id: int) -> Seat:
    seat = get_object_or_404(Seat.objects.select_related("body__plan"), pk=seat_id)
    own = seat.user_id == actor(request).pk
    require(own or may_run_process(request.user, seat.body.plan))
    return seat


def _seat_page(
    request: HttpRequest, plan: Plan, form: object, title: str, submit: str
) -> HttpResponse:
    back = reverse("bodies", args=[plan.slug])
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "crumbs": _crumbs(plan, ("工作机构", back), (title, None)),
    }
    return render(request, "base_form.html", context)


@staff_page
@limited(Limit.FILE)
def rights_paper(request: HttpRequest, slug: str, format_: str) -> HttpResponseBase:
    """谁可以做什么, printed."""
    plan = load_plan(request, slug, may_see_process)
    today = clock.today()
    document = rights_table(plan, rights_of(plan, today), on=today)
    return send_document(request, document, format_, f"{plan.title}权限表", plan)
