"""Who wrote which paragraph."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plans.drafting.versions import texts_of
from plans.system.pages import load_plan, load_provision, plan_crumbs, staff_page
from plans.text.comparing import blame as writers_of


@staff_page
def blame(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """溯源: each paragraph with the revision that wrote it."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    back = reverse("provision", args=[slug, provision_id])
    context = {
        "title": f"逐段溯源：{row.title}",
        "crumbs": plan_crumbs(plan, (row.title, back), ("逐段溯源", None)),
        "plan": plan,
        "provision": row,
        "lines": [{"text": text, "change": key} for text, key in writers_of(texts_of(row.pk))],
    }
    return render(request, "plans/history/blame.html", context)
