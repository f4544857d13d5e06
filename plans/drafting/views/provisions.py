"""The editor of a provision, and the plan's own title and preamble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from reversion.models import Version

from plans.drafting.actions.unsaved import autosave, settle_page
from plans.drafting.actions.writing import save_plan_text
from plans.drafting.forms.text import PlanTextForm, ProvisionForm
from plans.drafting.pages import Editor, origin_of, working_source
from plans.drafting.queries import (
    chapter_of,
    history,
    kept_copies,
    plan_tree,
    waiting_copies,
    wording_of,
)
from plans.drafting.versions import version_of
from plans.errors import StaleVersion
from plans.models import Autosave, Note, Plan, Provision
from plans.permissions import may_draft, may_edit, may_lead
from plans.system.pages import actor, attempt, load_plan, load_provision, plan_crumbs, staff_page
from plans.text.comparing import compare_texts
from plans.text.markup import word_count
from plans.text.tree import PlanTree, numbers, walk


@staff_page
def provision(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Read one provision in its surroundings, or edit it where one may."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    if row.deleted_at is not None:
        return redirect("provision_history", slug, provision_id)
    editable = may_edit(request.user, chapter_of(row))
    copies = list(kept_copies(actor(request), row))
    waiting = waiting_copies(copies, row) if editable else []
    form = ProvisionForm.opened(row, waiting[0] if waiting else None)
    context = {"copies": copies, **_kept(row, waiting)}
    return editor_page(request, plan, row, form, editable=editable, more=context)


def editor_page(
    request: HttpRequest,
    plan: Plan,
    row: Provision,
    form: ProvisionForm,
    *,
    editable: bool = True,
    more: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The editor with this form in it; ``more`` is what stands above it."""
    tree = plan_tree(plan)
    marks = numbers(tree)
    context = {
        "title": f"{marks.get(row.pk, '')}{row.title}",
        "crumbs": plan_crumbs(plan, (f"{marks.get(row.pk, '')}{row.title}", None)),
        "plan": plan,
        "tree": tree,
        "provision": row,
        "editor": Editor(plan, row),
        "number": marks.get(row.pk, ""),
        "form": form,
        "editable": editable,
        **(more or {}),
        "words": word_count(row.text),
        "changes": history(plan, [row.pk]).defer("version__serialized_data")[:8],
        "notes": _notes(row),
        "chapter": chapter_of(row),
        "may_lead": may_lead(request.user, chapter_of(row)),
        "around": _around(tree, row.pk),
        "working": working_source(request, plan),
    }
    return render(request, "plans/drafting/provision.html", context, status=status)


def _kept(row: Provision | Plan, waiting: Sequence[Autosave]) -> dict[str, object]:
    """The unsaved text that the page is opened with, against what it was written on."""
    if not waiting:
        return {}
    kept = waiting[0]
    past = version_of(row.pk, kept.base_version) if isinstance(row, Provision) else None
    title, text = (past.title, past.text) if past else wording_of(row)
    return {
        "kept": kept,
        "is_newer": kept.base_version != row.version,
        "kept_titles": compare_texts(title, kept.title) if title != kept.title else (),
        "kept_rows": compare_texts(text, kept.text),
        "more_waiting": len(waiting) - 1,
    }


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
def plan_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's title and preamble."""
    plan = load_plan(request, slug, may_draft)
    copies = list(kept_copies(actor(request), plan))
    waiting = waiting_copies(copies, plan)
    form = PlanTextForm.opened(plan, waiting[0] if waiting else None)
    if request.method == "POST":
        form = PlanTextForm(request.POST)
        if form.is_valid() and attempt(form, lambda: _save_plan_text(request, plan, form)):
            messages.success(request, "规划名称和引言已保存。")
            return redirect("plan", slug)
    context = {
        "title": "规划名称和引言",
        "plan": plan,
        "form": form,
        "editor": Editor(plan, plan),
        "copies": copies,
        **(_kept(plan, waiting) if request.method == "GET" else {}),
        "theirs": form.theirs,
        "crumbs": plan_crumbs(plan, ("规划名称和引言", None)),
    }
    return render(request, "plans/drafting/plan_text.html", context)


def _save_plan_text(request: HttpRequest, plan: Plan, form: PlanTextForm) -> Version:
    """Save, or show what somebody has saved since: the next press goes on from that."""
    data = form.cleaned_data
    try:
        saved = save_plan_text(
            plan.pk,
            by=actor(request),
            expected_version=data["version"],
            title=data["title"],
            preamble=data["preamble"],
            origin=origin_of(request, plan, data["reason"]),
        )
    except StaleVersion as error:
        autosave(plan, form.held(plan), by=actor(request))
        form.show_newer(plan, error.current_version)
        raise
    settle_page(plan, form.held(plan), by=actor(request))
    return saved
