"""校核: findings on the standing text, the safe fix, and leaving one as it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.checks import Finding
from plans.models import CheckWaiver, Plan
from plans.permissions import may_draft, may_manage
from plans.proofing.actions.fixes import apply_fix
from plans.proofing.actions.waivers import waive_finding, withdraw_waiver
from plans.proofing.findings import findings_of
from plans.system.pages import actor, load_plan, plan_crumbs, press, require, staff_page

TONES = {"error": "bad", "warning": "wait", "info": "info"}
WORDS = {"error": "须改正", "warning": "请核对", "info": "提示"}


@staff_page
def checks(request: HttpRequest, slug: str) -> HttpResponse:
    """Run all rules on the standing text."""
    plan = load_plan(request, slug)
    waivers = {w.fingerprint: w for w in plan.waivers.select_related("by")}
    findings = findings_of(plan)
    rows = [
        {"finding": f, "tone": TONES[f.severity], "word": WORDS[f.severity]}
        for f in findings
        if f.fingerprint not in waivers
    ]
    context = {
        "title": "校核",
        "crumbs": plan_crumbs(plan, ("校核", None)),
        "plan": plan,
        "rows": rows,
        "waived": list(waivers.values()),
        "may_draft": may_draft(request.user, plan),
        "may_manage": may_manage(request.user, plan),
    }
    return render(request, "plans/proofing/checks.html", context)


@staff_page
@require_POST
def waive(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a finding as it is, with a reason."""
    plan = load_plan(request, slug)
    require(may_draft(request.user, plan))
    back = reverse("checks", args=[slug])
    finding = _chosen(plan, request.POST.get("fingerprint", ""))
    if finding is None:
        messages.info(request, "这一处已经不在了，不需要处理。")
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
@require_POST
def fix(request: HttpRequest, slug: str) -> HttpResponse:
    """Apply a finding's safe fix as a revision."""
    plan = load_plan(request, slug)
    require(may_draft(request.user, plan))
    back = reverse("checks", args=[slug])
    finding = _chosen(plan, request.POST.get("fingerprint", ""))
    if finding is None or finding.fix is None:
        messages.info(request, "这一处已经不在了，不需要处理。")
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
    return next((f for f in findings_of(plan) if f.fingerprint == fingerprint), None)
