"""编制说明: writing it, looking at what it was, its document by itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.documents.actions import preview_pdf
from plans.drafting.actions.revising import checked_text
from plans.editions.actions.explanation import save_explanation, standing_explanation
from plans.editions.forms import ExplanationForm
from plans.editions.papers import explanation_document
from plans.errors import StaleVersion
from plans.models import Explanation, Plan
from plans.permissions import may_draft
from plans.system.downloads import show_pdf
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, load_plan, plan_crumbs, staff_page

SKELETON = "\n\n".join(
    (
        "一、编制背景",
        "二、编制过程",
        "三、主要内容",
        "四、征求意见和采纳情况",
        "五、需要说明的问题",
    )
)
"""The usual parts of a 编制说明, to begin with."""


@staff_page
def explanation(request: HttpRequest, slug: str) -> HttpResponse:
    """The explanation as it stands: the editor, or the text for who may only read."""
    plan = load_plan(request, slug)
    standing = standing_explanation(plan)
    editable = may_draft(request.user, plan)
    form = ExplanationForm(request.POST or None, initial=_opened(standing))
    if request.method == "POST" and editable and form.is_valid():
        saved = attempt(form, lambda: _save(request, plan, form))
        if saved:
            messages.success(request, f"编制说明已保存为第{saved.number}版。")
            return redirect("explanation", slug)
    return _page(request, plan, form if editable else None, standing)


def _opened(standing: Explanation | None) -> dict[str, object]:
    if standing is None:
        return {"text": SKELETON, "number": 0}
    return {"text": standing.text, "number": standing.number}


def _save(request: HttpRequest, plan: Plan, form: ExplanationForm) -> Explanation:
    data = form.cleaned_data
    try:
        return save_explanation(
            plan.pk, by=actor(request), text=data["text"], expected_number=data["number"]
        )
    except StaleVersion as error:
        form.data = {"text": data["text"], "number": error.current_version}
        raise


def _page(
    request: HttpRequest, plan: Plan, form: ExplanationForm | None, standing: Explanation | None
) -> HttpResponse:
    stale = form is not None and bool(form.non_field_errors())
    context = {
        "title": "编制说明",
        "crumbs": plan_crumbs(
            plan, ("各稿", reverse("editions", args=[plan.slug])), ("编制说明", None)
        ),
        "plan": plan,
        "form": form,
        "standing": standing,
        "stale": standing if stale else None,
        "rows": plan.explanations.select_related("written_by"),
    }
    return render(request, "plans/editions/explanation.html", context)


@staff_page
def explanation_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The explanation as one save left it."""
    plan = load_plan(request, slug)
    found = get_object_or_404(plan.explanations.select_related("written_by"), number=number)
    back = reverse("explanation", args=[slug])
    context = {
        "title": str(found),
        "crumbs": plan_crumbs(plan, ("编制说明", back), (f"第{number}版", None)),
        "plan": plan,
        "explanation": found,
        "carried_by": plan.editions.filter(explanation=found),
    }
    return render(request, "plans/editions/explanation_version.html", context)


@staff_page
@limited(Limit.FILE)
@require_POST
def preview_explanation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The explanation of this form, as it will be printed; nothing is kept."""
    plan = load_plan(request, slug)
    form = ExplanationForm(request.POST)
    content = attempt(form, lambda: _drawn(plan, form)) if form.is_valid() else None
    if content is None:
        return _page(request, plan, form, None)
    return show_pdf(content, "编制说明预览")


def _drawn(plan: Plan, form: ExplanationForm) -> bytes:
    text = checked_text(form.cleaned_data["text"])
    return preview_pdf(explanation_document(plan.title, text))
