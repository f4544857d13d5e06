"""Reading a work plan in the browser: upload, preview, then the timeline is made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.models import Plan
from plans.permissions import may_manage
from plans.system.apart import read_apart
from plans.system.carried_file import pack, unpack
from plans.system.pages import actor, attempt, load_plan, plan_crumbs, press, staff_page
from plans.system.uploads import MAX_BYTES
from taskforce.enums import BodyKind
from taskforce.process.actions.starting import start_from_work_plan
from taskforce.process.forms.timeline import WorkPlanForm
from taskforce.work_plans import WorkPlan, propose, read_work_plan


@staff_page
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; the answer is the preview, nothing is kept."""
    plan = load_plan(request, slug, may_manage)
    form = WorkPlanForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MAX_BYTES:
            form.add_error("file", "文件超过20MB，请删去图片后再读取。")
        else:
            content = file.read()
            found = attempt(form, lambda: read_apart(read_work_plan, content, file.name))
            if found is not None:
                return _preview(request, plan, found, content, file.name)
    back = reverse("timeline", args=[slug])
    context = {
        "title": "读取编制工作方案",
        "form": form,
        "submit": "读取并预览",
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("工作进度", back), ("读取工作方案", None)),
    }
    return render(request, "base_form.html", context)


def _preview(
    request: HttpRequest, plan: Plan, found: WorkPlan, content: bytes, name: str
) -> HttpResponse:
    context = {
        "title": "核对读出的工作方案",
        "plan": plan,
        "found": found,
        "leading_group": BodyKind.LEADING_GROUP.label,
        "proposed": propose(found),
        "source": pack(content),
        "name": name,
        "crumbs": plan_crumbs(
            plan, ("工作进度", reverse("timeline", args=[plan.slug])), ("核对", None)
        ),
    }
    return render(request, "taskforce/process/work_plan_preview.html", context)


@staff_page
@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Read the same source again and make the timeline from it."""
    plan = load_plan(request, slug, may_manage)
    name = request.POST.get("name", "")
    packed = request.POST.get("source", "")

    def start() -> None:
        found = read_apart(read_work_plan, unpack(packed), name)
        start_from_work_plan(plan, found, by=actor(request))

    return press(
        request,
        start,
        "工作进度已建立，第一阶段开始。",
        reverse("timeline", args=[slug]),
    )
