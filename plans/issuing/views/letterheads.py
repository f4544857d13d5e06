"""Letterheads 版头: the list, the form with a picture of the page, retiring."""

from __future__ import annotations

from base64 import b64encode

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.documents.actions import preview_pdf
from plans.errors import DomainError
from plans.issuing.actions.numbers import remove_letterhead, save_letterhead
from plans.issuing.forms.numbers import LetterheadForm
from plans.issuing.papers import letterhead_sample
from plans.models import Letterhead
from plans.permissions import may_number
from plans.rendering.picture import page_png
from plans.system.downloads import show_pdf
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, press, require, staff_page

SHOWN = ("body_name", "code", "signature", "copies_to", "printed_by")
LONGEST = 400


@staff_page
def letterheads(request: HttpRequest) -> HttpResponse:
    """All letterheads, those in use first, each with how many numbers it has given."""
    require(may_number(request.user))
    rows = Letterhead.objects.select_related("unit").annotate(given=Count("numbers"))
    context = {
        "title": "版头",
        "crumbs": [("发文字号", reverse("numbers")), ("版头", None)],
        "rows": rows.order_by("-is_active", "id"),
    }
    return render(request, "plans/issuing/letterheads.html", context)


@staff_page
def letterhead(request: HttpRequest, letterhead_id: int | None = None) -> HttpResponse:
    """Add or change a letterhead, the first page of a paper in view."""
    require(may_number(request.user))
    head = get_object_or_404(Letterhead, pk=letterhead_id) if letterhead_id else None
    form = LetterheadForm(request.POST or None, instance=head)
    if form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: save_letterhead(values, by=actor(request), pk=letterhead_id)):
            messages.success(request, "版头已保存，新制作的文件即按此排版。")
            return redirect("letterheads")
    context = {
        "title": "修改版头" if head else "新增版头",
        "form": form,
        "cancel_url": reverse("letterheads"),
        "crumbs": [
            ("发文字号", reverse("numbers")),
            ("版头", reverse("letterheads")),
            (head.body_name if head else "新增", None),
        ],
    }
    return render(request, "plans/issuing/letterhead.html", context)


@staff_page
@limited(Limit.FILE)
@require_POST
def preview_letterhead(request: HttpRequest) -> HttpResponseBase:
    """A sample paper with the form as it stands: a picture for htmx, the PDF else."""
    require(may_number(request.user))
    values = {name: request.POST.get(name, "").strip()[:LONGEST] for name in SHOWN}
    picture = request.headers.get("HX-Request") == "true"
    try:
        content = preview_pdf(letterhead_sample(values))
    except DomainError as error:
        return render(request, "plans/issuing/_sheet.html", {"why": str(error)})
    if not picture:
        return show_pdf(content, "版头样张")
    image = b64encode(page_png(content)).decode()
    return render(
        request, "plans/issuing/_sheet.html", {"image": image, "name": values["body_name"]}
    )


@staff_page
def remove(request: HttpRequest, letterhead_id: int) -> HttpResponse:
    """Delete a letterhead that was never used, retire one that was; says first which."""
    require(may_number(request.user))
    head = get_object_or_404(Letterhead, pk=letterhead_id)
    back = reverse("letterheads")
    used = head.numbers.count()
    word = "停用" if used else "删除"
    if request.method == "POST":
        return press(
            request,
            lambda: remove_letterhead(head.pk, by=actor(request)),
            f"已{word}“{head}”。",
            back,
        )
    context = {
        "title": f"{word}“{head.body_name}”的版头",
        "consequences": _consequences(used),
        "button": word,
        "cancel_url": back,
        "crumbs": [("发文字号", reverse("numbers")), ("版头", back), (word, None)],
    }
    return render(request, "confirm.html", context)


def _consequences(used: int) -> list[str]:
    if not used:
        return ["这个版头还没有用过，删除后不再出现。"]
    return [
        f"这个版头已用过{used}个文号，不能删除，只能停用。",
        "停用后不再用于新的文件；登记簿和已印发的文件不变，可以随时重新启用。",
    ]
