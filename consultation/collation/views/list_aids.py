"""What eases the work: saved views of the list, and the plan's canned reasons."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.collation.actions.list_aids import (
    add_reason,
    change_reason,
    delete_reason,
    delete_view,
    save_view,
)
from consultation.collation.canned_reasons import reasons_of
from consultation.collation.forms import ReasonForm
from consultation.models import CannedReason, SavedView
from consultation.rounds.pages import load_round
from plans.permissions import may_manage
from plans.system.pages import actor, attempt, load_plan, plan_crumbs, press, query_of, staff_page


@staff_page
@require_POST
def keep_view(request: HttpRequest, round_id: int) -> HttpResponse:
    """Keep the filters of the URL under a name."""
    one = load_round(request, round_id, run=False)
    query = query_of(request)
    name = request.POST.get("name", "")
    return press(
        request,
        lambda: save_view(one, by=actor(request), name=name, query=query),
        f"视图“{name.strip()}”已保存，列在筛选条件上方；网址也可以直接发给同事。",
        reverse("comments", args=[one.pk]) + (f"?{query}" if query else ""),
    )


@staff_page
@require_POST
def drop_view(request: HttpRequest, round_id: int, view_id: int) -> HttpResponse:
    """Throw one's own view away."""
    one = load_round(request, round_id, run=False)
    view = get_object_or_404(SavedView, pk=view_id, round=one, owner=actor(request))
    return press(
        request,
        lambda: delete_view(view, by=actor(request)),
        f"视图“{view.name}”已删除。",
        reverse("comments", args=[one.pk]),
    )


@staff_page
def reasons(request: HttpRequest, slug: str) -> HttpResponse:
    """常用理由 of the plan: the list, and the form to add one."""
    plan = load_plan(request, slug, may_manage)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, lambda: add_reason(plan, by=actor(request), text=text)):
            messages.success(request, "常用理由已增加。")
            return redirect("reasons", slug)
    own = {one.text: one.pk for one in CannedReason.objects.filter(plan=plan)}
    context = {
        "title": "常用理由",
        "crumbs": plan_crumbs(
            plan, ("征求意见", reverse("rounds", args=[slug])), ("常用理由", None)
        ),
        "plan": plan,
        "rows": [{"text": text, "pk": own.get(text)} for text in reasons_of(plan)],
        "form": form,
        "submit": "增加",
    }
    return render(request, "consultation/collation/reasons.html", context)


@staff_page
def reason(request: HttpRequest, slug: str, reason_id: int) -> HttpResponse:
    """Put one reason into other words."""
    plan = load_plan(request, slug, may_manage)
    one = get_object_or_404(CannedReason.objects.select_related("plan"), pk=reason_id, plan=plan)
    form = ReasonForm(request.POST or None, initial={"text": one.text})
    back = reverse("reasons", args=[slug])
    if form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, lambda: change_reason(one, by=actor(request), text=text)):
            messages.success(request, "常用理由已修改，已作出的答复不变。")
            return redirect(back)
    context = {
        "title": "修改常用理由",
        "crumbs": plan_crumbs(plan, ("常用理由", back), ("修改", None)),
        "form": form,
        "cancel_url": back,
    }
    return render(request, "base_form.html", context)


@staff_page
@require_POST
def drop_reason(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a reason from those at hand."""
    plan = load_plan(request, slug, may_manage)
    text = request.POST.get("text", "")
    return press(
        request,
        lambda: delete_reason(plan, text, by=actor(request)),
        "常用理由已删除。",
        reverse("reasons", args=[slug]),
    )
