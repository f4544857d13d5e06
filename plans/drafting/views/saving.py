"""Saving a provision; where somebody saved in between, both sides merged for a person to check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from plans.drafting.actions.unsaved import autosave, settle_page
from plans.drafting.actions.writing import save_provision
from plans.drafting.forms.text import DecisionForm, ProvisionForm
from plans.drafting.merges import Conflict, conflict_of
from plans.drafting.pages import origin_of
from plans.drafting.queries import chapter_of
from plans.drafting.views.provisions import editor_page
from plans.errors import DomainError, StaleVersion
from plans.models import Attachment, Plan, Provision
from plans.permissions import may_edit
from plans.system.actions.attachments import keep_upload
from plans.system.middleware import CONFLICT
from plans.system.pages import actor, load_plan, load_provision, polled, staff_page


@staff_page
def save(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Save as a revision; with somebody's newer text, both are merged and nothing is written.

    A GET comes from a login form that an expired session brought up: the editor follows, where
    the browser offers what it kept.
    """
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    if request.method != "POST":
        return redirect("provision", slug, provision_id)
    form = ProvisionForm(request.POST, request.FILES)
    if row.deleted_at is None and not may_edit(request.user, chapter_of(row)):
        lost = {"lost": request.POST.get("text", "")}
        return editor_page(request, plan, row, form, editable=False, more=lost, status=403)
    if not form.is_valid():
        return editor_page(request, plan, row, form)
    try:
        _save(request, plan, row, form)
    except StaleVersion:
        autosave(row, form.held(row), by=actor(request))
        return _merged(request, plan, load_provision(plan, provision_id), form)
    except DomainError as error:
        form.add_error(None, str(error))
        return editor_page(request, plan, row, form)
    return redirect("provision", slug, provision_id)


def _save(request: HttpRequest, plan: Plan, row: Provision, form: ProvisionForm) -> None:
    data = form.cleaned_data
    version = save_provision(
        row.pk,
        by=actor(request),
        expected_version=data["version"],
        title=data["title"],
        text=data["text"],
        run_in=data["run_in"],
        origin=origin_of(
            request,
            plan,
            data["reason"],
            recorded_for=data["recorded_for"],
            scan=_scan(request, plan, form),
        ),
    )
    settle_page(row, form.held(row), by=actor(request))
    changed = version.change.number > data["version"]
    messages.success(request, "修改已保存。" if changed else "内容没有变化，没有产生新的版本。")


def _scan(request: HttpRequest, plan: Plan, form: ProvisionForm) -> Attachment | None:
    """The scanned page: uploaded now, or kept by an attempt that met a conflict."""
    upload = form.cleaned_data["scan"]
    if isinstance(upload, UploadedFile):
        kept = keep_upload(upload.name or "", upload.read(), by=actor(request), plan=plan)
        form.data = {**{name: form.data.get(name) for name in form.data}, "kept_scan": kept.pk}
        return kept
    again = form.cleaned_data["kept_scan"]
    own = Attachment.objects.filter(plan=plan, uploaded_by=actor(request))
    return own.filter(pk=again).first() if again else None


def _merged(
    request: HttpRequest, plan: Plan, current: Provision, form: ProvisionForm
) -> HttpResponse:
    """Both texts in one, for a person to check; first each conflict is decided."""
    conflict = conflict_of(current, form.wording())
    answered = request.POST.get("against") == str(current.version)
    decision = DecisionForm(
        request.POST if answered else None,
        choices=conflict.asks,
        by=conflict.by,
        initial={"against": current.version},
    )
    more: dict[str, Any] = {"conflict": conflict, "decided": not conflict.asks}
    if answered and decision.is_valid():
        title, text = conflict.decided(decision.chosen())
        more["decided"], form = True, _prefilled(form, conflict, title, text)
    elif conflict.asks:
        fields = [decision[name] for name in decision.fields if name != "against"]
        numbered = [field for field in fields if field.name != "choice-title"]
        more |= {
            "decision": decision,
            "title_choice": fields[0] if conflict.titles else None,
            "decisions": list(zip(conflict.merged.conflicts, numbered, strict=True)),
        }
    else:
        form = _prefilled(form, conflict, conflict.title, conflict.merged.text)
    return editor_page(request, plan, current, form, more=more, status=CONFLICT)


def _prefilled(form: ProvisionForm, conflict: Conflict, title: str, text: str) -> ProvisionForm:
    """The form with the merged text in it, on top of the version that stands now."""
    version, run_in = conflict.current.version, conflict.run_in
    merged = {"version": version, "title": title, "text": text, "run_in": run_in}
    names = ("reason", "recorded_for", "kept_scan", "page", "shown")
    kept = {name: form.data.get(name, "") for name in names}
    return ProvisionForm({**kept, **merged})


@polled
@staff_page
@require_POST
def newer(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """What others saved, merged into what stands in the editor where both touch nothing alike."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    form = ProvisionForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": form.refusal or "标题不能为空。"}, status=422)
    conflict = conflict_of(row, form.wording())
    found = {"by": conflict.by, "version": row.version, "touches": conflict.touches}
    if not conflict.touches:
        found |= {
            "title": conflict.title,
            "text": conflict.merged.text,
            "run_in": conflict.run_in,
        }
    return JsonResponse(found)
