"""Giving opinions, entering those given on paper, confirming and objecting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.system.downloads import download
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, press, require, staff_page
from taskforce.deciding.actions.opinions import (
    Paperwork,
    answer_objection,
    confirm_opinion,
    give_opinion,
    object_to_opinion,
)
from taskforce.deciding.forms.opinions import OpinionForm, PaperOpinionForm
from taskforce.deciding.pages import form_page, keep_file, load_package
from taskforce.deciding.views.package import decision_page
from taskforce.enums import Vote
from taskforce.gates.pages import plan_of
from taskforce.models import MemberOpinion, Objection, Package
from taskforce.permissions import may_confirm_opinion, may_run_process


@staff_page
@limited(Limit.COMPARISON)
@require_POST
def vote(request: HttpRequest, package_id: int, vote: str) -> HttpResponse:
    """A member's opinion: 同意, 不同意 and what else the rule allows."""
    found = load_package(request, package_id)
    require(vote in Vote.values)
    form = OpinionForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        made = attempt(
            form, lambda: give_opinion(found.pk, by=actor(request), vote=vote, text=text)
        )
        if made:
            messages.success(request, f"您的意见已记录：{made.get_vote_display()}。")
            return redirect("package", found.pk)
    return decision_page(request, found, form)


@staff_page
def paper_vote(request: HttpRequest, package_id: int) -> HttpResponse:
    """代录: the office enters an opinion that was given on paper."""
    found = load_package(request, package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    form = PaperOpinionForm(request.POST or None, request.FILES or None, gate=found.gate)
    if form.is_valid():
        made = attempt(form, lambda: _enter(request, found, form))
        if made:
            messages.success(request, "纸面意见已代录，等待本人确认。")
            return redirect("package", found.pk)
    return form_page(request, found, form, "代录纸面意见", "代录")


def _enter(request: HttpRequest, found: Package, form: PaperOpinionForm) -> MemberOpinion:
    data = form.cleaned_data
    scan = keep_file(request, found.gate, data["scan"])
    assert scan is not None
    return give_opinion(
        found.pk,
        by=actor(request),
        vote=data["vote"],
        text=data["text"],
        paperwork=Paperwork(data["seat"], scan),
    )


def load_opinion(request: HttpRequest, opinion_id: int) -> MemberOpinion:
    """An opinion on a package that the visitor may read."""
    opinion = get_object_or_404(MemberOpinion.objects.select_related("scan"), pk=opinion_id)
    opinion.package = load_package(request, opinion.package_id)
    return opinion


@staff_page
@require_POST
def confirm_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """The member confirms an opinion that was entered for them."""
    opinion = load_opinion(request, opinion_id)
    require(may_confirm_opinion(request.user, opinion))
    return press(
        request,
        lambda: confirm_opinion(opinion.pk, by=actor(request)),
        "已确认，谢谢。",
        reverse("package", args=[opinion.package_id]),
    )


@staff_page
@require_POST
def object_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """异议: the member says that what was entered is not their opinion."""
    opinion = load_opinion(request, opinion_id)
    require(may_confirm_opinion(request.user, opinion))
    text = request.POST.get("text", "")
    return press(
        request,
        lambda: object_to_opinion(opinion.pk, by=actor(request), text=text),
        "异议已提交，办公室会核实。",
        reverse("package", args=[opinion.package_id]),
    )


@staff_page
@require_POST
def answer_to_objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    """The office answers an objection."""
    objection = get_object_or_404(Objection.objects.select_related("opinion"), pk=objection_id)
    found = load_package(request, objection.opinion.package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    answer = request.POST.get("answer", "")
    return press(
        request,
        lambda: answer_objection(objection.pk, by=actor(request), answer=answer),
        "核实情况已登记。",
        reverse("package", args=[found.pk]),
    )


@staff_page
def opinion_scan(request: HttpRequest, opinion_id: int) -> HttpResponseBase:
    """签批单: the scan behind an opinion that was entered from paper."""
    opinion = load_opinion(request, opinion_id)
    require(opinion.scan is not None)
    assert opinion.scan is not None
    return download(opinion.scan)
