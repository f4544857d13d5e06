"""查找替换: find in the whole plan, look at each place, replace the chosen ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.drafting.actions.replacing import replace_in_plan
from plans.drafting.forms.replacing import FindForm
from plans.drafting.pages import origin_of
from plans.drafting.queries import plan_tree
from plans.drafting.replacing import FRONT, Replacement, replacements
from plans.errors import DomainError
from plans.models import Plan
from plans.permissions import may_draft, may_edit
from plans.system.pages import actor, load_plan, numbers_in, plan_crumbs, staff_page


@staff_page
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Where ?find= stands in the plan, with what replacing by ?put= would make of it."""
    plan = load_plan(request, slug)
    form = FindForm(request.GET or None)
    found = _found(request, plan, form) if form.is_valid() else []
    context = {
        "title": "查找替换",
        "crumbs": plan_crumbs(plan, ("查找替换", None)),
        "plan": plan,
        "form": form,
        "found": found,
        "places": sum(int(str(one["count"])) for one in found),
        "editable": any(one["version"] for one in found),
    }
    return render(request, "plans/drafting/find.html", context)


def _found(request: HttpRequest, plan: Plan, form: FindForm) -> list[dict[str, object]]:
    """Each provision with its version, or none where the visitor may not change it."""
    versions = {0: plan.version, **dict(plan.provisions.standing().values_list("pk", "version"))}
    chapters = plan.provisions.standing().chapters().in_bulk()
    for chapter in chapters.values():
        chapter.plan = plan
    editable = {pk for pk, chapter in chapters.items() if may_edit(request.user, chapter)}
    editable |= {0} if may_draft(request.user, plan) else set()

    def row(one: Replacement) -> dict[str, object]:
        chapter = (*one.above, one.node)[0]
        version = versions[int(one.node.id or 0)] if chapter.id in editable else None
        return {
            "node": one.node,
            "is_front": one.node.kind == FRONT,
            "count": one.count,
            "title_change": one.title_change,
            "rows": one.rows,
            "version": version,
        }

    data = form.cleaned_data
    return [row(one) for one in replacements(plan_tree(plan), data["find"], data["put"])]


@staff_page
@require_POST
def replace(request: HttpRequest, slug: str) -> HttpResponse:
    """Replace in the chosen provisions (``chosen`` = "id-version"), a revision each."""
    plan = load_plan(request, slug)
    form = FindForm(request.POST)
    back = reverse("find", args=[slug])
    if not form.is_valid():
        messages.error(request, form.refusal or "请填写要查找的文字（不超过100字）。")
        return redirect(back)
    wording, put = form.cleaned_data["find"], form.cleaned_data["put"]
    chosen = (one.split("-") for one in request.POST.getlist("chosen"))
    versions = {int(a): int(b) for a, b in (p for p in chosen if len(p) == 2) if _digits(a, b)}
    reason = f"替换“{wording}”为“{put}”" if put else f"删去“{wording}”"
    try:
        made = replace_in_plan(
            plan,
            by=actor(request),
            find=wording,
            put=put,
            versions=versions,
            origin=origin_of(request, plan, reason),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已替换{len(made)}个部分，每个部分都保存为新的版本。")
    return redirect(back)


def _digits(*parts: str) -> bool:
    return len(numbers_in(parts)) == len(parts)
