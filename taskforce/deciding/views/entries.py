"""代录: entering an opinion from paper, and confirming it against the scan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.system.downloads import download
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, press, require, staff_page
from taskforce.deciding.actions.entries import (
    confirm_opinion,
    enter_opinion,
    refuse_opinion,
    withdraw_opinion,
)
from taskforce.deciding.consequences import AskFirst
from taskforce.deciding.forms.opinions import CheckOpinionForm, PaperOpinionForm
from taskforce.deciding.pages import (
    asking_page,
    form_page,
    keep_files,
    load_opinion,
    load_package,
    scan_pages,
    scan_picture,
    unless_asked,
)
from taskforce.gates.pages import gate_crumbs, plan_of
from taskforce.models import MemberOpinion, Package
from taskforce.permissions import may_check_opinion, may_confirm_opinion, may_run_process
from taskforce.seconds import name_of, opinion_waits_for


@staff_page
def paper_vote(request: HttpRequest, package_id: int) -> HttpResponse:
    """代录: an officer enters an opinion that was given on paper."""
    found = load_package(request, package_id)
    require(may_run_process(request.user, plan_of(found.gate)))
    form = PaperOpinionForm(request.POST or None, request.FILES or None, gate=found.gate)
    if form.is_valid():
        made = attempt(form, lambda: _enter(request, found, form))
        if made:
            messages.success(request, f"已代录，确认之后才算数。{opinion_waits_for(made)}")
            return redirect("package", found.pk)
    return form_page(request, found, form, "代录纸面意见", "代录")


def _enter(request: HttpRequest, found: Package, form: PaperOpinionForm) -> MemberOpinion:
    said = {name: form.cleaned_data[name] for name in ("seat", "vote", "text")}
    return keep_files(
        request,
        found.gate,
        {"scan": form.cleaned_data["scan"]},
        lambda scan: enter_opinion(found.pk, by=actor(request), scan=scan, **said),
    )


def _load(request: HttpRequest, opinion_id: int) -> MemberOpinion:
    """An opinion that was entered from paper, for who runs the process."""
    opinion = load_opinion(request, opinion_id)
    run = may_run_process(request.user, plan_of(opinion.package.gate))
    require(run and opinion.made_by is not None)
    return opinion


@staff_page
def check_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """复核: what was entered beside the scan."""
    return _check_page(request, _load(request, opinion_id), CheckOpinionForm())


def _check_page(
    request: HttpRequest, opinion: MemberOpinion, form: CheckOpinionForm
) -> HttpResponse:
    back = reverse("package", args=[opinion.package_id])
    gate, title = opinion.package.gate, f"复核代录的意见：{name_of(opinion)}"
    waits = not opinion.in_force and opinion.replaced_at is None
    context = {
        "title": title,
        "crumbs": gate_crumbs(gate, (gate.title, back), ("复核", None)),
        "package": opinion.package,
        "opinion": opinion,
        "name": name_of(opinion),
        "form": form,
        "pages": scan_pages(opinion.scan),
        "sentence": opinion_waits_for(opinion) if waits else "",
        "may": may_check_opinion(request.user, opinion),
        "own": waits and opinion.made_by == request.user,
        "back": back,
    }
    return render(request, "taskforce/deciding/check_opinion.html", context)


@staff_page
@require_POST
def confirm_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """The member, or a second officer, confirms; what ends the matter is asked once before."""
    opinion = load_opinion(request, opinion_id)
    own = may_confirm_opinion(request.user, opinion)
    opinion = opinion if own else _load(request, opinion_id)
    form = CheckOpinionForm(request.POST)
    if form.is_valid():
        reason, seen, by = form.cleaned_data["text"], request.POST.get("seen", ""), actor(request)
        made = attempt(
            form,
            lambda: unless_asked(
                lambda: confirm_opinion(opinion_id, by=by, away_reason=reason, seen=seen)
            ),
        )
        if isinstance(made, AskFirst):
            return asking_page(request, opinion.package, made, text=reason)
        if made:
            messages.success(request, "已确认，这条意见现在算数。")
            return redirect("package", opinion.package_id)
    if not own:
        return _check_page(request, opinion, form)
    for sentences in form.errors.values():
        messages.error(request, str(sentences[0]))
    return redirect("package", opinion.package_id)


@staff_page
@require_POST
def refuse_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """A second officer sends back what does not say what the scan says."""
    opinion, reason = _load(request, opinion_id), request.POST.get("text", "")
    return press(
        request,
        lambda: refuse_opinion(opinion.pk, by=actor(request), reason=reason),
        "代录的意见已退回，代录人会看到理由。",
        reverse("package", args=[opinion.package_id]),
    )


@staff_page
@require_POST
def withdraw_vote(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Whoever entered takes it back while it waits."""
    opinion = _load(request, opinion_id)
    return press(
        request,
        lambda: withdraw_opinion(opinion.pk, by=actor(request)),
        "代录的意见已撤回。",
        reverse("package", args=[opinion.package_id]),
    )


@staff_page
def opinion_scan(request: HttpRequest, opinion_id: int) -> HttpResponseBase:
    """签批单: the scan behind an opinion that was entered from paper."""
    opinion = load_opinion(request, opinion_id)
    require(opinion.scan is not None)
    assert opinion.scan is not None
    return download(opinion.scan)


@staff_page
@limited(Limit.FILE)
def opinion_scan_page(request: HttpRequest, opinion_id: int, number: int) -> HttpResponseBase:
    """One page of the scan as a picture."""
    return scan_picture(load_opinion(request, opinion_id).scan, number)
