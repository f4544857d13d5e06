"""工作进度: stages and steps, what is due, what is overdue; evidence and edits."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.models import Plan
from plans.permissions import may_manage
from plans.system import clock
from plans.system.actions.attachments import keep_upload
from plans.system.pages import (
    Crumb,
    actor,
    attempt,
    load_plan,
    plan_crumbs,
    press,
    require,
    staff_page,
)
from plans.system.working_days import unknown_years
from taskforce.enums import STEP_TRANSITIONS, StepState
from taskforce.evidence.registry import REGISTRY
from taskforce.models import Stage, Step
from taskforce.permissions import (
    may_confirm_step,
    may_run_process,
    may_see_dashboard,
    may_see_process,
)
from taskforce.process.actions.starting import start_timeline
from taskforce.process.actions.steps import Proof, add_evidence, change_step_state, edit_step
from taskforce.process.evidence_choices import evidence_choices
from taskforce.process.forms.evidence import EvidenceForm
from taskforce.process.forms.timeline import StepForm, TemplateForm, step_initial
from taskforce.process.queries import due_within, overdue_steps, stage_in_hand, timeline_of
from taskforce.process_templates import ProcessTemplate, load_named, shift
from taskforce.seconds import waits_for
from taskforce.standing import gate_to_reopen, must_ask_again

SOON = timedelta(days=14)
STAGE_TONES = {"waiting": "neutral", "active": "info", "deciding": "wait", "ended": "good"}


@staff_page
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's timeline: the stage in hand, what is due, what is overdue."""
    plan = load_plan(request, slug, may_see_process)
    found = timeline_of(plan)
    if found is None:
        return _no_timeline(request, plan)
    today = clock.today()
    context = {
        "title": "工作进度",
        "crumbs": plan_crumbs(plan, ("工作进度", None)),
        "plan": plan,
        "timeline": found,
        "stages": [_stage(stage, today) for stage in found.stages.all()],
        "in_hand": stage_in_hand(found),
        "reopenable": gate_to_reopen(found),
        "overdue": overdue_steps(found, today),
        "due": due_within(found, today, today + SOON),
        "run": may_run_process(request.user, plan),
        "report": may_see_dashboard(request.user, plan),
        "changes": found.changes.select_related("by")[:20],
    }
    return render(request, "taskforce/process/timeline.html", context)


def _stage(stage: Stage, today: date) -> dict[str, object]:
    steps = [
        {
            "step": step,
            "late": bool(step.due_on and step.due_on < today) and step.state != StepState.DONE,
        }
        for step in stage.steps.prefetch_related("responsible")
    ]
    gates = list(stage.gates.select_related("body", "stage"))
    return {
        "stage": stage,
        "tone": STAGE_TONES[stage.state],
        "steps": steps,
        "gates": gates,
        "again": {gate.pk for gate in gates if must_ask_again(gate)},
        "waiting": {gate.pk: waits_for(gate) for gate in gates},
    }


def _no_timeline(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = TemplateForm(request.POST or None) if may_manage(request.user, plan) else None
    if form is not None and form.is_valid():
        template = attempt(form, lambda: _chosen(form))
        if template and attempt(form, lambda: start_timeline(plan, template, by=actor(request))):
            messages.success(request, "工作进度已建立，第一阶段开始。")
            note = _unknown_holidays(template)
            if note:
                messages.warning(request, note)
            return redirect("timeline", plan.slug)
    context = {
        "title": "工作进度",
        "crumbs": plan_crumbs(plan, ("工作进度", None)),
        "plan": plan,
        "form": form,
        "submit": "按模板建立",
    }
    return render(request, "taskforce/process/no_timeline.html", context)


def _unknown_holidays(template: ProcessTemplate) -> str:
    """A sentence where counted steps fall into years whose holidays are not announced yet."""
    steps = [step for stage in template.stages for step in stage.steps]
    return unknown_years([step.deadline for step in steps if step.working_days is not None])


def _chosen(form: TemplateForm) -> ProcessTemplate:
    template = load_named(form.cleaned_data["template"], REGISTRY)
    year = form.cleaned_data["year"]
    first = template.stages[0].deadline or template.stages[0].start
    if year and first:
        template = shift(template, year - first.year)
    return template


def load_step(request: HttpRequest, step_id: int) -> Step:
    """A step of a process that the visitor may see."""
    step = get_object_or_404(Step.objects.select_related("stage__timeline__plan"), pk=step_id)
    require(may_see_process(request.user, step.stage.timeline.plan))
    return step


def _crumbs(step: Step, *more: Crumb) -> list[Crumb]:
    plan = step.stage.timeline.plan
    return plan_crumbs(plan, ("工作进度", reverse("timeline", args=[plan.slug])), *more)


@staff_page
def step(request: HttpRequest, step_id: int) -> HttpResponse:
    """One step: who, until when, the evidence, and confirming it as done."""
    found = load_step(request, step_id)
    plan = found.stage.timeline.plan
    may = may_confirm_step(request.user, found)
    form = None
    if may:
        offered = evidence_choices(actor(request), plan)
        form = EvidenceForm(request.POST or None, request.FILES or None, things=offered)
    if form and form.is_valid():
        made = attempt(form, lambda: _add(request, found, form))
        if made:
            messages.success(request, "材料已登记。")
            return redirect("step", found.pk)
    context = {
        "title": found.title,
        "crumbs": _crumbs(found, (found.title[:24], None)),
        "plan": plan,
        "step": found,
        "evidence": found.evidence.select_related("file", "added_by"),
        "waiting_for": found.depends_on.exclude(state=StepState.DONE),
        "moves": list(STEP_TRANSITIONS[StepState(found.state)]) if may else [],
        "late": bool(found.due_on and found.due_on < clock.today())
        and found.state != StepState.DONE,
        "form": form,
        "submit": "登记材料",
        "run": may_run_process(request.user, plan),
    }
    return render(request, "taskforce/process/step.html", context)


def _add(request: HttpRequest, found: Step, form: EvidenceForm) -> object:
    data = form.cleaned_data
    plan = found.stage.timeline.plan
    upload = data["file"]
    kept = keep_upload(upload.name, upload.read(), by=actor(request), plan=plan) if upload else None
    link = form.chosen.link if form.chosen else ""
    proof = Proof(data["note"], kept, link, data["key"])
    return add_evidence(found.pk, proof, by=actor(request))


@staff_page
@require_POST
def step_state(request: HttpRequest, step_id: int, state: str) -> HttpResponse:
    """Begin, confirm as done, or reopen a step."""
    found = load_step(request, step_id)
    require(may_confirm_step(request.user, found) and state in StepState.values)
    return press(
        request,
        lambda: change_step_state(found.pk, StepState(state), by=actor(request)),
        f"“{found.title}”已改为“{StepState(state).label}”。",
        reverse("step", args=[found.pk]),
    )


@staff_page
def change_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """Change a step's name, dates or units, with the reason kept."""
    found = load_step(request, step_id)
    require(may_run_process(request.user, found.stage.timeline.plan))
    form = StepForm(request.POST or None, initial=step_initial(found))
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: edit_step(found.pk, by=actor(request), **data)):
            messages.success(request, "步骤已调整，理由已记录。")
            return redirect("step", found.pk)
    back = reverse("step", args=[found.pk])
    context = {
        "title": f"调整步骤：{found.title}",
        "form": form,
        "cancel_url": back,
        "crumbs": _crumbs(found, (found.title[:24], back), ("调整", None)),
    }
    return render(request, "base_form.html", context)
