"""What is not saved yet: unsaved text, and who is in a provision just now."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from plans.drafting.actions.unsaved import autosave, drop_autosave, show_presence
from plans.drafting.forms.text import ProvisionForm
from plans.errors import DomainError
from plans.models import Presence
from plans.system import clock
from plans.system.pages import actor, load_plan, load_provision, press, staff_page

PRESENT_FOR = timedelta(seconds=15)


@staff_page
@require_POST
def keep_unsaved(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Autosave of unsaved text; answers with the time of keeping."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    form = ProvisionForm(request.POST)
    form.full_clean()
    if form.refusal:
        return JsonResponse({"message": form.refusal}, status=409)
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
    return render(
        request, "plans/drafting/_presence.html", {"people": people, "provision": row, "plan": plan}
    )
