"""校核: findings on the standing text, the safe fix, and leaving one as it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.checks import Finding
from plans.enums import JobState
from plans.models import CheckWaiver, Plan
from plans.permissions import may_draft, may_manage
from plans.proofing.actions.checking import request_check
from plans.proofing.actions.fixes import apply_fix
from plans.proofing.actions.waivers import waive_finding, withdraw_waiver
from plans.proofing.findings import checked, last_check
from plans.system.limits import Limit, limited
from plans.system.pages import actor, load_plan, plan_crumbs, polled, press, require, staff_page

TONES = {"error": "bad", "warning": "wait", "info": "info"}
GONE = "这一处已经不在现在的正文里，不需要处理；正文较长的，请重新校核后再看。"
WORDS = {"error": "须改正", "warning": "请核对", "info": "提示"}


@polled
@staff_page
def checks(request: HttpRequest, slug: str) -> HttpResponse:
    """What the rules find in the standing text; of a long one, what its check has found."""
    plan = load_plan(request, slug)
    if "HX-Request" in request.headers and (job := last_check(plan)) is not None:
        return render(request, "includes/_progress.html", {"job": job, **_links(slug)})
    waivers = {w.fingerprint: w for w in plan.waivers.select_related("by")}
    known = checked(plan)
    rows = [
        {"finding": f, "tone": TONES[f.severity], "word": WORDS[f.severity]}
        for f in known.findings
        if f.fingerprint not in waivers
    ]
    context = {
        **_links(slug),
        "known": known,
        "job": known.job,
        "is_done": known.job is None or known.job.state == JobState.DONE,
        "title": "校核",
        "crumbs": plan_crumbs(plan, ("校核", None)),
        "plan": plan,
        "rows": rows,
        "waived": list(waivers.values()),
        "may_draft": may_draft(request.user, plan),
        "may_manage": may_manage(request.user, plan),
    }
    return render(request, "plans/proofing/checks.html", context)


def _links(slug: str) -> dict[str, str]:
    """Where the progress of a check asks again, and what is offered at its end."""
    page = reverse("checks", args=[slug])
    return {
        "url": page,
        "done_url": page,
        "done_label": "查看校核结果",
        "retry_url": reverse("start_check", args=[slug]),
        "retry_label": "重新校核",
    }


@staff_page
@limited(Limit.FILE)
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a long text checked by a worker."""
    plan = load_plan(request, slug)
    return press(
        request,
        lambda: request_check(plan, by=actor(request)),
        "已交由后台校核，完成后在本页显示结果。",
        reverse("checks", args=[slug]),
    )


@staff_page
@require_POST
def waive(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a finding as it is, with a reason."""
    plan = load_plan(request, slug)
    require(may_draft(request.user, plan))
    back = reverse("checks", args=[slug])
    finding = _chosen(plan, request.POST.get("fingerprint", ""))
    if finding is None:
        messages.info(request, GONE)
        return redirect(back)
    return press(
        request,
        lambda: waive_finding(
            plan,
            by=actor(request),
            fingerprint=finding.fingerprint,
            rule=finding.rule,
            excerpt=finding.excerpt,
            reason=request.POST.get("reason", ""),
        ),
        "已保留原文，并记下理由。",
        back,
    )


@staff_page
@limited(Limit.FILE)
@require_POST
def fix(request: HttpRequest, slug: str) -> HttpResponse:
    """Apply a finding's safe fix as a revision."""
    plan = load_plan(request, slug)
    require(may_draft(request.user, plan))
    back = reverse("checks", args=[slug])
    finding = _chosen(plan, request.POST.get("fingerprint", ""))
    if finding is None or finding.fix is None:
        messages.info(request, GONE)
        return redirect(back)
    return press(
        request,
        lambda: apply_fix(plan, finding, by=actor(request)),
        "已改正，并保存为新的版本。",
        back,
    )


@staff_page
@require_POST
def withdraw(request: HttpRequest, slug: str, waiver_id: int) -> HttpResponse:
    """Show a finding again that was left as it is."""
    plan = load_plan(request, slug, may_manage)
    waiver = get_object_or_404(CheckWaiver, pk=waiver_id, plan=plan)
    return press(
        request,
        lambda: withdraw_waiver(waiver, by=actor(request)),
        "已重新列入校核结果。",
        reverse("checks", args=[slug]),
    )


def _chosen(plan: Plan, fingerprint: str) -> Finding | None:
    known = checked(plan)
    found = known.findings if known.is_current else ()
    return next((f for f in found if f.fingerprint == fingerprint), None)
