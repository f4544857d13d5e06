"""The buttons that change the tree: add, move, delete, bring back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.drafting.actions.tree import (
    ALLOWED_PARENTS,
    add_provision,
    delete_provision,
    move_provision,
    undelete_provision,
)
from plans.drafting.forms.text import AddForm, MoveForm, ReasonForm
from plans.drafting.pages import origin_of
from plans.drafting.queries import chapter_of, plan_tree
from plans.models import Plan, Provision
from plans.permissions import may_edit
from plans.system.pages import (
    actor,
    attempt,
    load_plan,
    load_provision,
    plan_crumbs,
    press,
    require,
    staff_page,
)
from plans.text.tree import PlanTree, find_node, walk


@staff_page
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a chapter, section or task; ?parent= and ?after= say where."""
    plan = load_plan(request, slug)
    initial = {key: request.GET.get(key) for key in ("parent", "after", "kind")}
    form = AddForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: add_provision(
                plan.pk,
                by=actor(request),
                kind=data["kind"],
                parent_id=data["parent"],
                after_id=data["after"],
                title=data["title"],
                origin=origin_of(request, plan, "新增"),
            ),
        )
        if made:
            messages.success(request, "已新增，序号已重新计算。下一步：填写正文。")
            return redirect("provision", slug, made.pk)
    context = {
        "title": "新增章、节或任务",
        "form": form,
        "submit": "新增",
        "cancel_url": reverse("plan", args=[slug]),
        "crumbs": plan_crumbs(plan, ("新增", None)),
    }
    return render(request, "base_form.html", context)


@staff_page
def move(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Move a provision to another place; numbers follow by themselves."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    require(may_edit(request.user, chapter_of(row)))
    form = MoveForm(request.POST or None, choices=_targets(plan, row))
    if form.is_valid():
        parent, after = (int(part) or None for part in form.cleaned_data["target"].split("-"))
        moved = attempt(
            form,
            lambda: move_provision(
                row.pk,
                by=actor(request),
                parent_id=parent,
                after_id=after,
                origin=origin_of(request, plan, "移动"),
            ),
        )
        if moved:
            messages.success(request, "已移动，序号已重新计算。")
            return redirect("provision", slug, provision_id)
    back = reverse("provision", args=[slug, provision_id])
    context = {
        "title": f"移动“{row.title}”",
        "form": form,
        "submit": "移动",
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, (row.title, back), ("移动", None)),
    }
    return render(request, "base_form.html", context)


def _targets(plan: Plan, row: Provision) -> list[tuple[str, str]]:
    tree = plan_tree(plan)
    own = find_node(tree, row.pk)
    below = {node.id for node, _ in walk(PlanTree("", "", (own[0],)))} if own else set()
    choices: list[tuple[str, str]] = []
    parents = ALLOWED_PARENTS[row.kind]
    if None in parents:
        choices.append(("0-0", "全文最前面"))
        choices += [
            (f"0-{n.id}", f"“{n.number}{n.title}”之后") for n in tree.nodes if n.id not in below
        ]
    for node, _ in walk(tree):
        if node.kind in parents and node.id not in below:
            choices.append((f"{node.id}-0", f"“{node.number}{node.title}”之下，排在最前"))
            choices += [
                (f"{node.id}-{child.id}", f"　“{child.number}{child.title}”之后")
                for child in node.children
                if child.id not in below
            ]
    return choices


@staff_page
def delete(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Delete a provision with all below it, after saying what will happen."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    require(may_edit(request.user, chapter_of(row)))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"] or "删除"
        if attempt(
            form,
            lambda: delete_provision(
                row.pk, by=actor(request), origin=origin_of(request, plan, reason)
            ),
        ):
            undo = {"title": row.title, "address": reverse("undelete", args=[slug, row.pk])}
            said = render_to_string("plans/drafting/_deleted.html", undo, request)
            messages.success(request, said)
            return redirect("plan", slug)
    consequences = [
        f"“{row.title}”及其下的内容将从规划中删除，后面的序号会重新计算。",
        "已收到的意见和修改历史都会保留，删除后可以撤销，也可以在“修改历史”中恢复。",
    ]
    back = reverse("provision", args=[slug, provision_id])
    crumbs = plan_crumbs(plan, (row.title, back), ("删除", None))
    context = {
        "title": "删除",
        "consequences": consequences,
        "form": form,
        "button": "删除",
        "cancel_url": back,
        "crumbs": crumbs,
    }
    return render(request, "confirm.html", context)


@staff_page
@require_POST
def undelete(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Bring a deleted provision back."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    return press(
        request,
        lambda: undelete_provision(
            row.pk, by=actor(request), origin=origin_of(request, plan, "撤销删除")
        ),
        f"“{row.title}”已恢复。",
        reverse("provision", args=[slug, provision_id]),
    )
