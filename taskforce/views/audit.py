"""操作日志 of a plan: who did what, when, from where; searchable."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.models import AuditEntry, Plan
from plans.permissions import Visitor, may_manage, may_read_audit
from plans.views.common import load_plan, plan_crumbs, staff_page

PAGE = 50


def may_see(user: Visitor, plan: Plan) -> bool:
    """The plan's managers, and who keeps the log."""
    return may_manage(user, plan) or may_read_audit(user)


@staff_page
def audit(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's entries, newest first; ?action=, ?who=, ?before= an id."""
    plan = load_plan(request, slug, may_see)
    entries = AuditEntry.objects.filter(plan=plan).select_related("actor", "seal")
    action, who = request.GET.get("action", ""), request.GET.get("who", "")
    if action:
        entries = entries.filter(action__startswith=action)
    if who:
        entries = entries.filter(actor__full_name__contains=who)
    before = request.GET.get("before", "")
    if before.isdigit():
        entries = entries.filter(pk__lt=int(before))
    rows = list(entries.order_by("-id")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    kept = {"action": action, "who": who}
    following = f"?{urlencode(kept | {'before': rows[-1].pk})}" if more else ""
    context = {
        "title": "操作日志",
        "crumbs": plan_crumbs(plan, ("操作日志", None)),
        "plan": plan,
        "rows": rows,
        "next_url": following,
        "action": action,
        "who": who,
        "nouns": NOUNS,
    }
    return render(request, "taskforce/audit.html", context)


NOUNS = (
    ("provision", "正文"),
    ("plan", "规划"),
    ("edition", "各稿"),
    ("explanation", "编制说明"),
    ("chapter", "分工"),
    ("note", "批注"),
    ("round", "征求意见"),
    ("reply", "反馈"),
    ("comment", "意见"),
    ("assessment", "意见处理"),
    ("step", "工作步骤"),
    ("package", "报审材料"),
    ("opinion", "审议意见"),
    ("gate", "审议结果"),
    ("review", "审核与审查"),
    ("seat", "任职"),
)
"""First halves of audit actions, in the words of the office."""
