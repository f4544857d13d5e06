"""What can be put right once a round is out: its letter, an invitation, the round as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from consultation.enums import Audience
from consultation.models import Invitation
from consultation.rounds.actions.drafts import LetterWords
from consultation.rounds.actions.issuing import correct_letter, void_round
from consultation.rounds.actions.rounds import withdraw_invitation
from consultation.rounds.forms import CorrectionForm, ReasonForm
from consultation.rounds.pages import load_round, round_crumbs
from plans.system.pages import actor, attempt, staff_page


@staff_page
def correct(request: HttpRequest, round_id: int) -> HttpResponse:
    """Another text or contact, with a reason; those asked are told."""
    one = load_round(request, round_id)
    names = ("letter_text", "contact", "needs_seal")
    form = CorrectionForm(
        request.POST or None, initial={name: getattr(one, name) for name in names}
    )
    back = reverse("round", args=[one.pk])
    if form.is_valid():
        data = dict(form.cleaned_data)
        reason, words = data.pop("reason"), LetterWords(**data)
        if attempt(form, lambda: correct_letter(one, words, by=actor(request), reason=reason)):
            messages.success(request, "函件已更正，理由已记录，并已通知有账号的对象。")
            return redirect(back)
    context = {
        "title": "更正征求意见函",
        "form": form,
        "submit": "更正",
        "cancel_url": back,
        "crumbs": round_crumbs(one, ("更正征求意见函", None)),
    }
    return render(request, "base_form.html", context)


@staff_page
def void(request: HttpRequest, round_id: int) -> HttpResponse:
    """作废, with a reason that is kept and told."""
    one = load_round(request, round_id)
    form = ReasonForm(request.POST or None)
    back = reverse("round", args=[one.pk])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: void_round(one, by=actor(request), reason=reason)):
            messages.success(request, "这一轮征求意见已作废，理由已记录。")
            return redirect(back)
    context = {
        "title": "作废这一轮征求意见",
        "crumbs": round_crumbs(one, ("作废", None)),
        "consequences": [
            "不再接收意见，专用链接不能再打开；已经收到的意见保留，不能再处理。",
            "这一轮标为“已作废”，不计入任何统计、材料和审议条件。",
            "有账号的对象会收到通知和理由。作废不能撤回。",
        ],
        "form": form,
        "button": "作废",
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)


@staff_page
def uninvite(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Take back an invitation that nobody has begun to answer."""
    one = load_round(request, round_id)
    rows = Invitation.objects.select_related("unit", "person", "round")
    target = get_object_or_404(rows, pk=invitation_id, round=one)
    if one.audience == Audience.EXPERTS:
        return redirect("withdraw_expert", one.pk, target.pk)
    form, name = ReasonForm(request.POST or None), str(target)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: withdraw_invitation(target, by=actor(request), reason=reason))
        if not form.errors:
            messages.success(request, f"不再向{name}征求意见，理由已记录。")
            return redirect("round", one.pk)
    context = {
        "title": f"不再征求意见：{target}",
        "crumbs": round_crumbs(one, (name, None)),
        "consequences": [
            f"{target}不再列入这一轮的对象和统计，专用链接随即失效。",
            "有账号的会收到通知和理由。以后可以再次邀请。",
        ],
        "form": form,
        "button": "撤回邀请",
        "cancel_url": reverse("contact", args=[one.pk, target.pk]),
    }
    return render(request, "confirm.html", context)
