"""Import in the browser: upload, preview of what was recognised and doubtful, then keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.drafting.actions.revising import Origin
from plans.errors import DomainError
from plans.importing import ImportedPlan, import_plan, period_of
from plans.models import Plan, User
from plans.permissions import may_create_plan
from plans.plan.actions import create_plan
from plans.plan.forms import ImportForm, UploadForm
from plans.system.apart import read_apart
from plans.system.carried_file import pack, unpack
from plans.system.pages import actor, attempt, require, staff_page
from plans.system.uploads import MAX_BYTES
from plans.text.numbering import numbered


@staff_page
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; the answer is the preview, nothing is kept."""
    user = actor(request)
    require(may_create_plan(user))
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MAX_BYTES:
            form.add_error("file", "文件超过20MB，请拆分或删去图片后再导入。")
        else:
            content = file.read()
            found = attempt(form, lambda: read_apart(import_plan, content, file.name))
            if found is not None:
                return _preview(
                    request, found, ImportForm(initial=_initial(found, user)), content, file.name
                )
    crumbs = [("规划", reverse("plans")), ("导入规划文本", None)]
    context = {
        "title": "导入规划文本",
        "form": form,
        "submit": "识别并预览",
        "crumbs": crumbs,
        "cancel_url": reverse("plans"),
    }
    return render(request, "base_form.html", context)


def _initial(found: ImportedPlan, user: User) -> dict[str, object]:
    start, end = period_of(found.title) or (None, None)
    return {
        "title": found.title,
        "kind": "overall",
        "owner": user.unit,
        "period_start": start,
        "period_end": end,
    }


def _preview(
    request: HttpRequest, found: ImportedPlan, form: ImportForm, content: bytes, name: str
) -> HttpResponse:
    context = {
        "title": "核对识别结果",
        "crumbs": [
            ("规划", reverse("plans")),
            ("导入规划文本", reverse("import_plan")),
            ("核对识别结果", None),
        ],
        "found": found,
        "tree": numbered(found.to_tree(), found.formats),
        "counts": {kind: found.count(kind) for kind in ("chapter", "section", "task")},
        "form": form,
        "source": pack(content),
        "name": name,
        "submit": "确认导入",
        "cancel_url": reverse("import_plan"),
    }
    return render(request, "plans/plan/import_preview.html", context)


@staff_page
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Read the same source again and keep it as a new plan."""
    user = actor(request)
    require(may_create_plan(user))
    form = ImportForm(request.POST)
    name = request.POST.get("name", "")
    try:
        content = unpack(request.POST.get("source", ""))
        found = read_apart(import_plan, content, name)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("import_plan")
    made = attempt(form, lambda: _create(form, found, user, name)) if form.is_valid() else None
    if made is None:
        return _preview(request, found, form, content, name)
    messages.success(request, "规划文本已导入。下一步：安排分工，或直接修改正文。")
    return redirect("plan", made.slug)


def _create(form: ImportForm, found: ImportedPlan, user: User, name: str) -> Plan:
    data = form.cleaned_data
    return create_plan(
        by=user,
        slug=data["slug"],
        kind=data["kind"],
        owner=data["owner"],
        title=data["title"],
        period=(data["period_start"], data["period_end"]),
        formats=found.formats,
        tree=found.to_tree(),
        origin=Origin(f"导入“{name}”"[:190], source="import"),
    )
