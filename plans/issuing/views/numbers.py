"""The register of document numbers 发文字号."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from plans.issuing.actions.numbers import numbers_at_hand, release_number, reserve_number
from plans.issuing.forms.numbers import NumberFilter, ReleaseForm, ReserveForm, this_year
from plans.issuing.queries import unregistered_numbers
from plans.models import DocumentNumber, Letterhead
from plans.permissions import may_number
from plans.system.pages import actor, attempt, number_in, require, staff_page

TITLE = "发文字号"
TONES = {"reserved": "wait", "used": "good", "released": "neutral"}
PAGE = 50


@staff_page
def numbers(request: HttpRequest) -> HttpResponse:
    """The register, newest first: by letterhead, year and state; what is not in it, above."""
    require(may_number(request.user))
    form = NumberFilter(request.GET)
    asked = {k: v for k, v in form.cleaned_data.items() if v} if form.is_valid() else {}
    found = DocumentNumber.objects.select_related("letterhead", "taken_by").filter(**asked)
    before = number_in(request.GET.get("before"))
    page = found.filter(pk__lt=before) if before is not None else found
    rows = list(page.order_by("-pk")[: PAGE + 1])
    kept = {name: request.GET.get(name, "") for name in form.fields}
    following = urlencode(kept | {"before": rows[PAGE - 1].pk}) if len(rows) > PAGE else ""
    context = {
        "title": TITLE,
        "rows": [{"number": row, "tone": TONES[row.state]} for row in rows[:PAGE]],
        "summary": f"共{found.count()}个",
        "next_url": f"?{following}" if following else "",
        "filters": form,
        "missing": unregistered_numbers(),
        "any": bool(asked) or bool(before),
    }
    return render(request, "plans/issuing/numbers.html", context)


@staff_page
def reserve(request: HttpRequest) -> HttpResponse:
    """Take the next number of a letterhead for a paper."""
    require(may_number(request.user))
    form = ReserveForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: reserve_number(
                data["letterhead"], data["year"], by=actor(request), purpose=data["purpose"]
            ),
        )
        if made:
            messages.success(request, f"已预留{made}。")
            return redirect("numbers")
    heads = Letterhead.objects.filter(is_active=True)
    context = {
        "title": "预留文号",
        "form": form,
        "submit": "预留下一个文号",
        "cancel_url": reverse("numbers"),
        "next_numbers": [(head, numbers_at_hand(head, this_year())[-1]) for head in heads],
        "crumbs": [(TITLE, reverse("numbers")), ("预留文号", None)],
    }
    return render(request, "plans/issuing/reserve.html", context)


@staff_page
def release(request: HttpRequest, number_id: int) -> HttpResponse:
    """Give a reserved number back, after saying what will happen."""
    require(may_number(request.user))
    number = get_object_or_404(DocumentNumber.objects.select_related("letterhead"), pk=number_id)
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: release_number(number, by=actor(request), reason=reason)):
            messages.success(request, f"{number}已释放，下次预留时先用它。")
            return redirect("numbers")
    context = {
        "title": f"释放{number}",
        "consequences": [f"{number}不再用于“{number.purpose}”，下次预留时先用它。", "理由会保留。"],
        "form": form,
        "button": "释放",
        "cancel_url": reverse("numbers"),
        "crumbs": [(TITLE, reverse("numbers")), ("释放", None)],
    }
    return render(request, "confirm.html", context)
