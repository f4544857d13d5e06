"""Giving opinions, objecting to what was entered for oneself, judging objections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, press, require, staff_page
from taskforce.deciding.actions.objections import judge_objection, object_to_opinion
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.consequences import AskFirst
from taskforce.deciding.forms.opinions import OpinionForm
from taskforce.deciding.pages import asking_page, load_opinion, load_package, unless_asked
from taskforce.deciding.views.package import decision_page
from taskforce.enums import Vote
from taskforce.models import MemberOpinion, Objection, Package
from taskforce.permissions import may_judge
from taskforce.seconds import seat_name


@staff_page
@limited(Limit.COMPARISON)
@require_POST
def vote(request: HttpRequest, package_id: int, vote: str) -> HttpResponse:
    """A member's opinion; what ends the matter is asked once before it counts."""
    found = load_package(request, package_id)
    require(vote in Vote.values)
    form = OpinionForm(request.POST)
    if form.is_valid():
        made = attempt(form, lambda: unless_asked(lambda: _give(request, found, vote, form)))
        if isinstance(made, AskFirst):
            kept = {name: request.POST.get(name, "") for name in ("text", "seat")}
            return asking_page(request, found, made, **kept)
        if made:
            whose = f"您代{seat_name(made.seat)}发表" if made.by_deputy else "您"
            messages.success(request, f"{whose}的意见已记录：{made.get_vote_display()}。")
            return redirect("package", found.pk)
    return decision_page(request, found, form)


def _give(request: HttpRequest, found: Package, vote: str, form: OpinionForm) -> MemberOpinion:
    data, seen = form.cleaned_data, request.POST.get("seen", "")
    return give_opinion(
        found.pk, by=actor(request), vote=vote, text=data["text"], seat_id=data["seat"], seen=seen
    )


@staff_page
@require_POST
def object_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """异议: the member says that what was entered is not their opinion."""
    opinion = load_opinion(request, opinion_id)
    require(opinion.made_by is not None and opinion.given_by_id == actor(request).pk)
    text = request.POST.get("text", "")
    return press(
        request,
        lambda: object_to_opinion(opinion.pk, by=actor(request), text=text),
        "异议已提交，代录的意见已经作废。",
        reverse("package", args=[opinion.package_id]),
    )


@staff_page
@require_POST
def answer_to_objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    """核实: 成立 or 不成立, by somebody who had no hand in the opinion."""
    related = ("opinion__given_by", "opinion__made_by", "opinion__confirmed_by")
    objection = get_object_or_404(Objection.objects.select_related(*related), pk=objection_id)
    found = load_package(request, objection.opinion.package_id)
    objection.opinion.package = found
    require(objection.answered_at is not None or may_judge(request.user, objection))
    answer, upheld = request.POST.get("answer", ""), request.POST.get("upheld") == "yes"
    return press(
        request,
        lambda: judge_objection(objection.pk, by=actor(request), upheld=upheld, answer=answer),
        "核实情况已登记。",
        reverse("package", args=[found.pk]),
    )
