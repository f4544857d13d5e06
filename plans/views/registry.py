"""Letterheads 版头 and the register of document numbers 发文字号."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from plans.actions.numbers import release_number, reserve_number, save_letterhead
from plans.forms.registry import LetterheadForm, ReleaseForm, ReserveForm
from plans.models import DocumentNumber, Letterhead
from plans.permissions import may_number
from plans.views.common import actor, attempt, require, staff_page

TITLE = "发文字号"
TONES = {"reserved": "wait", "used": "good", "released": "neutral"}


@staff_page
def numbers(request: HttpRequest) -> HttpResponse:
    """The register, newest first, and the form to take the next number."""
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
    found = DocumentNumber.objects.select_related("letterhead", "taken_by")[:200]
    context = {
        "title": TITLE,
        "rows": [{"number": row, "tone": TONES[row.state]} for row in found],
        "heads": Letterhead.objects.select_related("unit"),
        "form": form,
        "submit": "预留下一个文号",
    }
    return render(request, "plans/numbers.html", context)


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


@staff_page
def letterhead(request: HttpRequest, letterhead_id: int | None = None) -> HttpResponse:
    """Add or change a letterhead."""
    require(may_number(request.user))
    head = get_object_or_404(Letterhead, pk=letterhead_id) if letterhead_id else None
    form = LetterheadForm(request.POST or None, instance=head)
    if form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: save_letterhead(values, by=actor(request), pk=letterhead_id)):
            messages.success(request, "版头已保存，新制作的文件即按此排版。")
            return redirect("numbers")
    context = {
        "title": "修改版头" if head else "新增版头",
        "form": form,
        "cancel_url": reverse("numbers"),
        "crumbs": [(TITLE, reverse("numbers")), ("版头", None)],
    }
    return render(request, "base_form.html", context)
