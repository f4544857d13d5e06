"""Reviews of an edition: the list, and recording one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plans.editions.pages import load_edition
from plans.enums import ReviewKind
from plans.issuing.actions.reviews import Finding, record_review
from plans.issuing.forms.reviews import ReviewForm
from plans.models import Plan, Review
from plans.permissions import may_manage
from plans.system.actions.attachments import keep_upload
from plans.system.pages import actor, attempt, load_plan, plan_crumbs, staff_page


@staff_page
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """合法性审核, 公平竞争审查, 社会稳定风险评估, 保密审查: what is recorded, per edition."""
    plan = load_plan(request, slug)
    context = {
        "title": "审核与审查",
        "crumbs": plan_crumbs(plan, ("审核与审查", None)),
        "plan": plan,
        "rows": Review.objects.filter(plan=plan).select_related("edition", "recorded_by", "file"),
        "editions": plan.editions.all(),
        "may_manage": may_manage(request.user, plan),
    }
    return render(request, "plans/issuing/reviews.html", context)


@staff_page
def add_review(request: HttpRequest, slug: str, edition_id: int) -> HttpResponse:
    """Record what a review of an edition came to."""
    plan = load_plan(request, slug, may_manage)
    edition = load_edition(plan, edition_id)
    initial = {"kind": request.GET.get("kind", ReviewKind.CONFIDENTIALITY)}
    form = ReviewForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        made = attempt(
            form, lambda: record_review(edition, _finding(request, plan, form), by=actor(request))
        )
        if made:
            messages.success(request, f"{made.get_kind_display()}已登记。")
            return redirect("reviews", slug)
    back = reverse("reviews", args=[slug])
    context = {
        "title": f"登记审查意见：{edition.label}",
        "form": form,
        "submit": "登记",
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("审核与审查", back), ("登记", None)),
    }
    return render(request, "base_form.html", context)


def _finding(request: HttpRequest, plan: Plan, form: ReviewForm) -> Finding:
    data = form.cleaned_data
    upload = data["file"]
    kept = keep_upload(upload.name, upload.read(), by=actor(request), plan=plan) if upload else None
    return Finding(
        data["kind"], data["outcome"], data["opinion"], data["reviewer"], data["reviewed_on"], kept
    )
