"""工作机构: bodies, seats, deputies; who may do what, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from plans.models import Plan, PlanUserObjectPermission, ProvisionUserObjectPermission
from plans.views.common import Crumb, actor, attempt, load_plan, plan_crumbs, require, staff_page
from taskforce.actions.bodies import SeatTerms, add_seat, end_seat, make_body, set_deputy
from taskforce.enums import BodyKind
from taskforce.forms import BodyForm, DeputyForm, EndSeatForm, SeatForm
from taskforce.models import Body, Seat
from taskforce.permissions import may_run_process, may_see_process

GRANTED = {
    "manage_plan": "主持规划：设置、定版、组织征求意见、印发",
    "draft_plan": "起草和修改全部章节",
    "read_draft": "阅看草案、历史和意见汇总",
    "lead_chapter": "主笔：起草、分工、确认统稿",
    "write_chapter": "参与起草本章",
}
FROM_SEAT = {
    BodyKind.OFFICE: "维护工作进度、封存报审材料、登记会议和批示",
    BodyKind.LEADING_GROUP: "审议报审材料并发表意见",
}


@staff_page
def bodies(request: HttpRequest, slug: str) -> HttpResponse:
    """All bodies of the plan with their seats, and the table of rights with their grounds."""
    plan = load_plan(request, slug, may_see_process)
    run = may_run_process(request.user, plan)
    form = BodyForm(request.POST or None) if run else None
    if form and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, lambda: make_body(plan, data["kind"], data["name"], by=actor(request)))
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
        "rights": _rights(plan),
    }
    return render(request, "taskforce/bodies.html", context)


def _rights(plan: Plan) -> list[tuple[str, str, str]]:
    """Rows of (who, may do what, why)."""
    rows = [
        (str(held.user), GRANTED[held.permission.codename], "规划主持人授权")
        for held in PlanUserObjectPermission.objects.filter(content_object=plan).select_related(
            "user", "permission"
        )
    ]
    rows += [
        (str(held.user), GRANTED[held.permission.codename], f"分工：{held.content_object.title}")
        for held in ProvisionUserObjectPermission.objects.filter(
            content_object__plan=plan
        ).select_related("user", "permission", "content_object")
    ]
    seats = Seat.objects.filter(body__plan=plan).exclude(user=None).select_related("user", "body")
    for seat in seats:
        what = FROM_SEAT.get(BodyKind(seat.body.kind), "在本机构审议环节发表意见")
        rows.append((str(seat.user), what, f"{seat.body}{seat.get_role_display()}"))
    return sorted(rows)


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
