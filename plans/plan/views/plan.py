"""The list of plans, a plan's overview, its settings and who may work on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.drafting.queries import plan_tree
from plans.enums import WritingState
from plans.models import (
    Assignment,
    Plan,
    PlanUserObjectPermission,
    ProvisionUserObjectPermission,
    User,
)
from plans.people.actions.appointments import name_manager
from plans.people.pages import shown
from plans.people.queries import managers_of
from plans.permissions import (
    LEAD_CHAPTER,
    MANAGE_PLAN,
    may_create_plan,
    may_draft,
    may_manage,
    readable_plans,
)
from plans.plan.actions import change_settings, create_plan, grant_right, revoke_right
from plans.plan.forms import RIGHT_NAMES, NewPlanForm, RightForm, SettingsForm
from plans.system.pages import actor, attempt, load_plan, plan_crumbs, press, require, staff_page
from plans.text.markup import word_count
from plans.text.tree import Node


@staff_page
def plans(request: HttpRequest) -> HttpResponse:
    """规划: what this person may read the draft of."""
    rows = readable_plans(actor(request)).select_related("owner").order_by("-id")
    context = {"title": "规划", "rows": rows, "may_create": may_create_plan(request.user)}
    return render(request, "plans/plan/plans.html", context)


@staff_page
def new_plan(request: HttpRequest) -> HttpResponse:
    """Start a plan with no text yet."""
    user = actor(request)
    require(may_create_plan(user))
    form = NewPlanForm(request.POST or None, initial={"owner": user.unit})
    if form.is_valid():
        data = form.cleaned_data
        period = (data["period_start"], data["period_end"])
        plan = attempt(
            form,
            lambda: create_plan(
                by=user,
                slug=data["slug"],
                kind=data["kind"],
                owner=data["owner"],
                title=data["title"],
                period=period,
            ),
        )
        if plan:
            messages.success(request, "规划已建立。下一步：添加各章，或安排起草分工。")
            return redirect("plan", plan.slug)
    crumbs = [("规划", reverse("plans")), ("新建规划", None)]
    context = {
        "title": "新建规划",
        "form": form,
        "submit": "建立规划",
        "crumbs": crumbs,
        "cancel_url": reverse("plans"),
    }
    return render(request, "base_form.html", context)


@staff_page
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """工作台 of one plan: the outline with states, and what to do next."""
    plan = load_plan(request, slug)
    tree = plan_tree(plan)
    assignments = {
        a.chapter_id: a
        for a in Assignment.objects.filter(chapter__plan=plan).select_related("lead")
    }
    lines = [_line(node, assignments) for node in tree.nodes]
    context = {
        "title": plan.title,
        "crumbs": plan_crumbs(plan),
        "plan": plan,
        "tree": tree,
        "lines": lines,
        "words": sum(line["words"] for line in lines),
        "may_manage": may_manage(request.user, plan),
        "may_draft": may_draft(request.user, plan),
        "editions": plan.editions.all()[:3],
    }
    return render(request, "plans/plan/plan.html", context)


def _line(node: Node, assignments: dict[int, Assignment]) -> dict[str, Any]:
    assignment = assignments.get(int(node.id or 0))
    state = WritingState(assignment.state) if assignment else None
    return {
        "node": node,
        "words": _words(node),
        "assignment": assignment,
        "state": state.label if state else "未分工",
        "tone": {"unified": "good", "to_unify": "wait", "writing": "info"}.get(state or "", ""),
    }


def _words(node: Node) -> int:
    return word_count(node.text) + len(node.title) + sum(map(_words, node.children))


@staff_page
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Kind, period and number formats."""
    plan = load_plan(request, slug, may_manage)
    form = SettingsForm(request.POST or None, instance=plan)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        if attempt(form, lambda: change_settings(plan.pk, by=actor(request), values=values)):
            messages.success(request, "规划设置已保存，序号已按新的格式重新计算。")
            return redirect("plan", slug)
    context = {
        "title": "规划设置",
        "form": form,
        "crumbs": plan_crumbs(plan, ("规划设置", None)),
        "cancel_url": reverse("plan", args=[slug]),
    }
    return render(request, "base_form.html", context)


@staff_page
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """谁能做什么: rights on the plan and its chapters."""
    plan = load_plan(request, slug, may_manage)
    form = RightForm(request.POST or None)
    if form.is_valid():
        user, right = form.cleaned_data["user"], form.cleaned_data["right"]
        attempt(form, lambda: _give(plan, user, right, by=actor(request)))
        if form.is_valid():
            messages.success(request, _given(user, right))
            return redirect("people", slug)
    context = {
        "title": "人员与权限",
        "crumbs": plan_crumbs(plan, ("人员与权限", None)),
        "plan": plan,
        "form": form,
        "managers": [shown(row, actor(request)) for row in managers_of(plan)],
        "rows": _holders(plan),
        "chapters": _chapter_holders(plan),
    }
    return render(request, "plans/plan/people.html", context)


def _give(plan: Plan, user: User, right: str, *, by: User) -> None:
    if right == MANAGE_PLAN:
        name_manager(user, plan, by=by)
    else:
        grant_right(plan, user, right, by=by)


def _given(user: User, right: str) -> str:
    if right == MANAGE_PLAN:
        return f"已提名{user}为主持人，由其本人或另一位主持人确认后生效。"
    return f"已授予{user}“{RIGHT_NAMES[right]}”的权限。"


def _holders(plan: Plan) -> list[dict[str, object]]:
    held = (
        PlanUserObjectPermission.objects.filter(content_object=plan)
        .exclude(permission__codename=MANAGE_PLAN)
        .select_related("user__unit", "permission")
        .order_by("user", "permission")
    )
    return [
        {
            "user": row.user,
            "right": row.permission.codename,
            "name": RIGHT_NAMES[row.permission.codename],
        }
        for row in held
    ]


def _chapter_holders(plan: Plan) -> list[dict[str, object]]:
    held = ProvisionUserObjectPermission.objects.filter(content_object__plan=plan).select_related(
        "user", "permission"
    )
    people: dict[int, list[str]] = {}
    for row in held.order_by("permission__codename", "user"):
        word = "主笔" if row.permission.codename == LEAD_CHAPTER else "参与起草"
        people.setdefault(row.content_object_id, []).append(f"{row.user}（{word}）")
    nodes = plan_tree(plan).nodes
    return [{"node": node, "people": people.get(int(node.id or 0), [])} for node in nodes]


@staff_page
@require_POST
def revoke(request: HttpRequest, slug: str, user_id: int, right: str) -> HttpResponse:
    """Take a right on the plan back."""
    plan = load_plan(request, slug, may_manage)
    user = get_object_or_404(User, pk=user_id)
    return press(
        request,
        lambda: revoke_right(plan, user, right, by=actor(request)),
        f"已取消{user}的这项权限。",
        reverse("people", args=[slug]),
    )
