"""The editor of a provision: open, save, keep unsaved text, say who is here."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from plans.actions.drafting import autosave, drop_autosave, show_presence
from plans.actions.revising import Origin
from plans.actions.writing import save_plan_text, save_provision
from plans.errors import DomainError, StaleVersion
from plans.forms.text import PlanTextForm, ProvisionForm
from plans.models import Autosave, Note, Plan, Presence, Provision
from plans.permissions import may_draft, may_edit, may_lead
from plans.queries import chapter_of, history, numbers, plan_tree
from plans.text import word_count
from plans.tree import PlanTree, walk
from plans.views.common import (
    actor,
    attempt,
    load_plan,
    load_provision,
    plan_crumbs,
    press,
    require,
    staff_page,
)

PRESENT_FOR = timedelta(seconds=15)


@staff_page
def provision(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Read one provision in its surroundings, or edit it where one may."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    if row.deleted_at is not None:
        return redirect("provision_history", slug, provision_id)
    editable = may_edit(request.user, chapter_of(row))
    kept = Autosave.objects.filter(user=actor(request), provision=row).first()
    form = ProvisionForm(initial=_opened(row))
    return _editor(request, plan, row, form, editable=editable, kept=kept)


def _opened(row: Provision) -> dict[str, object]:
    return {"title": row.title, "text": row.text, "run_in": row.run_in, "version": row.version}


def _editor(
    request: HttpRequest,
    plan: Plan,
    row: Provision,
    form: ProvisionForm,
    *,
    editable: bool,
    kept: Autosave | None = None,
    conflict: Provision | None = None,
) -> HttpResponse:
    tree = plan_tree(plan)
    marks = numbers(tree)
    context = {
        "title": f"{marks.get(row.pk, '')}{row.title}",
        "crumbs": plan_crumbs(plan, (f"{marks.get(row.pk, '')}{row.title}", None)),
        "plan": plan,
        "tree": tree,
        "provision": row,
        "number": marks.get(row.pk, ""),
        "form": form,
        "editable": editable,
        "kept": kept if kept and kept.text != row.text else None,
        "conflict": conflict,
        "words": word_count(row.text),
        "changes": history(plan, [row.pk])[:8],
        "notes": _notes(row),
        "chapter": chapter_of(row),
        "may_lead": may_lead(request.user, chapter_of(row)),
        "around": _around(tree, row.pk),
    }
    return render(request, "plans/provision.html", context, status=409 if conflict else 200)


def _notes(row: Provision) -> list[Note]:
    notes = row.notes.filter(reply_to=None).select_related("author", "resolved_by")
    return list(notes.prefetch_related("replies__author"))


def _around(tree: PlanTree, provision_id: int) -> dict[str, object]:
    order = [node for node, _ in walk(tree)]
    at = next((i for i, node in enumerate(order) if node.id == provision_id), 0)
    return {
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
    }


@staff_page
def save(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Save as a revision; with somebody's newer text, both are shown and nothing is written."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    if request.method != "POST":
        return redirect("provision", slug, provision_id)
    require(may_edit(request.user, chapter_of(row)) or row.deleted_at is not None)
    form = ProvisionForm(request.POST)
    if not form.is_valid():
        return _editor(request, plan, row, form, editable=True)
    data = form.cleaned_data
    try:
        version = save_provision(
            row.pk,
            by=actor(request),
            expected_version=data["version"],
            title=data["title"],
            text=data["text"],
            run_in=data["run_in"],
            origin=Origin(data["reason"], recorded_for=data["recorded_for"]),
        )
    except StaleVersion as error:
        current = load_provision(plan, provision_id)
        answers = request.POST.copy()
        answers["version"] = str(error.current_version)
        merged = ProvisionForm(answers)
        merged.add_error(None, str(error))
        return _editor(request, plan, row, merged, editable=True, conflict=current)
    except DomainError as error:
        form.add_error(None, str(error))
        return _editor(request, plan, row, form, editable=True)
    changed = version.change.number > data["version"]
    messages.success(request, "修改已保存。" if changed else "内容没有变化，没有产生新的版本。")
    return redirect("provision", slug, provision_id)


@staff_page
@require_POST
def keep_unsaved(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Autosave of unsaved text; answers with the time of keeping."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    form = ProvisionForm(request.POST)
    form.full_clean()
    data = form.cleaned_data
    try:
        kept = autosave(
            row,
            by=actor(request),
            base_version=data.get("version") or row.version,
            title=data.get("title") or row.title,
            text=data.get("text", ""),
        )
    except DomainError as error:
        return JsonResponse({"message": str(error)}, status=409)
    at = timezone.localtime(kept.saved_at)
    return JsonResponse({"saved_at": f"{at:%H:%M}", "version": row.version})


@staff_page
@require_POST
def drop_unsaved(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Throw one's own kept text away."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    return press(
        request,
        lambda: drop_autosave(row, by=actor(request)),
        "未保存的文字已放弃。",
        reverse("provision", args=[slug, provision_id]),
    )


@staff_page
@require_POST
def presence(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Say that one is here, and learn who else is."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    show_presence(row, by=actor(request), typing="typing" in request.POST)
    now = timezone.now()
    others = (
        Presence.objects.filter(provision=row, seen_at__gt=now - PRESENT_FOR)
        .exclude(user=actor(request))
        .select_related("user")
    )
    people = [
        {"name": str(one.user), "typing": bool(one.typed_at and one.typed_at > now - PRESENT_FOR)}
        for one in others
    ]
    return render(
        request, "plans/_presence.html", {"people": people, "provision": row, "plan": plan}
    )


@staff_page
def plan_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's title and preamble."""
    plan = load_plan(request, slug, may_draft)
    initial = {"title": plan.title, "preamble": plan.preamble, "version": plan.version}
    form = PlanTextForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        saved = attempt(
            form,
            lambda: save_plan_text(
                plan.pk,
                by=actor(request),
                expected_version=data["version"],
                title=data["title"],
                preamble=data["preamble"],
                origin=Origin(data["reason"]),
            ),
        )
        if saved:
            messages.success(request, "规划名称和引言已保存。")
            return redirect("plan", slug)
    context = {
        "title": "规划名称和引言",
        "form": form,
        "cancel_url": reverse("plan", args=[slug]),
        "crumbs": plan_crumbs(plan, ("规划名称和引言", None)),
    }
    return render(request, "plans/plan_text.html", context)
