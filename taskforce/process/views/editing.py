"""Pages that edit the timeline; every one asks for the reason."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from plans.models import Plan
from plans.system.pages import Result, actor, attempt, load_plan, plan_crumbs, require, staff_page
from taskforce.models import Stage, Timeline
from taskforce.permissions import may_run_process
from taskforce.process.actions.editing import add_step, edit_stage, remove_step, shift_timeline
from taskforce.process.forms.timeline import ReasonForm, ShiftForm, StageForm, StepForm
from taskforce.process.views.timeline import load_step


def load_stage(request: HttpRequest, stage_id: int) -> Stage:
    """A stage of a process that the visitor runs."""
    stage = get_object_or_404(Stage.objects.select_related("timeline__plan"), pk=stage_id)
    require(may_run_process(request.user, stage.timeline.plan))
    return stage


@staff_page
def change_stage(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Change a stage's name or dates."""
    stage = load_stage(request, stage_id)
    initial = {"title": stage.title, "starts_on": stage.starts_on, "due_on": stage.due_on}
    form = StageForm(request.POST or None, initial=initial)
    return _edit(
        request,
        stage.timeline.plan,
        form,
        lambda: edit_stage(stage.pk, by=actor(request), **form.cleaned_data),
        f"调整阶段：{stage.title}",
    )


@staff_page
def new_step(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Add a step to a stage."""
    stage = load_stage(request, stage_id)
    form = StepForm(request.POST or None)
    return _edit(
        request,
        stage.timeline.plan,
        form,
        lambda: add_step(stage.pk, by=actor(request), **form.cleaned_data),
        f"增加步骤：{stage.title}",
    )


@staff_page
def drop_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """Remove a step that has not been worked on."""
    step = load_step(request, step_id)
    plan = step.stage.timeline.plan
    require(may_run_process(request.user, plan))
    form = ReasonForm(request.POST or None)

    def remove() -> bool:
        remove_step(step.pk, by=actor(request), reason=form.cleaned_data["reason"])
        return True

    return _edit(request, plan, form, remove, f"删除步骤：{step.title}", "删除")


@staff_page
def shift_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Move all dates by whole years."""
    plan = load_plan(request, slug, may_run_process)
    timeline = get_object_or_404(Timeline, plan=plan)
    form = ShiftForm(request.POST or None)
    return _edit(
        request,
        plan,
        form,
        lambda: shift_timeline(timeline.pk, by=actor(request), **form.cleaned_data),
        "平移全部日期",
        "平移",
    )


def _edit(
    request: HttpRequest,
    plan: Plan,
    form: forms.Form,
    action: Callable[[], Result],
    title: str,
    submit: str = "保存",
) -> HttpResponse:
    back = reverse("timeline", args=[plan.slug])
    made = attempt(form, action) if form.is_valid() else None
    if made:
        messages.success(request, "工作进度已调整，理由已记录。")
        return redirect(back)
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("工作进度", back), (title, None)),
    }
    return render(request, "base_form.html", context)
