"""Giving opinions, and recording what was decided on paper, at a meeting or outside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.actions.files import keep_upload
from plans.models import Attachment
from plans.views.common import actor, attempt, press, require, staff_page
from plans.views.jobs import download
from taskforce.actions.deciding import record_instruction, record_meeting
from taskforce.actions.opinions import (
    Paperwork,
    answer_objection,
    confirm_opinion,
    give_opinion,
    object_to_opinion,
)
from taskforce.enums import Vote
from taskforce.forms.deciding import (
    InstructionForm,
    MeetingForm,
    OpinionForm,
    PaperOpinionForm,
    meeting_initial,
)
from taskforce.models import Decision, Gate, Instruction, MemberOpinion, Objection, Package
from taskforce.permissions import may_confirm_opinion, may_run_process
from taskforce.queries import recorded_files
from taskforce.views.gates import gate_crumbs, plan_of
from taskforce.views.packages import decision_page, load_package


@staff_page
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
    return _form_page(request, found, form, "代录纸面意见", "代录")


def _enter(request: HttpRequest, found: Package, form: PaperOpinionForm) -> MemberOpinion:
    data = form.cleaned_data
    scan = _keep(request, found.gate, data["scan"])
    assert scan is not None
    return give_opinion(
        found.pk,
        by=actor(request),
        vote=data["vote"],
        text=data["text"],
        paperwork=Paperwork(data["seat"], scan),
    )


def _keep(request: HttpRequest, gate: Gate, upload: Any) -> Attachment | None:
    if not upload:
        return None
    return keep_upload(upload.name, upload.read(), by=actor(request), plan=plan_of(gate))


def _form_page(
    request: HttpRequest, found: Package, form: object, title: str, submit: str
) -> HttpResponse:
    back = reverse("package", args=[found.pk])
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), (title, None)),
    }
    return render(request, "base_form.html", context)


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


@staff_page
def meeting(request: HttpRequest, package_id: int) -> HttpResponse:
    """Record a meeting's vote and its decision."""
    found = load_package(request, package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    written = list(found.opinions.filter(replaced_at__isnull=True).select_related("seat"))
    form = MeetingForm(
        request.POST or None,
        request.FILES or None,
        gate=found.gate,
        initial=meeting_initial(found.gate, written),
    )
    if form.is_valid():
        made = attempt(form, lambda: _record_meeting(request, found, form))
        if made:
            messages.success(request, f"会议结果已登记：{made.get_outcome_display()}。")
            return redirect("gate", found.gate_id)
    return _form_page(request, found, form, "登记会议结果", "登记")


def _record_meeting(request: HttpRequest, found: Package, form: MeetingForm) -> Decision:
    record = form.instance
    record.minutes = _keep(request, found.gate, form.cleaned_data["minutes_file"])
    reason, items = _opinions(form.cleaned_data["opinions"])
    return record_meeting(
        found.pk,
        record,
        by=actor(request),
        outcome=form.cleaned_data["outcome"],
        reason=reason,
        items=items,
    )


def _opinions(text: str) -> tuple[str, list[str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "；".join(lines), lines


@staff_page
def instruction(request: HttpRequest, package_id: int) -> HttpResponse:
    """Record what a body outside the portal instructed."""
    found = load_package(request, package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    form = InstructionForm(request.POST or None, request.FILES or None, gate=found.gate)
    if form.is_valid():
        made = attempt(form, lambda: _record_instruction(request, found, form))
        if made:
            messages.success(request, f"批示已登记：{made.get_outcome_display()}。")
            return redirect("gate", found.gate_id)
    return _form_page(request, found, form, "登记批示", "登记")


def _record_instruction(request: HttpRequest, found: Package, form: InstructionForm) -> Decision:
    data = form.cleaned_data
    reason, items = _opinions(data["opinions"])
    record = Instruction(
        sent_on=data["sent_on"],
        instructed_on=data["instructed_on"],
        text=data["text"],
        letter=_keep(request, found.gate, data["letter"]),
        scan=_keep(request, found.gate, data["scan"]),
    )
    return record_instruction(
        found.pk, record, by=actor(request), outcome=data["outcome"], reason=reason, items=items
    )


@staff_page
def package_record(request: HttpRequest, package_id: int, what: str) -> HttpResponseBase:
    """A file behind what was recorded: 会议纪要, 请示或报告, 批示扫描件."""
    found = load_package(request, package_id)
    kept = recorded_files(found).get(what)
    require(kept is not None)
    assert kept is not None
    return download(kept)
