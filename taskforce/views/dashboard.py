"""总览 of a plan: figures, risks, and the picture of the timeline with its table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from consultation.enums import Audience
from plans.views.common import load_plan, plan_crumbs, staff_page
from taskforce.dashboard import bars, chapters_by_state, open_comments, replies, risks
from taskforce.models import Timeline
from taskforce.permissions import may_see_dashboard
from taskforce.queries import stage_in_hand, timeline_of


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
    return render(request, "taskforce/dashboard.html", context)


def _process(timeline: Timeline | None) -> dict[str, object]:
    if timeline is None:
        return {"timeline": None}
    today = timezone.localdate()
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
