"""Several opinions at once: all of them or none, and the rows in the way are named."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.collation.actions.dispositions import Answer, assess_many
from consultation.collation.actions.groups import group
from consultation.collation.actions.handling import argue, assign, tag
from consultation.collation.actions.locking import MANY
from consultation.collation.forms import AssignForm, BulkForm, TagForm
from consultation.collation.listing import collation
from consultation.collation.queries import handlers_of
from consultation.collation.views.listing import criteria_of, filter_form
from consultation.models import Assessment, Round
from consultation.rounds.pages import load_round
from plans.system.pages import actor, numbers_in, press, query_of, staff_page


def _chosen(request: HttpRequest, one: Round) -> list[int]:
    """The rows ticked; with ``all`` every row that the filters leave, one too many included."""
    if request.POST.get("all"):
        rows = collation(one, criteria_of(request, filter_form(request, one)))
        return list(rows.values_list("pk", flat=True)[: MANY + 1])
    picked = numbers_in(request.POST.getlist("selected"))
    known = Assessment.objects.filter(round=one, pk__in=picked)
    return list(known.values_list("pk", flat=True))


def _back(request: HttpRequest, one: Round) -> str:
    query = query_of(request)
    return reverse("comments", args=[one.pk]) + (f"?{query}" if query else "")


def _do(
    request: HttpRequest, one: Round, action: Callable[[list[int]], object], done: str
) -> HttpResponse:
    ids = _chosen(request, one)
    return press(request, lambda: action(ids), f"{len(ids)}条意见{done}", _back(request, one))


def _refused(request: HttpRequest, one: Round, why: str) -> HttpResponse:
    messages.error(request, f"{why}没有改动任何一条。")
    return redirect(_back(request, one))


@staff_page
@require_POST
def answer(request: HttpRequest, round_id: int) -> HttpResponse:
    """One answer for all selected."""
    one = load_round(request, round_id)
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _refused(request, one, form.refusal or "请先选择处理意见。")
    given = Answer(form.cleaned_data["disposition"], form.cleaned_data["reason"])
    return _do(request, one, lambda ids: assess_many(ids, given, by=actor(request)), "已一并处理。")


@staff_page
@require_POST
def assign_some(request: HttpRequest, round_id: int) -> HttpResponse:
    """One handler and due date for all selected."""
    one = load_round(request, round_id)
    form = AssignForm(request.POST, people=handlers_of(one.plan))
    if not form.is_valid():
        return _refused(request, one, form.refusal or "经办人或期限没有填对。")
    data = form.cleaned_data
    return _do(
        request,
        one,
        lambda ids: assign(ids, by=actor(request), handler=data["handler"], due_on=data["due_on"]),
        "已分派。",
    )


@staff_page
@require_POST
def tag_some(request: HttpRequest, round_id: int) -> HttpResponse:
    """A tag on all selected."""
    return _tag(request, round_id, on=True, done="已加标签。")


@staff_page
@require_POST
def untag_some(request: HttpRequest, round_id: int) -> HttpResponse:
    """A tag off all selected."""
    return _tag(request, round_id, on=False, done="已去掉标签。")


def _tag(request: HttpRequest, round_id: int, *, on: bool, done: str) -> HttpResponse:
    one = load_round(request, round_id)
    form = TagForm(request.POST)
    if not form.is_valid():
        return _refused(request, one, form.refusal or "请先填写标签。")
    name = form.cleaned_data["tag"]
    return _do(request, one, lambda ids: tag(ids, name, by=actor(request), on=on), done)


@staff_page
@require_POST
def argue_some(request: HttpRequest, round_id: int) -> HttpResponse:
    """All selected onto the argumentation list."""
    one = load_round(request, round_id)
    return _do(request, one, lambda ids: argue(ids, by=actor(request)), "已列入论证清单。")


@staff_page
@require_POST
def group_some(request: HttpRequest, round_id: int) -> HttpResponse:
    """All selected into one group."""
    one = load_round(request, round_id)
    return _do(
        request,
        one,
        lambda ids: group(ids, by=actor(request)),
        "已归为一组，一次处理，分别反馈。",
    )
