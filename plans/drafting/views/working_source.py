"""正在落实: what one's edits carry out, kept in the session and noted with every save."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from plans.system.pages import load_plan, staff_page
from plans.system.secrecy import refuse_secret

SOURCE = re.compile(r"[a-z]+:[0-9]{1,18}")
LABEL_MAX = 120


@staff_page
@require_POST
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to carry out ``source`` (opaque, "review:12") in this plan; empty: end it."""
    plan = load_plan(request, slug)
    given = request.POST.get("source", "")
    label = " ".join(request.POST.get("label", "").split())[:LABEL_MAX]
    refuse_secret(label)
    kept = {k: v for k, v in request.session.get("working-source", {}).items() if k != slug}
    if SOURCE.fullmatch(given) and label:
        kept[slug] = {"source": given, "label": label}
        messages.success(
            request, f"正在落实“{label}”：此后您在这个规划中保存的修改都记在它的名下。"
        )
    elif given:
        messages.error(request, "没有找到要落实的事项，请回到原来的页面再试一次。")
    else:
        messages.success(request, "已结束落实，此后的修改不再记在它的名下。")
    request.session["working-source"] = kept
    return redirect(_next(request) or reverse("plan", args=[plan.slug]))


def _next(request: HttpRequest) -> str:
    to = request.POST.get("next", "")
    return to if url_has_allowed_host_and_scheme(to, {request.get_host()}) else ""
