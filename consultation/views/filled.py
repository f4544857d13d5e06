"""A filled 反馈表 is uploaded, by the unit or by staff for it: preview first, then taken whole."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.actions.entering import take_form
from consultation.forms.work import FilledForm
from consultation.models import Invitation
from consultation.reply_forms import Line, matched, read_form
from consultation.views.answering import load_invitation
from consultation.views.rounds import load_round
from plans.actions.files import keep_upload
from plans.models import Attachment
from plans.views.common import actor, attempt, press, staff_page

SALT = "consultation.filled"


def _for_staff(request: HttpRequest, round_id: int, invitation_id: int) -> Invitation:
    one = load_round(request, round_id)
    rows = Invitation.objects.select_related("round__plan", "round__edition", "unit", "person")
    return get_object_or_404(rows, pk=invitation_id, round=one)


@staff_page
def fill(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The unit uploads its form."""
    one = load_invitation(request, invitation_id)
    return _preview(
        request, one, reverse("keep_filled", args=[one.pk]), reverse("invitation", args=[one.pk])
    )


@staff_page
def fill_for(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Staff upload a unit's form."""
    one = _for_staff(request, round_id, invitation_id)
    target, back = (
        reverse(name, args=[round_id, invitation_id]) for name in ("keep_filled_for", "enter")
    )
    return _preview(request, one, target, back)


def _preview(request: HttpRequest, one: Invitation, target: str, back: str) -> HttpResponse:
    form = FilledForm(request.POST or None, request.FILES or None)
    context = {
        "title": f"导入意见反馈表：{one}",
        "form": form,
        "submit": "上传并预览",
        "cancel_url": back,
        "target": target,
    }
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        lines = attempt(form, lambda: read_form(file.name, content))
        if lines is not None:
            kept = keep_upload(file.name, content, by=actor(request), plan=one.round.plan)
            values = [kept.pk, [asdict(line) for line in lines]]
            context["kept"] = signing.dumps([one.pk, *values], salt=SALT, compress=True)
            context["rows"] = matched(one.round.edition, lines)
            return render(request, "consultation/filled.html", context)
    return render(request, "base_form.html", context)


@staff_page
@require_POST
def keep(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take the previewed rows as drafted opinions of the unit."""
    one = load_invitation(request, invitation_id)
    return _take(request, one, reverse("invitation", args=[one.pk]), for_unit=False)


@staff_page
@require_POST
def keep_for(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Take the previewed rows for the unit."""
    one = _for_staff(request, round_id, invitation_id)
    return _take(request, one, reverse("enter", args=[round_id, one.pk]), for_unit=True)


def _take(request: HttpRequest, one: Invitation, back: str, *, for_unit: bool) -> HttpResponse:
    try:
        owner, kept, rows = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=86400)
    except signing.BadSignature:
        owner, kept, rows = 0, 0, []
    if owner != one.pk:
        messages.error(request, "预览已失效，请重新上传文件。没有导入任何意见。")
        return redirect(back)
    original = get_object_or_404(Attachment, pk=kept)
    lines = [Line(**row) for row in rows]
    return press(
        request,
        lambda: take_form(one.pk, lines, original, by=actor(request), for_unit=for_unit),
        f"已导入{len(lines)}条意见，请核对后提交。",
        back,
    )
