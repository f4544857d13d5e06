"""总览 of a plan: figures, risks, and the picture of the timeline with its table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from consultation.enums import Audience
from plans.documents.pages import send_document
from plans.system import clock
from plans.system.limits import Limit, limited
from plans.system.pages import actor, load_plan, plan_crumbs, staff_page
from taskforce.bodies.issuers import signer_of
from taskforce.models import Timeline
from taskforce.overview.papers import progress_report
from taskforce.overview.state import bars, chapters_by_state, open_comments, replies, risks
from taskforce.permissions import may_see_dashboard
from taskforce.process.queries import stage_in_hand, timeline_of


@staff_page
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Stage and days left, chapters by state, reply rate, open comments, risks, Gantt."""
    plan = load_plan(request, slug, may_see_dashboard)
    opened, unproved = open_comments(plan)
    rows = replies(plan)
    context = {
        "title": "总览",
        "crumbs": plan_crumbs(plan, ("总览", None)),
        "plan": plan,
        "chapters": chapters_by_state(plan),
        "replies": rows,
        "latest": next((row for row in rows if row.round.audience == Audience.UNITS), None),
        "open_comments": opened,
        "unproved": unproved,
        **_process(timeline_of(plan)),
    }
    return render(request, "taskforce/overview/overview.html", context)


def _process(timeline: Timeline | None) -> dict[str, object]:
    if timeline is None:
        return {"timeline": None}
    today = clock.today()
    in_hand = stage_in_hand(timeline)
    days = (in_hand.due_on - today).days if in_hand and in_hand.due_on else 0
    return {
        "timeline": timeline,
        "in_hand": in_hand,
        "days": days,
        "overrun": -days,
        "risks": risks(timeline, today),
        "bars": bars(timeline, today),
        "words": STATE_WORDS,
    }


STATE_WORDS = {
    "done": ("已完成", "good"),
    "late": ("逾期", "bad"),
    "active": ("进行中", "info"),
    "waiting": ("未开始", "neutral"),
}


@staff_page
@limited(Limit.FILE)
def progress_paper(request: HttpRequest, slug: str, format_: str) -> HttpResponseBase:
    """工作进展报告 for the Party group, as things stand today."""
    plan = load_plan(request, slug, may_see_dashboard)
    timeline = timeline_of(plan)
    if timeline is None:
        raise Http404
    signer = signer_of(plan, actor(request))
    document = progress_report(timeline, signer=signer, on=clock.today())
    return send_document(request, document, format_, f"{plan.title}工作进展报告", plan)
