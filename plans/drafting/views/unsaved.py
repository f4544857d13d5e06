"""What is not saved yet: unsaved text, and who is in a provision just now."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from plans.drafting.actions.unsaved import autosave, refuse_unsaved, show_presence, take_copy
from plans.drafting.forms.text import PlanTextForm, ProvisionForm
from plans.drafting.merges import saved_by
from plans.drafting.pages import Editor
from plans.drafting.queries import chapter_of, kept_copies, waiting_copies, wording_of
from plans.errors import DomainError, NotAllowed
from plans.models import Plan, Presence, Provision
from plans.permissions import may_draft, may_edit
from plans.system import clock
from plans.system.pages import (
    actor,
    load_plan,
    load_provision,
    number_in,
    plan_crumbs,
    polled,
    press,
    staff_page,
)
from plans.text.comparing import compare_texts

PRESENT_FOR = timedelta(seconds=15)


@polled
@staff_page
@require_POST
def keep_unsaved(request: HttpRequest, slug: str, provision_id: int | None = None) -> HttpResponse:
    """Autosave of unsaved text; 403 where the right to write has ended, 409 where it is refused."""
    row = _opened(load_plan(request, slug), provision_id).row
    form = _form(row)(request.POST)
    unsaved = form.held(row)
    if form.refusal:
        return JsonResponse({"message": form.refusal}, status=409)
    try:
        autosave(row, unsaved, by=actor(request))
    except NotAllowed as error:
        return JsonResponse({"message": str(error)}, status=403)
    except DomainError as error:
        return JsonResponse({"message": str(error)}, status=409)
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M}"})


@staff_page
@require_POST
def drop_unsaved(request: HttpRequest, slug: str, provision_id: int | None = None) -> HttpResponse:
    """回到已保存的正文: what stands in the page's editor is refused, and kept for a week."""
    editor = _opened(load_plan(request, slug), provision_id)
    row = editor.row
    unsaved = _form(row)(request.POST).held(row)
    others = len(waiting_copies(kept_copies(actor(request), row), row)) > 1
    now_shown = "编辑框里是另一份没有保存的文字。" if others else "已回到保存的正文。"
    return press(
        request,
        lambda: refuse_unsaved(row, unsaved, by=actor(request)),
        f"{now_shown}刚才的文字还留一周，可在“我留存的文字”中取回。",
        editor.page,
    )


@staff_page
def kept_texts(request: HttpRequest, slug: str, provision_id: int | None = None) -> HttpResponse:
    """我留存的文字: one's own unsaved copies of a text, each against what is saved."""
    plan = load_plan(request, slug)
    editor = _opened(plan, provision_id)
    row = editor.row
    title, text = wording_of(row)
    copies = kept_copies(actor(request), row)
    context = {
        "title": f"我留存的文字：{editor.name}",
        "crumbs": plan_crumbs(plan, (editor.name, editor.page), ("我留存的文字", None)),
        "plan": plan,
        "editor": editor,
        "provision": row if isinstance(row, Provision) else None,
        "saved_title": title,
        "editable": may_edit(request.user, chapter_of(row))
        if isinstance(row, Provision)
        else may_draft(request.user, row),
        "copies": [(one, compare_texts(text, one.text)) for one in copies],
    }
    return render(request, "plans/drafting/kept.html", context)


@staff_page
@require_POST
def take_kept(
    request: HttpRequest, slug: str, copy_id: int, provision_id: int | None = None
) -> HttpResponse:
    """Put a copy back into the editor; nothing that stands there is written over."""
    editor = _opened(load_plan(request, slug), provision_id)
    copy = get_object_or_404(kept_copies(actor(request), editor.row), pk=copy_id)
    return press(
        request,
        lambda: take_copy(copy, by=actor(request)),
        "已放回编辑框，还没有保存。",
        editor.page,
    )


def _opened(plan: Plan, provision_id: int | None) -> Editor:
    """The editor of a provision; without one that of the plan's title and preamble."""
    return Editor(plan, plan if provision_id is None else load_provision(plan, provision_id))


def _form(row: Provision | Plan) -> type[ProvisionForm]:
    return PlanTextForm if isinstance(row, Plan) else ProvisionForm


@polled
@staff_page
@require_POST
def presence(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Say that one is here; learn who else is, and who has saved since the version one has open."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    show_presence(row, by=actor(request), typing="typing" in request.POST)
    now = clock.now()
    others = (
        Presence.objects.filter(provision=row, seen_at__gt=now - PRESENT_FOR)
        .exclude(user=actor(request))
        .select_related("user")
    )
    people = [
        {"name": str(one.user), "typing": bool(one.typed_at and one.typed_at > now - PRESENT_FOR)}
        for one in others
    ]
    opened = number_in(request.POST.get("version"))
    context = {
        "people": people,
        "provision": row,
        "plan": plan,
        "newer_by": saved_by(row) if opened and opened < row.version else "",
    }
    return render(request, "plans/drafting/_presence.html", context)
