"""Recording what was decided at a meeting or outside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from plans.system.downloads import download
from plans.system.pages import actor, attempt, require, staff_page
from taskforce.deciding.actions.decisions import record_instruction, record_meeting
from taskforce.deciding.forms.records import InstructionForm, MeetingForm, meeting_initial
from taskforce.deciding.pages import form_page, keep_file, load_package
from taskforce.deciding.queries import recorded_files
from taskforce.gates.pages import plan_of
from taskforce.models import Decision, Instruction, Package
from taskforce.permissions import may_run_process


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
    return form_page(request, found, form, "登记会议结果", "登记")


def _record_meeting(request: HttpRequest, found: Package, form: MeetingForm) -> Decision:
    record = form.instance
    record.minutes = keep_file(request, found.gate, form.cleaned_data["minutes_file"])
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
    return form_page(request, found, form, "登记批示", "登记")


def _record_instruction(request: HttpRequest, found: Package, form: InstructionForm) -> Decision:
    data = form.cleaned_data
    reason, items = _opinions(data["opinions"])
    record = Instruction(
        sent_on=data["sent_on"],
        instructed_on=data["instructed_on"],
        text=data["text"],
        letter=keep_file(request, found.gate, data["letter"]),
        scan=keep_file(request, found.gate, data["scan"]),
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
