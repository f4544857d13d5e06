"""Staff's pages of rounds: the list; inviting more, changing the window, closing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from consultation.enums import OPEN_REPLY_STATES, Audience
from consultation.models import Invitation
from consultation.permissions import closing_time, is_open
from consultation.rounds.actions.rounds import change_window, close_now, invite
from consultation.rounds.figures import covering_figures
from consultation.rounds.forms import CloseForm, InviteForm, WindowForm
from consultation.rounds.pages import load_round, round_crumbs
from consultation.rounds.queries import drafts_of, kept_rounds_of
from plans.models import Unit
from plans.permissions import may_manage
from plans.system.clock import database_now
from plans.system.pages import actor, attempt, load_plan, plan_crumbs, staff_page


@staff_page
def rounds(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds of a plan, void ones marked; drafts for who manages it."""
    plan = load_plan(request, slug)
    now = database_now()
    rows = [
        {"round": one, "open": is_open(one, now), "figures": covering_figures(one)}
        for one in kept_rounds_of(plan)
    ]
    manages = may_manage(request.user, plan)
    context = {
        "title": "征求意见",
        "crumbs": plan_crumbs(plan, ("征求意见", None)),
        "plan": plan,
        "rows": rows,
        "drafts": drafts_of(plan) if manages else [],
        "may_manage": manages,
        "has_editions": plan.editions.exists(),
    }
    return render(request, "consultation/rounds/rounds.html", context)


@staff_page
def invite_some(request: HttpRequest, round_id: int) -> HttpResponse:
    """Invite units by kind or one by one, and named persons."""
    one = load_round(request, round_id)
    if one.audience == Audience.EXPERTS:
        return redirect("invite_expert", one.pk)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        units = set(Unit.objects.active().filter(kind__in=data["kinds"])) | set(data["units"])
        ordered = sorted(units, key=lambda unit: (unit.kind, unit.pk))
        made = attempt(
            form, lambda: invite(one, by=actor(request), units=ordered, persons=data["persons"])
        )
        if made is not None:
            messages.success(request, f"新增征求意见对象{len(made)}个。")
            return redirect("round", one.pk)
    context = {
        "title": "选择征求意见的对象",
        "form": form,
        "submit": "发出",
        "cancel_url": reverse("round", args=[one.pk]),
        "crumbs": round_crumbs(one, ("选择对象", None)),
    }
    return render(request, "base_form.html", context)


@staff_page
def window(request: HttpRequest, round_id: int, invitation_id: int | None = None) -> HttpResponse:
    """Extend for all or for one, or close early; who and why are kept."""
    one = load_round(request, round_id)
    target = get_object_or_404(Invitation, pk=invitation_id, round=one) if invitation_id else None
    initial = {"closes_at": timezone.localtime(closing_time(one, target))}
    form = WindowForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            lambda: change_window(
                one,
                by=actor(request),
                invitation=target,
                closes_at=data["closes_at"],
                reason=data["reason"],
            ),
        ):
            messages.success(request, "截止时间已调整，理由已记录。")
            return redirect("round", one.pk)
    title = f"调整截止时间：{target or '全部对象'}"
    context = {
        "title": title,
        "form": form,
        "cancel_url": reverse("round", args=[one.pk]),
        "crumbs": round_crumbs(one, ("调整截止时间", None)),
    }
    return render(request, "base_form.html", context)


@staff_page
def close(request: HttpRequest, round_id: int) -> HttpResponse:
    """Close the round now, with a reason that is kept and, for the public, printed."""
    one = load_round(request, round_id)
    form = CloseForm(request.POST or None)
    back = reverse("round", args=[one.pk])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: close_now(one, by=actor(request), reason=reason)):
            messages.success(request, "已提前截止，理由已记录。")
            return redirect(back)
    waiting = one.invitations.filter(state__in=OPEN_REPLY_STATES).count()
    context = {
        "title": "提前截止",
        "crumbs": round_crumbs(one, ("提前截止", None)),
        "consequences": [
            "现在起不再接收意见，没有提交的草稿保留但不列入汇总。",
            f"还有{waiting}个对象没有反馈；单独延期的对象仍按各自的时间。",
            "由谁、因何提前截止会记录在案；需要再收意见的，可以重新调整截止时间。",
        ],
        "form": form,
        "button": "现在截止",
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)
