"""Recording what was decided at a meeting or outside, and its 复核 by another officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.system.downloads import download
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, press, require, staff_page
from taskforce.deciding.actions.records import (
    confirm_record,
    entry_of,
    record_instruction,
    record_meeting,
    refuse_record,
    withdraw_record,
)
from taskforce.deciding.consequences import AskFirst
from taskforce.deciding.forms.records import (
    CheckRecordForm,
    InstructionForm,
    MeetingForm,
    meeting_initial,
    said_before,
)
from taskforce.deciding.pages import (
    asking_page,
    form_page,
    keep_files,
    load_package,
    scan_pages,
    scan_picture,
    unless_asked,
)
from taskforce.deciding.queries import recorded_files
from taskforce.gates.pages import gate_crumbs, plan_of
from taskforce.models import Instruction, MeetingRecord, Package
from taskforce.permissions import may_check_record, may_run_process
from taskforce.seconds import record_waits_for, waiting_record


def _load(request: HttpRequest, package_id: int) -> Package:
    """A package, for who runs the process."""
    found = load_package(request, package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    return found


def _before(found: Package) -> dict[str, object]:
    waiting = waiting_record(found)
    return said_before(waiting) if waiting else {}


@staff_page
def meeting(request: HttpRequest, package_id: int) -> HttpResponse:
    """Record a meeting's vote and what it decided."""
    found = _load(request, package_id)
    written = list(found.opinions.in_force().select_related("seat__user", "given_by"))
    form = MeetingForm(
        request.POST or None,
        request.FILES or None,
        gate=found.gate,
        initial=meeting_initial(found.gate, written) | _before(found),
    )
    if form.is_valid():
        made = attempt(form, lambda: _record_meeting(request, found, form))
        if made:
            messages.success(request, f"会议结果已登记，复核之后生效。{record_waits_for(made)}")
            return redirect("package", found.pk)
    return form_page(request, found, form, "登记会议结果", "登记")


def _record_meeting(request: HttpRequest, found: Package, form: MeetingForm) -> MeetingRecord:
    def take(minutes: Any) -> MeetingRecord:
        form.instance.minutes = minutes
        return record_meeting(found.pk, form.instance, by=actor(request), **_decided(form))

    return keep_files(request, found.gate, {"minutes": form.cleaned_data["minutes_file"]}, take)


def _decided(form: MeetingForm | InstructionForm) -> dict[str, Any]:
    text = form.cleaned_data["opinions"]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return {"outcome": form.cleaned_data["outcome"], "reason": "；".join(lines), "items": lines}


@staff_page
def instruction(request: HttpRequest, package_id: int) -> HttpResponse:
    """Record what a body outside the portal instructed."""
    found = _load(request, package_id)
    form = InstructionForm(
        request.POST or None, request.FILES or None, gate=found.gate, initial=_before(found)
    )
    if form.is_valid():
        made = attempt(form, lambda: _record_instruction(request, found, form))
        if made:
            messages.success(request, f"批示已登记，复核之后生效。{record_waits_for(made)}")
            return redirect("package", found.pk)
    return form_page(request, found, form, "登记批示", "登记")


def _record_instruction(request: HttpRequest, found: Package, form: InstructionForm) -> Instruction:
    data = form.cleaned_data
    said = {name: data[name] for name in ("sent_on", "instructed_on", "text")}

    def take(**files: Any) -> Instruction:
        made = Instruction(**said, **files)
        return record_instruction(found.pk, made, by=actor(request), **_decided(form))

    files = {name: data[name] for name in ("letter", "scan")}
    return keep_files(request, found.gate, files, take)


@staff_page
def check_record(request: HttpRequest, package_id: int) -> HttpResponse:
    """复核: what was recorded beside the file that shows it."""
    found = _load(request, package_id)
    row = waiting_record(found)
    require(row is not None)
    assert row is not None
    return _check_page(request, found, row, CheckRecordForm(initial={"entered": entry_of(row)}))


def _check_page(
    request: HttpRequest,
    found: Package,
    row: MeetingRecord | Instruction,
    form: CheckRecordForm,
) -> HttpResponse:
    back = reverse("package", args=[found.pk])
    meeting = row if isinstance(row, MeetingRecord) else None
    what = "minutes" if meeting else "scan"
    file = recorded_files(found).get(what)
    context = {
        "title": "复核会议结果" if meeting else "复核批示",
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), ("复核", None)),
        "package": found,
        "row": row,
        "meeting": meeting,
        "instruction": None if meeting else row,
        "what": what,
        "file": file,
        "pages": scan_pages(file),
        "form": form,
        "sentence": record_waits_for(row),
        "may": may_check_record(request.user, row),
        "own": row.made_by == request.user,
        "back": back,
    }
    return render(request, "taskforce/deciding/check_record.html", context)


@staff_page
@require_POST
def confirm(request: HttpRequest, package_id: int) -> HttpResponse:
    """A second officer confirms the record; what follows is asked once before it counts."""
    found = _load(request, package_id)
    form = CheckRecordForm(request.POST)
    if form.is_valid():
        entered, seen = form.cleaned_data["entered"], request.POST.get("seen", "")
        by = actor(request)
        made = attempt(
            form,
            lambda: unless_asked(
                lambda: confirm_record(found.pk, by=by, entered=entered, seen=seen)
            ),
        )
        if isinstance(made, AskFirst):
            return asking_page(request, found, made, entered=entered)
        if made:
            messages.success(request, f"已复核，结果为：{made.get_outcome_display()}。")
            return redirect("gate", found.gate_id)
    row = waiting_record(found)
    if row is None:
        messages.error(request, "没有等待复核的登记，请查看现在的结果。")
        return redirect("package", found.pk)
    return _check_page(request, found, row, form)


@staff_page
@require_POST
def refuse(request: HttpRequest, package_id: int) -> HttpResponse:
    """A second officer sends the record back to who entered it."""
    found = _load(request, package_id)
    reason, entered = request.POST.get("text", ""), request.POST.get("entered", "")
    return press(
        request,
        lambda: refuse_record(found.pk, by=actor(request), reason=reason, entered=entered),
        "登记已退回，登记人可以更正后重新登记。",
        reverse("package", args=[found.pk]),
    )


@staff_page
@require_POST
def withdraw(request: HttpRequest, package_id: int) -> HttpResponse:
    """Whoever entered takes the record back while it waits."""
    found = _load(request, package_id)
    return press(
        request,
        lambda: withdraw_record(found.pk, by=actor(request)),
        "登记已撤回。",
        reverse("package", args=[found.pk]),
    )


@staff_page
def package_record(request: HttpRequest, package_id: int, what: str) -> HttpResponseBase:
    """A file behind what was recorded: 会议纪要, 请示或报告, 批示扫描件."""
    found = load_package(request, package_id)
    kept = recorded_files(found).get(what)
    require(kept is not None)
    assert kept is not None
    return download(kept)


@staff_page
@limited(Limit.FILE)
def record_page(request: HttpRequest, package_id: int, what: str, number: int) -> HttpResponseBase:
    """One page of such a file as a picture."""
    return scan_picture(recorded_files(load_package(request, package_id)).get(what), number)
