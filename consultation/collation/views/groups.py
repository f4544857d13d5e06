"""相同相近意见归并: what the job proposed, confirmed and undone by a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.collation.actions.groups import (
    confirm_group,
    leave_group,
    request_groups,
    ungroup,
    unify_group,
)
from consultation.collation.queries import group_page
from consultation.models import Assessment, OpinionGroup
from consultation.permissions import may_run_round
from consultation.rounds.pages import load_round, round_crumbs
from plans.errors import DomainError
from plans.system.limits import Limit, limited
from plans.system.pages import actor, number_in, press, staff_page

PAGE = 20


@staff_page
def groups(request: HttpRequest, round_id: int) -> HttpResponse:
    """The groups, 20 a page, behind ?after= a group."""
    one = load_round(request, round_id, run=False)
    rows = group_page(one, after=number_in(request.GET.get("after")) or 0, size=PAGE)
    context = {
        "title": "相同相近意见归并",
        "crumbs": round_crumbs(one, ("相同意见归并", None)),
        "plan": one.plan,
        "round": one,
        "rows": rows,
        "next": rows[-1].group.pk if len(rows) == PAGE else None,
        "run": may_run_round(request.user, one) and one.completed_at is None,
    }
    return render(request, "consultation/collation/groups.html", context)


@staff_page
@limited(Limit.FILE)
@require_POST
def find(request: HttpRequest, round_id: int) -> HttpResponse:
    """Look for similar opinions, by a job."""
    one = load_round(request, round_id)
    try:
        job = request_groups(one, by=actor(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("groups", one.pk)
    return redirect("job", job.pk)


@staff_page
@require_POST
def confirm(request: HttpRequest, round_id: int, group_id: int) -> HttpResponse:
    """Confirm a proposed group."""
    one = load_round(request, round_id)
    found = get_object_or_404(OpinionGroup, pk=group_id, round=one)
    return press(
        request,
        lambda: confirm_group(found.pk, by=actor(request)),
        "已确认归为一组，处理其中一条即处理整组。",
        _here(one.pk, found.pk),
    )


@staff_page
@require_POST
def unify(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Answer the whole group as one of it is answered, and confirm it."""
    one = load_round(request, round_id)
    row = get_object_or_404(Assessment, pk=assessment_id, round=one)
    return press(
        request,
        lambda: unify_group(row.pk, by=actor(request)),
        f"整组已按意见{row.number:04d}的处理意见统一。",
        _here(one.pk, row.group_id or 1),
    )


@staff_page
@require_POST
def undo(request: HttpRequest, round_id: int, group_id: int) -> HttpResponse:
    """Undo a group; the opinions and their answers stay."""
    one = load_round(request, round_id)
    found = get_object_or_404(OpinionGroup.objects.select_related("round"), pk=group_id, round=one)
    return press(
        request,
        lambda: ungroup(found, by=actor(request)),
        "这一组已撤销，意见原样保留。",
        _here(one.pk, group_id),
    )


@staff_page
@require_POST
def leave(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Take one opinion out of its group."""
    one = load_round(request, round_id)
    row = get_object_or_404(Assessment, pk=assessment_id, round=one)
    return press(
        request,
        lambda: leave_group(row.pk, by=actor(request)),
        f"意见{row.number:04d}已移出这一组。",
        _here(one.pk, row.group_id or 1),
    )


def _here(round_id: int, group_id: int) -> str:
    return f"{reverse('groups', args=[round_id])}?after={group_id - 1}"
