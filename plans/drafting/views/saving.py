"""Saving a provision; where somebody saved in between, both sides merged for a person to check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from plans.drafting.actions.unsaved import autosave, settle_page
from plans.drafting.actions.writing import save_provision
from plans.drafting.forms.text import ProvisionForm
from plans.drafting.pages import origin_of
from plans.drafting.queries import chapter_of
from plans.drafting.versions import version_of
from plans.drafting.views.provisions import editor_page
from plans.errors import DomainError, StaleVersion
from plans.models import Attachment, Plan, Provision
from plans.permissions import may_edit
from plans.system.actions.attachments import keep_upload
from plans.system.pages import actor, load_plan, load_provision, require, staff_page
from plans.text.comparing import RowDiff, compare_texts
from plans.text.merging import MergeResult, merge


@dataclass(frozen=True)
class Conflict:
    """Two people's changes of one version; ``title`` and ``run_in`` as merged."""

    current: Provision
    merged: MergeResult
    theirs: Sequence[RowDiff]
    mine: Sequence[RowDiff]
    title: str
    titles: tuple[str, str] | None
    run_in: bool


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
    require(may_edit(request.user, chapter_of(row)) or row.deleted_at is not None)
    form = ProvisionForm(request.POST, request.FILES)
    if not form.is_valid():
        return editor_page(request, plan, row, form)
    try:
        _save(request, plan, row, form)
    except StaleVersion:
        autosave(row, form.held(row), by=actor(request))
        current = load_provision(plan, provision_id)
        conflict = _conflict(current, form)
        return editor_page(request, plan, row, _prefilled(form, conflict), conflict=conflict)
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


def _conflict(current: Provision, form: ProvisionForm) -> Conflict:
    data = form.cleaned_data
    base = version_of(current.pk, data["version"])
    text = base.text if base else ""
    old_title, old_run_in = (base.title, base.run_in) if base else ("", None)
    mine = current.title == data["title"] or current.title == old_title
    return Conflict(
        current=current,
        merged=merge(text, data["text"], current.text),
        theirs=compare_texts(text, current.text),
        mine=compare_texts(text, data["text"]),
        title=data["title"] if mine else current.title,
        titles=None if mine or data["title"] == old_title else (current.title, data["title"]),
        run_in=data["run_in"] if current.run_in == old_run_in else current.run_in,
    )


def _prefilled(form: ProvisionForm, conflict: Conflict) -> ProvisionForm:
    """The form with the merged text in it, on top of the version that stands now."""
    merged = {
        "version": conflict.current.version,
        "title": conflict.title,
        "text": conflict.merged.text,
        "run_in": conflict.run_in,
    }
    names = ("reason", "recorded_for", "kept_scan", "page", "shown")
    kept = {name: form.data.get(name, "") for name in names}
    return ProvisionForm({**kept, **merged})
