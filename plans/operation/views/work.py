"""后台任务, for the system administrator: what waits, what failed and why, 重新办理, 取消."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.enums import JobState
from plans.models import Job
from plans.operation.actions.work import cancel_jobs, run_again
from plans.permissions import may_operate
from plans.system.jobs import KINDS
from plans.system.pages import actor, key_of, numbers_in, page_url, press, require, staff_page

PAGE = 50
TONES = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "wait",
    JobState.DONE: "good",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "neutral",
}


@staff_page
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs of everybody, newest first; ?kind= a task, ?state=, ?before= an id."""
    require(may_operate(request.user))
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    found = Job.objects.select_related("requested_by", "plan")
    if kind in KINDS:
        found = found.filter(task=kind)
    if state in JobState.values:
        found = found.filter(state=state)
    before = key_of(request, "before")
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    following = page[PAGE - 1].pk if len(page) > PAGE else None
    context = {
        "title": "后台任务",
        "crumbs": [
            ("我的工作台", reverse("desk")),
            ("运行状况", reverse("operation")),
            ("后台任务", None),
        ],
        "rows": [
            {"job": job, "kind": KINDS.get(job.task, "其他"), "tone": TONES[JobState(job.state)]}
            for job in page[:PAGE]
        ],
        "next_url": page_url(request, "before", following),
        "kinds": sorted(KINDS.items(), key=lambda one: one[1]),
        "kind": kind,
        "states": JobState.choices,
        "state": state,
    }
    return render(request, "plans/operation/jobs.html", context)


@staff_page
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """重新办理 of the chosen jobs."""
    require(may_operate(request.user))
    chosen = numbers_in(request.POST.getlist("selected"))
    return press(
        request,
        lambda: run_again(chosen, by=actor(request)),
        "已重新排队，办完后申请人可以照常取得结果。",
        reverse("jobs"),
    )


@staff_page
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """取消 of the chosen jobs."""
    require(may_operate(request.user))
    chosen = numbers_in(request.POST.getlist("selected"))
    return press(
        request,
        lambda: cancel_jobs(chosen, by=actor(request)),
        "已取消。正在处理的不再留下结果；需要时可以重新办理。",
        reverse("jobs"),
    )
