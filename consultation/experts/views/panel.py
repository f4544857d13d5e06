"""The panel's pages: who is in, inviting, the chair's opening, the group's conclusion."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from consultation.enums import OPEN_REPLY_STATES, Audience
from consultation.experts.actions.conclusion import keep_signed, write_conclusion
from consultation.experts.actions.panel import (
    ExpertTerms,
    invite_expert,
    name_chair,
    withdraw_expert,
)
from consultation.experts.actions.unsealing import excuse_expert, open_panel
from consultation.experts.forms import ConclusionForm, InviteExpertForm, SignedForm, WhyForm
from consultation.experts.pages import load_board
from consultation.experts.papers import verdict_words
from consultation.experts.seal import (
    board,
    chair_may_change,
    is_chair,
    missing,
    opened_reviews,
    panel_of,
    verdicts,
)
from consultation.models import ExpertPanel, Invitation, Round
from consultation.permissions import is_open, may_run_round
from consultation.rounds.pages import load_round, round_crumbs
from plans.models import User
from plans.permissions import may_read_draft
from plans.system.actions.attachments import take_uploads
from plans.system.clock import database_now
from plans.system.limits import Limit, limited
from plans.system.pages import Crumb, actor, attempt, require, staff_page


def load_chaired(request: HttpRequest, round_id: int) -> tuple[Round, ExpertPanel]:
    """The same for its chair alone."""
    one = load_board(request, round_id)
    panel = panel_of(one)
    require(is_chair(request.user, panel))
    return one, panel


def panel_crumbs(request: HttpRequest, one: Round, *more: Crumb) -> list[Crumb]:
    """Staff come from the plan, experts from what they are asked."""
    if may_read_draft(request.user, one.plan):
        return round_crumbs(one, *more)
    here = reverse("panel", args=[one.pk]) if more else None
    return [("征求意见", reverse("asked")), (one.name, here), *more]


@staff_page
@limited(Limit.COMPARISON)
def show(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who is in; once opened, the verdicts and what each expert said."""
    one = load_board(request, round_id)
    panel, now = panel_of(one), database_now()
    reviews, seats = list(opened_reviews(request.user, one)), board(one)
    context = {
        "title": one.name,
        "crumbs": panel_crumbs(request, one),
        "plan": one.plan,
        "round": one,
        "panel": panel,
        "seats": seats,
        "nobody_in": all(seat.review.released_at is None for seat in seats),
        "waiting": missing(one).count(),
        "open": is_open(one, now),
        "run": may_run_round(request.user, one),
        "chair": is_chair(request.user, panel),
        "changeable": chair_may_change(panel),
        "chair_in": panel.chair is not None and panel.chair.review.released_at is not None,
        "unanswered": OPEN_REPLY_STATES,
        "reviews": reviews,
        "verdicts": verdicts(one),
        "summary": verdict_words(panel) if panel.opened_at else "",
        "staff": may_read_draft(request.user, one.plan),
    }
    return render(request, "consultation/experts/panel.html", context)


@staff_page
def invite(request: HttpRequest, round_id: int) -> HttpResponse:
    """Invite one expert, by account or by name."""
    one = load_round(request, round_id)
    require(one.audience == Audience.EXPERTS)
    form = InviteExpertForm(request.POST or None)
    if form.is_valid():
        terms = ExpertTerms(**form.cleaned_data)
        made = attempt(form, lambda: invite_expert(one, terms, by=actor(request)))
        if made:
            messages.success(request, f"已邀请{made.described}。")
            if terms.account is None:
                return redirect("make_link", one.pk, made.invitation_id)
            return redirect("panel", one.pk)
    context = {
        "title": "邀请专家",
        "form": form,
        "submit": "邀请",
        "cancel_url": reverse("panel", args=[one.pk]),
        "crumbs": round_crumbs(one, ("邀请专家", None)),
    }
    return render(request, "base_form.html", context)


def _target(one: Round, invitation_id: int) -> Invitation:
    return get_object_or_404(
        Invitation.objects.select_related("person", "review"), pk=invitation_id, round=one
    )


def _reasoned(
    request: HttpRequest, one: Round, form: WhyForm, title: str, *consequences: str
) -> HttpResponse:
    """The page that says what will happen and asks for the reason."""
    context = {
        "title": title,
        "crumbs": panel_crumbs(request, one, (title, None)),
        "consequences": consequences,
        "form": form,
        "button": "确认",
        "action": request.path,
        "cancel_url": reverse("panel", args=[one.pk]),
    }
    return render(request, "confirm.html", context)


@staff_page
def chair(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Name another chair; who and why are kept."""
    one = load_round(request, round_id)
    target = _target(one, invitation_id)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: name_chair(target.pk, by=actor(request), reason=reason)):
            messages.success(request, f"{target}担任专家组组长，理由已记录。")
            return redirect("panel", one.pk)
    return _reasoned(
        request, one, form, f"指定{target}为组长", "组长可以提前启封并撰写综合论证意见。"
    )


@staff_page
def withdraw(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Take an invitation back that nobody has opened."""
    one = load_round(request, round_id)
    target = _target(one, invitation_id)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        name = str(target)
        if _done(form, lambda: withdraw_expert(target.pk, by=actor(request), reason=reason)):
            messages.success(request, f"已取消对{name}的邀请。")
            return redirect("panel", one.pk)
    return _reasoned(request, one, form, f"取消邀请：{target}", "已发出的专用链接随即失效。")


def _done(form: WhyForm, action: Callable[[], None]) -> bool:
    """Run an action that gives nothing back."""
    attempt(form, action)
    return not form.errors


@staff_page
def excuse(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """The chair lets a missing expert off."""
    one, _panel = load_chaired(request, round_id)
    target = _target(one, invitation_id)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: excuse_expert(target.pk, by=actor(request), reason=reason)):
            messages.success(request, f"{target}不再参加这次论证，理由已记录。")
            return redirect("panel", one.pk)
    told = ("不再等待该专家的意见。", "其他专家都已提交或回避的，意见随即启封。")
    return _reasoned(request, one, form, f"{target}不再参加", *told)


@staff_page
def unseal(request: HttpRequest, round_id: int) -> HttpResponse:
    """The chair opens before all are in, or when the last came by a link."""
    one, _panel = load_chaired(request, round_id)
    left = missing(one).count()
    form = WhyForm(request.POST or None, initial={"reason": "" if left else "专家已全部提交"})
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: open_panel(one.pk, by=actor(request), reason=reason)):
            messages.success(request, "专家意见已启封，理由已记录。")
            return redirect("panel", one.pk)
    state = f"还有{left}位专家没有提交" if left else "专家已全部提交"
    told = (
        f"{state}。启封后，组织单位和专家组都能看到已提交的意见。",
        "启封不能撤回，理由会记录在案。",
    )
    return _reasoned(request, one, form, "提前启封" if left else "确认启封", *told)


@staff_page
@limited(Limit.COMPARISON)
def conclude(request: HttpRequest, round_id: int) -> HttpResponse:
    """The chair writes the group's opinion, with everything said beside it."""
    one, panel = load_chaired(request, round_id)
    require(panel.opened_at is not None and panel.signed_scan is None)
    initial = {"text": panel.conclusion, "version": panel.version}
    form = ConclusionForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        text = data["text"].replace("\r\n", "\n")
        if attempt(
            form,
            lambda: write_conclusion(
                one.pk, text, by=actor(request), expected_version=data["version"]
            ),
        ):
            messages.success(request, "综合论证意见已保存。")
            return redirect("panel", one.pk)
    context = {
        "title": "综合论证意见",
        "crumbs": panel_crumbs(request, one, ("综合论证意见", None)),
        "form": form,
        "submit": "保存综合论证意见",
        "cancel_url": reverse("panel", args=[one.pk]),
        "reviews": list(opened_reviews(request.user, one)),
        "summary": verdict_words(panel),
        "round": one,
    }
    return render(request, "consultation/experts/conclude.html", context)


@staff_page
def signed(request: HttpRequest, round_id: int) -> HttpResponse:
    """The chair uploads the signed 论证意见."""
    one, _panel = load_chaired(request, round_id)
    form = SignedForm(request.POST or None, request.FILES or None)
    if form.is_valid() and attempt(form, lambda: _keep(actor(request), one, form)) is not None:
        messages.success(request, "签名的论证意见已上传。")
        return redirect("panel", one.pk)
    context = {
        "title": "上传签名的论证意见",
        "crumbs": panel_crumbs(request, one, ("上传签名的论证意见", None)),
        "form": form,
        "submit": "上传",
        "cancel_url": reverse("panel", args=[one.pk]),
    }
    return render(request, "base_form.html", context)


def _keep(by: User, one: Round, form: SignedForm) -> ExpertPanel:
    file = form.cleaned_data["file"]
    return take_uploads(
        [(file.name, file.read())],
        lambda kept: keep_signed(one.pk, kept[0], by=by),
        by=by,
        plan=one.plan,
    )
