"""稿: the list, freezing, reading, comparing; documents of an edition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.documents.actions import FILES, request_rendition
from plans.documents.pages import follow
from plans.editions.actions.explanation import standing_explanation
from plans.editions.actions.freezing import edition_is_intact, freeze_edition
from plans.editions.actions.redlines import request_redline
from plans.editions.forms import EditionFileForm, FreezeForm
from plans.editions.pages import load_edition
from plans.editions.papers import comparison_document, edition_document
from plans.editions.queries import edition_tree
from plans.editions.rules import USUAL_EDITION_KINDS
from plans.enums import DocumentFile, EditionKind, Phase
from plans.errors import DomainError
from plans.models import Plan
from plans.permissions import may_draft, may_manage
from plans.rendering.blocks import Document
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, load_plan, plan_crumbs, require, staff_page
from plans.text.comparing import compare_trees


@staff_page
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """All editions, and the form to freeze the next."""
    plan = load_plan(request, slug)
    manage = may_manage(request.user, plan)
    explanation = standing_explanation(plan)
    initial = {"kind": USUAL_EDITION_KINDS[Phase(plan.phase)]}
    form = (
        FreezeForm(request.POST or None, explanation=explanation, initial=initial)
        if manage
        else None
    )
    if form is not None and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: freeze_edition(
                plan.pk,
                by=actor(request),
                kind=EditionKind(data["kind"]),
                label=data["label"],
                note=data["note"],
                explained=data.get("explained", False),
            ),
        )
        if made:
            messages.success(
                request, f"“{made.label}”已定版。内容不会再变，可以用于征求意见或送审。"
            )
            return redirect("edition", slug, made.pk)
    context = {
        "title": "各稿",
        "crumbs": plan_crumbs(plan, ("各稿", None)),
        "plan": plan,
        "form": form,
        "explanation": explanation,
        "may_draft": may_draft(request.user, plan),
        "rows": plan.editions.select_related("frozen_by", "explanation"),
    }
    return render(request, "plans/editions/editions.html", context)


@staff_page
def edition(request: HttpRequest, slug: str, edition_id: int) -> HttpResponse:
    """Read an edition; its hash is computed anew and compared."""
    plan = load_plan(request, slug)
    edition = load_edition(plan, edition_id)
    tree = edition_tree(edition)
    context = {
        "title": edition.title,
        "crumbs": plan_crumbs(
            plan, ("各稿", reverse("editions", args=[slug])), (edition.label, None)
        ),
        "plan": plan,
        "edition": edition,
        "tree": tree,
        "intact": edition_is_intact(edition, tree),
        "others": plan.editions.exclude(pk=edition.pk),
        "form": EditionFileForm(edition=edition),
    }
    return render(request, "plans/editions/edition.html", context)


@staff_page
@limited(Limit.COMPARISON)
def compare(request: HttpRequest, slug: str, old_id: int, new_id: int) -> HttpResponse:
    """修改对照: two editions side by side, moves shown as moves."""
    plan = load_plan(request, slug)
    old, new = load_edition(plan, old_id), load_edition(plan, new_id)
    diff = compare_trees(edition_tree(old), edition_tree(new))
    context = {
        "title": f"修改对照：{old.label} → {new.label}",
        "crumbs": plan_crumbs(plan, ("各稿", reverse("editions", args=[slug])), ("修改对照", None)),
        "plan": plan,
        "old": old,
        "new": new,
        "diff": diff,
        "names": {"preamble": "引言"}
        | {n.node.id: n.node.number + n.node.title for n in diff.nodes},
    }
    return render(request, "plans/editions/compare.html", context)


@staff_page
@limited(Limit.FILE, Limit.COMPARISON)
@require_POST
def comparison(
    request: HttpRequest, slug: str, old_id: int, new_id: int, format_: str
) -> HttpResponseBase:
    """Ask for a file of the 修改对照表 of two editions."""
    plan = load_plan(request, slug)
    old, new = load_edition(plan, old_id), load_edition(plan, new_id)
    require(format_ in DocumentFile.values)
    name = f"修改对照表（{old.label}至{new.label}）"
    return _ask(request, plan, comparison_document(old, new), DocumentFile(format_), name)


def _ask(
    request: HttpRequest, plan: Plan, document: Document, file: DocumentFile, name: str
) -> HttpResponseBase:
    """The file, or the page of the job that makes it; why not, on the page of all editions."""
    format_, variant = FILES[file]
    label = f"生成{file.label}：{name}"
    try:
        asked = request_rendition(
            document, format_, by=actor(request), plan=plan, label=label, variant=variant
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("editions", plan.slug)
    return follow(request, asked, name)


@staff_page
@limited(Limit.FILE)
@require_POST
def redline(request: HttpRequest, slug: str, old_id: int, new_id: int) -> HttpResponse:
    """Ask for 花脸稿 and 清稿 of two editions together."""
    plan = load_plan(request, slug)
    old, new = load_edition(plan, old_id), load_edition(plan, new_id)
    try:
        made = request_redline(old, new, by=actor(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("editions", slug)
    request.session[f"job-name-{made.pk}"] = f"花脸稿和清稿（{old.label}至{new.label}）"
    return redirect("job", made.pk)


@staff_page
@limited(Limit.FILE)
@require_POST
def document(request: HttpRequest, slug: str, edition_id: int, format_: str) -> HttpResponseBase:
    """Ask for a file of the edition: the file, or the page of the job that makes it."""
    plan = load_plan(request, slug)
    edition = load_edition(plan, edition_id)
    form = EditionFileForm(request.POST, edition=edition)
    require(format_ in DocumentFile.values and form.is_valid())
    name = f"{edition.title}（{edition.label}）"
    shown = edition_document(edition, **form.cleaned_data)
    return _ask(request, plan, shown, DocumentFile(format_), name)
