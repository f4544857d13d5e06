"""离任移交: what a person holds, handing it over, and ending the account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from plans.enums import UserKind
from plans.leaving.actions.handing import hand_over
from plans.leaving.forms import HandOverForm
from plans.leaving.pages import piles_of
from plans.leaving.registry import KINDS
from plans.models import User
from plans.people.actions.accounts import deactivate
from plans.people.fields import ReasonForm
from plans.people.pages import account_crumbs, load_account
from plans.permissions import may_keep_accounts
from plans.system.pages import actor, attempt, require, staff_page


@staff_page
def holdings(request: HttpRequest, user_id: int) -> HttpResponse:
    """What a person holds, for themselves and for who keeps accounts, who hands it over here."""
    by = actor(request)
    keeps = may_keep_accounts(by)
    require(keeps or by.pk == user_id)
    user = get_object_or_404(User, pk=user_id, kind=UserKind.PERSON)
    piles = piles_of(user, by)
    movable = [pile.kind for pile in piles if pile.kind.hand_over is not None]
    form = HandOverForm(request.POST or None, leaver=user, kinds=movable)
    if request.method == "POST":
        require(keeps)
    if form.is_valid():
        gone = attempt(form, lambda: hand_over(user.pk, form.successors(), by=by))
        if gone is not None:
            messages.success(request, _said(gone))
            return redirect("holdings", user.pk)
    context = {
        "title": f"{user}承担的事项",
        "crumbs": account_crumbs(user, ("承担的事项", None)) if keeps else [("承担的事项", None)],
        "user_shown": user,
        "piles": piles,
        "form": form if keeps and movable else None,
        "may_end": keeps and user.is_active and user.pk != by.pk,
    }
    return render(request, "plans/leaving/holdings.html", context)


def _said(gone: dict[str, int]) -> str:
    done = "、".join(f"{KINDS[key].label}{count}项" for key, count in gone.items() if count)
    return f"已移交{done}，已告知本人和接手人。还列在下面的须另行安排。"


@staff_page
def end(request: HttpRequest, user_id: int) -> HttpResponse:
    """停用 an account: says what is still held, and asks for the reason."""
    user, by = load_account(request, user_id), actor(request)
    form = ReasonForm(request.POST or None)
    here = reverse("account", args=[user.pk])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: deactivate(user.pk, reason, by=by)):
            messages.success(request, f"{user}的账号已停用，登录即时失效。")
            return redirect(here)
    piles = piles_of(user, by)
    context = {
        "title": f"停用{user}的账号",
        "form": form,
        "crumbs": account_crumbs(user, ("停用", None)),
        "user_shown": user,
        "piles": piles,
        "consequences": [f"{user}在所有设备上的登录立即结束，专用的日历地址失效，不能再登录。"],
        "button": "不移交，停用账号" if piles else "停用账号",
        "cancel_url": here,
    }
    return render(request, "plans/leaving/end.html", context)
