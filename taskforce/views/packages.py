"""The decision page of a sealed package, and recording what was decided on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.actions.files import keep_upload
from plans.comparing import compare_trees
from plans.models import Attachment
from plans.queries import edition_tree
from plans.views.common import actor, attempt, press, require, staff_page
from plans.views.jobs import download
from taskforce.actions.deciding import record_instruction, record_meeting
from taskforce.actions.opinions import Paperwork, confirm_opinion, give_opinion
from taskforce.actions.packages import recall_package
from taskforce.enums import Vote
from taskforce.forms.deciding import (
    InstructionForm,
    MeetingForm,
    OpinionForm,
    PaperOpinionForm,
)
from taskforce.models import Decision, Gate, Instruction, MemberOpinion, Package
from taskforce.permissions import may_decide, may_run_process, may_see_package, seat_for
from taskforce.queries import is_stale
from taskforce.views.gates import gate_crumbs, plan_of


def load_package(request: HttpRequest, package_id: int) -> Package:
    """A package that the visitor may read."""
    package = get_object_or_404(
        Package.objects.select_related(
            "gate__stage__timeline__plan", "gate__body", "edition", "sealed_by"
        ),
        pk=package_id,
    )
    require(may_see_package(request.user, package))
    return package


@staff_page
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """The decision page: what is asked, what changed since, who is against, two buttons."""
    found = load_package(request, package_id)
    seat = seat_for(request.user, found.gate)
    opinions = list(
        found.opinions.filter(replaced_at__isnull=True).select_related(
            "seat", "given_by", "recorded_by", "scan"
        )
    )
    run = may_run_process(request.user, plan_of(found.gate))
    context = {
        "title": found.gate.title,
        "crumbs": gate_crumbs(
            found.gate,
            (found.gate.title, reverse("gate", args=[found.gate_id])),
            ("报审材料", None),
        ),
        "plan": plan_of(found.gate),
        "package": found,
        "gate": found.gate,
        "question": found.question,
        "materials": found.materials.select_related("edition", "file"),
        "opinions": opinions,
        "against": [o for o in opinions if o.vote == Vote.RETURN],
        "mine": next((o for o in opinions if seat and o.seat_id == seat.pk), None),
        "decision": Decision.objects.filter(package=found).select_related("by").first(),
        "form": OpinionForm(),
        "may_decide": may_decide(request.user, found),
        "changed": _changed(found),
        "stale": is_stale(found),
        "run": run,
        "user_id": actor(request).pk,
    }
    return render(request, "taskforce/package.html", context)


def _changed(found: Package) -> object:
    """What is different from the edition that this timeline judged last."""
    if found.edition is None:
        return None
    earlier = (
        Package.objects.filter(
            gate__stage__timeline=found.gate.stage.timeline_id,
            pk__lt=found.pk,
            edition__isnull=False,
            decision__isnull=False,
        )
        .exclude(edition=found.edition)
        .select_related("edition")
        .order_by("-pk")
        .first()
    )
    if earlier is None or earlier.edition is None:
        return None
    return {
        "since": earlier.edition,
        "diff": compare_trees(edition_tree(earlier.edition), edition_tree(found.edition)),
    }


@staff_page
@require_POST
def vote(request: HttpRequest, package_id: int, vote: str) -> HttpResponse:
    """A member's opinion: 同意, 退回修改 or 弃权."""
    found = load_package(request, package_id)
    require(vote in Vote.values)
    text = request.POST.get("text", "")
    return press(
        request,
        lambda: give_opinion(found.pk, by=actor(request), vote=vote, text=text),
        f"您的意见已记录：{Vote(vote).label}。",
        reverse("package", args=[found.pk]),
    )


@staff_page
def paper_vote(request: HttpRequest, package_id: int) -> HttpResponse:
    """代录: the office enters an opinion that was given on paper."""
    found = load_package(request, package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    form = PaperOpinionForm(request.POST or None, request.FILES or None, gate=found.gate)
    if form.is_valid():
        data = form.cleaned_data
        scan = _keep(request, found.gate, data["scan"])
        if scan and attempt(
            form,
            lambda: give_opinion(
                found.pk,
                by=actor(request),
                vote=data["vote"],
                text=data["text"],
                paperwork=Paperwork(data["seat"], scan),
            ),
        ):
            messages.success(request, "纸面意见已代录，等待本人确认。")
            return redirect("package", found.pk)
    return _form_page(request, found, form, "代录纸面意见", "代录")


def _keep(request: HttpRequest, gate: Gate, upload: Any) -> Attachment | None:
    if not upload:
        return None
    return keep_upload(
        upload.name,
        upload.read(),
        by=actor(request),
        plan=plan_of(gate),
    )


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


@staff_page
@require_POST
def confirm_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """The member confirms an opinion that was entered for them."""
    opinion = get_object_or_404(MemberOpinion.objects.select_related("package"), pk=opinion_id)
    load_package(request, opinion.package_id)
    return press(
        request,
        lambda: confirm_opinion(opinion.pk, by=actor(request)),
        "已确认。",
        reverse("package", args=[opinion.package_id]),
    )


@staff_page
def meeting(request: HttpRequest, package_id: int) -> HttpResponse:
    """Record a meeting's vote and its decision."""
    found = load_package(request, package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    form = MeetingForm(request.POST or None, request.FILES or None, gate=found.gate)
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
@require_POST
def recall(request: HttpRequest, package_id: int) -> HttpResponse:
    """Take an undecided package back."""
    found = load_package(request, package_id)
    reason = request.POST.get("reason", "")
    return press(
        request,
        lambda: recall_package(found.pk, by=actor(request), reason=reason),
        "报审材料已撤回。",
        reverse("gate", args=[found.gate_id]),
    )


@staff_page
def sealed_edition(request: HttpRequest, package_id: int, material_id: int) -> HttpResponse:
    """Read the edition in a package, as sealed."""
    found = load_package(request, package_id)
    paper = get_object_or_404(found.materials.select_related("edition"), pk=material_id)
    require(paper.edition is not None)
    assert paper.edition is not None
    back = reverse("package", args=[found.pk])
    context = {
        "title": paper.edition.title,
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), (paper.title, None)),
        "edition": paper.edition,
        "tree": edition_tree(paper.edition),
        "package": found,
    }
    return render(request, "taskforce/sealed_edition.html", context)


@staff_page
def sealed_file(request: HttpRequest, package_id: int, material_id: int) -> HttpResponseBase:
    """A file in a package, as a download."""
    found = load_package(request, package_id)
    paper = get_object_or_404(found.materials.select_related("file"), pk=material_id)
    require(paper.file is not None)
    assert paper.file is not None
    return download(paper.file)
