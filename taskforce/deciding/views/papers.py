"""Papers of deciding in one click: 请示, 报告, 会议通知, 纪要, 修改落实表."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from plans.documents.pages import send_document
from plans.enums import UpwardKind
from plans.rendering.blocks import Document
from plans.system import clock
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, require, staff_page
from plans.system.secrecy import refuse_secret
from taskforce.bodies.issuers import contact_of, signer_of
from taskforce.deciding.forms.papers import CallingForm, OutwardForm
from taskforce.deciding.pages import load_package
from taskforce.deciding.papers.carrying import carrying_table
from taskforce.deciding.papers.meetings import Calling, call_to_meeting, meeting_words, minutes_of
from taskforce.deciding.papers.outward import Outward, outward_paper, outward_words
from taskforce.enums import Rule
from taskforce.gates.pages import gate_crumbs, load_gate, plan_of
from taskforce.models import Decision, Gate, MeetingRecord, Package
from taskforce.permissions import may_run_process


@staff_page
@limited(Limit.FILE)
def carrying_paper(request: HttpRequest, package_id: int, format_: str) -> HttpResponseBase:
    """修改落实表 of what was decided on this package."""
    found = load_package(request, package_id)
    decision = get_object_or_404(Decision.objects.in_force(), package=found, items__number=1)
    document = carrying_table(decision, on=clock.today())
    return send_document(
        request, document, format_, f"修改落实表（{found.gate}）", plan_of(found.gate)
    )


@staff_page
@limited(Limit.FILE)
def minutes_paper(request: HttpRequest, package_id: int, format_: str) -> HttpResponseBase:
    """纪要 of the meeting that judged this package."""
    found = load_package(request, package_id)
    meeting = get_object_or_404(
        MeetingRecord.objects.in_force().select_related("package__gate__stage__timeline__plan"),
        package=found,
    )
    name = f"会议纪要（{found.gate}）"
    return send_document(request, minutes_of(meeting), format_, name, plan_of(found.gate))


def _gate(request: HttpRequest, gate_id: int, rule: Rule) -> tuple[Gate, Package | None]:
    """A gate of this rule for the office, and the package that its paper speaks of."""
    found = load_gate(request, gate_id)
    require(may_run_process(request.user, plan_of(found)) and found.rule == rule)
    return found, found.packages.select_related("edition").first()


@staff_page
@limited(Limit.FILE)
def calling(request: HttpRequest, gate_id: int) -> HttpResponseBase:
    """会议通知 of a gate that a meeting decides."""
    found, package = _gate(request, gate_id, Rule.MEETING)
    initial = meeting_words(found, package) | {"contact": contact_of(actor(request))}
    form = CallingForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = dict(form.cleaned_data)
        format_ = data.pop("format_")
        made = attempt(form, lambda: _checked(call_to_meeting(found, Calling(**data)), data))
        if made:
            return send_document(request, made, format_, f"会议通知（{found}）", plan_of(found))
    return _form_page(request, found, form, "会议通知")


@staff_page
@limited(Limit.FILE)
def outward(request: HttpRequest, gate_id: int) -> HttpResponseBase:
    """请示 or 报告 of a gate that a body outside decides."""
    found, package = _gate(request, gate_id, Rule.OUTSIDE)
    kind = UpwardKind.REPORT if request.GET.get("kind") == "report" else UpwardKind.REQUEST
    signer = {"signer": signer_of(plan_of(found), actor(request))}
    initial = outward_words(found, package, kind, by=actor(request)) | signer
    form = OutwardForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = dict(form.cleaned_data)
        format_ = data.pop("format_")
        data["enclosed"] = [line.strip() for line in data["enclosed"].splitlines() if line.strip()]
        data["kind"] = UpwardKind(data["kind"])
        made = attempt(form, lambda: _checked(outward_paper(found, Outward(**data)), data))
        if made:
            name = f"{data['kind'].label}（{found}）"
            return send_document(request, made, format_, name, plan_of(found))
    return _form_page(request, found, form, "请示或报告")


def _checked(document: Document, data: dict[str, object]) -> Document:
    refuse_secret(*map(str, data.values()))
    return document


def _form_page(request: HttpRequest, found: Gate, form: object, title: str) -> HttpResponse:
    back = reverse("gate", args=[found.pk])
    context = {
        "title": f"{title}：{found.title}",
        "form": form,
        "submit": "生成",
        "cancel_url": back,
        "crumbs": gate_crumbs(found, (found.title, back), (title, None)),
    }
    return render(request, "base_form.html", context)
