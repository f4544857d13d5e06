"""One opinion: what was said, where it stands now, its answer, handler and tags; on to the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.collation.actions.dispositions import Answer, assess
from consultation.collation.actions.handling import argue, assign, tag
from consultation.collation.canned_reasons import reasons_of
from consultation.collation.carried import why_unproved
from consultation.collation.forms import AnswerForm, AssignForm, TagForm
from consultation.collation.listing import collation, neighbours
from consultation.collation.queries import handlers_of, same_place, similar_answers
from consultation.collation.standing import stand_now
from consultation.collation.views.listing import criteria_of, filter_form
from consultation.enums import AssessmentState
from consultation.models import Assessment, Round
from consultation.passages.quoting import wording
from consultation.passages.whereabouts import text_of_edition, text_of_tree
from consultation.permissions import may_run_round, may_treat
from consultation.rounds.pages import load_round, round_crumbs
from plans.drafting.queries import plan_tree
from plans.models import Change, Provision
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, press, query_of, require, staff_page
from plans.text.tree import PlanTree

EDITIONS = 5
"""As many later editions are looked through, newest first."""


@staff_page
@limited(Limit.COMPARISON)
def comment(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """One opinion; saving stays on it."""
    return _comment(request, round_id, assessment_id, on=False)


@staff_page
@limited(Limit.COMPARISON)
def comment_next(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """The same page, from which saving goes on to the next opinion of the same list."""
    return _comment(request, round_id, assessment_id, on=True)


def _comment(request: HttpRequest, round_id: int, assessment_id: int, *, on: bool) -> HttpResponse:
    one = load_round(request, round_id, run=False)
    row = load_assessment(one, assessment_id)
    tree = plan_tree(one.plan)
    rows = collation(one, criteria_of(request, filter_form(request, one, tree)))
    similar = similar_answers(row)
    form = AnswerForm(
        request.POST or None,
        initial=_initial(request, row, similar),
        reasons=reasons_of(one.plan),
    )
    if request.method == "POST":
        require(may_treat(request.user, row))
        if form.is_valid() and _answer(request, row, form):
            return _go_on(request, row, neighbours(rows, row.number)[1] if on else row)
    before, after = neighbours(rows, row.number)
    context = {
        "title": f"意见{row.number:04d}",
        "crumbs": round_crumbs(
            one, ("意见汇总", _list_url(request, one)), (f"{row.number:04d}", None)
        ),
        "plan": one.plan,
        "round": one,
        "row": row,
        "before": before,
        "after": after,
        "query": query_of(request),
        "form": form,
        "similar": similar,
        **_said(row, tree),
        **_work(request, row, tree),
    }
    return render(request, "consultation/collation/comment.html", context)


def _list_url(request: HttpRequest, one: Round) -> str:
    query = query_of(request)
    return reverse("comments", args=[one.pk]) + (f"?{query}" if query else "")


def _said(row: Assessment, tree: PlanTree) -> dict[str, Any]:
    """What was said, what others said of the place, and where the passage stands now."""
    said = row.comment
    now = stand_now([row], text_of_tree(tree)).get(row.pk)
    return {
        "comment": said,
        "segments": wording(said.kind, said.quote, said.proposal),
        "same_place": same_place(row),
        "parts": row.parts.all(),
        "now": now,
        "later": _later(row.round, row),
    }


def _later(one: Round, row: Assessment) -> list[dict[str, Any]]:
    editions = one.plan.editions.filter(frozen_at__gt=one.edition.frozen_at)
    found = [
        {"edition": edition, "found": stand_now([row], text_of_edition(edition)).get(row.pk)}
        for edition in editions.order_by("-frozen_at")[:EDITIONS]
    ]
    return [line for line in found if line["found"]]


def _work(request: HttpRequest, row: Assessment, tree: PlanTree) -> dict[str, Any]:
    """What this visitor may do with it."""
    one = row.round
    run = may_run_round(request.user, one) and one.completed_at is None
    initial = {"handler": row.handler_id, "due_on": row.due_on}
    provision = passage_place(row, tree)
    treat = may_treat(request.user, row)
    return {
        "run": run,
        "treat": treat and one.completed_at is None,
        "prove": treat and row.state == AssessmentState.TO_PROVE,
        "missing": why_unproved([row]).get(row.pk, []),
        "versions": row.versions.select_related("by"),
        "provision": provision,
        "proofs": _possible_proofs(row, provision),
        "row_tags": row.tags.all(),
        "tags": one.tags.all(),
        "assign_form": AssignForm(initial=initial, people=handlers_of(one.plan)),
        "tag_form": TagForm(),
    }


def _initial(request: HttpRequest, row: Assessment, similar: list[Assessment]) -> dict[str, object]:
    """The answer as it stands, or with ?like= that of a similar opinion."""
    known = {str(one.pk): one for one in similar}
    given = known.get(request.GET.get("like", ""), row)
    return {"disposition": given.disposition, "reason": given.reason, "version": row.version}


def _answer(request: HttpRequest, row: Assessment, form: AnswerForm) -> bool:
    data = form.cleaned_data
    answer = Answer(data["disposition"], data["reason"])
    saved = attempt(
        form,
        lambda: assess(row.pk, answer, by=actor(request), expected_version=data["version"]),
    )
    return saved is not None


def _go_on(request: HttpRequest, row: Assessment, target: Assessment | None) -> HttpResponse:
    """On to the next; what a group's answer has settled is no longer among the open ones."""
    saved = f"意见{row.number:04d}的处理意见已保存。"
    if target is None:
        messages.success(request, f"{saved}已是符合条件的最后一条。")
        return redirect(_list_url(request, row.round))
    messages.success(request, saved)
    return redirect(here(request, row.round, target.pk))


def here(request: HttpRequest, one: Round, assessment_id: int) -> str:
    """The opinion's page, with the filters of the list that one goes through."""
    query = query_of(request)
    return reverse("comment", args=[one.pk, assessment_id]) + (f"?{query}" if query else "")


def load_assessment(one: Round, assessment_id: int) -> Assessment:
    """An assessment of the round, with all that its page shows."""
    return get_object_or_404(
        Assessment.objects.select_related(
            "comment__place__parent",
            "place",
            "part_of",
            "comment__author",
            "unit",
            "chapter",
            "handler",
            "proof__version__revision__user",
            "proof__provision",
            "round__plan",
            "round__edition",
            "group",
        ),
        pk=assessment_id,
        round=one,
    )


def passage_place(row: Assessment, tree: PlanTree | None = None) -> Provision | None:
    """The provision of the draft in which the commented passage stands now, if it does."""
    found = stand_now([row], text_of_tree(tree or plan_tree(row.round.plan))).get(row.pk)
    if found is None or found.provision is None:
        return None
    return Provision.objects.standing().filter(pk=found.provision).first()


def _possible_proofs(row: Assessment, provision: Provision | None) -> list[Change]:
    """Changes since the edition at the opinion's place, then and now; of all the plan's without."""
    changes = Change.objects.filter(
        plan=row.round.plan, version__revision__date_created__gt=row.round.edition.frozen_at
    ).select_related("provision", "version__revision__user")
    place = row.place
    if place is not None:
        proved = row.proof.provision_id if row.proof else None
        here = {place.provision_id, provision.pk if provision else None, proved} - {None}
        changes = changes.filter(provision__in=here)
    return list(changes.order_by("-id")[:30])


@staff_page
@require_POST
def assign_one(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Give one opinion to a handler."""
    one = load_round(request, round_id)
    row = load_assessment(one, assessment_id)
    form = AssignForm(request.POST, people=handlers_of(one.plan))
    if not form.is_valid():
        messages.error(request, form.refusal or "经办人或期限没有填对，没有保存。")
        return redirect(here(request, one, row.pk))
    data = form.cleaned_data
    return press(
        request,
        lambda: assign([row.pk], by=actor(request), handler=data["handler"], due_on=data["due_on"]),
        "经办人和期限已保存。",
        here(request, one, row.pk),
    )


@staff_page
@require_POST
def tag_one(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Put a tag on one opinion."""
    one = load_round(request, round_id)
    row = load_assessment(one, assessment_id)
    name = request.POST.get("tag", "")
    return press(
        request,
        lambda: tag([row.pk], name, by=actor(request)),
        "标签已加上。",
        here(request, one, row.pk),
    )


@staff_page
@require_POST
def untag_one(request: HttpRequest, round_id: int, assessment_id: int, tag_id: int) -> HttpResponse:
    """Take a tag off one opinion."""
    one = load_round(request, round_id)
    row = load_assessment(one, assessment_id)
    label = get_object_or_404(one.tags, pk=tag_id)
    return press(
        request,
        lambda: tag([row.pk], label.name, by=actor(request), on=False),
        "标签已去掉。",
        here(request, one, row.pk),
    )


@staff_page
@require_POST
def argue_one(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Put one opinion on the argumentation list."""
    one = load_round(request, round_id)
    row = load_assessment(one, assessment_id)
    return press(
        request,
        lambda: argue([row.pk], by=actor(request)),
        "已列入论证清单。",
        here(request, one, row.pk),
    )


@staff_page
@require_POST
def unargue_one(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Take one opinion off the argumentation list."""
    one = load_round(request, round_id)
    row = load_assessment(one, assessment_id)
    return press(
        request,
        lambda: argue([row.pk], by=actor(request), on=False),
        "已移出论证清单。",
        here(request, one, row.pk),
    )
