"""意见汇总 on screen: the list, one opinion, adopting it, proof, bulk."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.actions.collating import Answer, assess, assess_many
from consultation.actions.exporting import request_table
from consultation.collation import Criteria, collation, listing, neighbours
from consultation.forms.collating import AnswerForm, BulkForm, CollationFilter
from consultation.models import Assessment, Round
from consultation.permissions import may_run_round
from consultation.queries import similar_answers
from consultation.views.paging import key_of, page_url, query_of
from consultation.views.rounds import load_round, round_crumbs
from plans.comparing import redline
from plans.models import Change, Provision, Unit
from plans.queries import numbers, plan_tree
from plans.views.common import actor, attempt, press, require, staff_page


@staff_page
def comments(request: HttpRequest, round_id: int) -> HttpResponse:
    """The collation list: filters in the URL, pages by key."""
    one = load_round(request, round_id, run=False)
    form = filter_form(request, one)
    page = listing(
        one,
        criteria_of(request, form),
        after=key_of(request, "after"),
        before=key_of(request, "before"),
    )
    context = {
        "title": "意见汇总",
        "crumbs": round_crumbs(one, ("意见汇总", None)),
        "plan": one.plan,
        "round": one,
        "rows": page.rows,
        "page": page,
        "query": query_of(request),
        "previous_url": page_url(request, "before", page.before),
        "next_url": page_url(request, "after", page.after),
        "filter_form": form,
        "run": may_run_round(request.user, one),
        "marks": numbers(plan_tree(one.plan)),
        "bulk_form": BulkForm(ids=[]),
    }
    return render(request, "consultation/comments.html", context)


def filter_form(request: HttpRequest, one: Round) -> CollationFilter:
    """The filters of the URL, with the round's chapters, units and tags to choose from."""
    form = CollationFilter(request.GET)
    tree = plan_tree(one.plan)
    units = Unit.objects.filter(pk__in=one.invitations.values("unit")).values_list("pk", "name")
    choices: dict[str, Iterable[tuple[object, str]]] = {
        "chapter": ((n.id, f"{n.number}{n.title}") for n in tree.nodes),
        "unit": units,
        "tags": one.tags.values_list("pk", "name"),
    }
    for name, found in choices.items():
        form.fields[name].choices = [("", "全部"), *found]  # type: ignore[attr-defined]
    return form


def criteria_of(request: HttpRequest, form: CollationFilter) -> Criteria:
    """The filters of the URL as the query takes them; what makes no sense does not narrow."""
    form.is_valid()
    data = form.cleaned_data
    return Criteria(
        q=data.get("q", ""),
        state=data.get("state", ""),
        kind=data.get("kind", ""),
        disposition=data.get("disposition", ""),
        source=data.get("source", ""),
        to_argumentation=data.get("argued", False),
        tags=int(data["tags"]) if data.get("tags") else None,
        unit=int(data["unit"]) if data.get("unit") else None,
        chapter=int(data["chapter"]) if data.get("chapter") else None,
        handler=actor(request) if data.get("mine") else None,
    )


@staff_page
def comment(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """One opinion: what was said, the text, the answer; before and next in the same list."""
    one = load_round(request, round_id, run=False)
    row = load_assessment(one, assessment_id)
    run = may_run_round(request.user, one)
    similar = similar_answers(row)
    initial = _initial(request, row, similar)
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST":
        require(run)
        if form.is_valid() and _answer(request, row, form):
            messages.success(request, f"意见{row.number:04d}的处理意见已保存。")
            return redirect(_following(request, one, row))
    rows = collation(one, criteria_of(request, filter_form(request, one)))
    before, after = neighbours(rows, row.number)
    context = {
        "title": f"意见{row.number:04d}",
        "crumbs": round_crumbs(
            one, ("意见汇总", reverse("comments", args=[one.pk])), (f"{row.number:04d}", None)
        ),
        "plan": one.plan,
        "round": one,
        "row": row,
        "comment": row.comment,
        "segments": redline(row.comment.quote, row.comment.proposal)
        if row.comment.quote and row.comment.proposal
        else None,
        "form": form,
        "run": run,
        "before": before,
        "after": after,
        "query": query_of(request),
        "versions": row.versions.select_related("by"),
        "provision": standing_place(row),
        "proofs": _possible_proofs(row),
        "same_place": _same_place(row),
        "similar": similar,
    }
    return render(request, "consultation/comment.html", context)


def _initial(request: HttpRequest, row: Assessment, similar: list[Assessment]) -> dict[str, object]:
    """The answer as it stands, or with ?like= that of a similar opinion."""
    like = request.GET.get("like", "")
    known = {str(one.pk): one for one in similar}
    given = known.get(like, row)
    return {"disposition": given.disposition, "reason": given.reason, "version": row.version}


def _answer(request: HttpRequest, row: Assessment, form: AnswerForm) -> bool:
    data = form.cleaned_data
    answer = Answer(data["disposition"], data["reason"])
    saved = attempt(
        form,
        lambda: assess(row.pk, answer, by=actor(request), expected_version=data["version"]),
    )
    return saved is not None


def _following(request: HttpRequest, one: Round, row: Assessment) -> str:
    return f"{reverse('comment', args=[one.pk, row.pk])}?{query_of(request)}"


def load_assessment(one: Round, assessment_id: int) -> Assessment:
    """An assessment of the round, with all that its page shows."""
    return get_object_or_404(
        Assessment.objects.select_related(
            "comment__place__parent",
            "comment__author",
            "unit",
            "chapter",
            "handler",
            "proof__version__revision__user",
            "proof__provision",
            "round__plan",
            "group",
        ),
        pk=assessment_id,
        round=one,
    )


def standing_place(row: Assessment) -> Provision | None:
    """The provision of the draft that the opinion is about, if it still stands."""
    place = row.comment.place
    if place is None:
        return None
    return Provision.objects.standing().filter(pk=place.provision_id).first()


def _possible_proofs(row: Assessment) -> list[Change]:
    changes = Change.objects.filter(
        plan=row.round.plan, version__revision__date_created__gt=row.round.edition.frozen_at
    ).select_related("provision", "version__revision__user")
    place = row.comment.place
    if place is not None:
        changes = changes.filter(provision=place.provision_id)
    return list(changes.order_by("-id")[:30])


def _same_place(row: Assessment) -> list[Assessment]:
    if row.comment.place_id is None:
        return []
    others = Assessment.objects.filter(round=row.round, comment__place=row.comment.place_id)
    return list(others.exclude(pk=row.pk).select_related("comment", "unit")[:20])


@staff_page
@require_POST
def bulk(request: HttpRequest, round_id: int) -> HttpResponse:
    """One answer for all selected: all of them or none."""
    one = load_round(request, round_id)
    chosen = request.POST.getlist("selected")
    known = Assessment.objects.filter(round=one, pk__in=[pk for pk in chosen if pk.isdigit()])
    ids = [str(pk) for pk in known.values_list("pk", flat=True)]
    back = f"{reverse('comments', args=[one.pk])}?{query_of(request)}"
    form = BulkForm(request.POST, ids=ids)
    if not form.is_valid():
        messages.error(request, "请先勾选意见，并选择处理意见。没有改动任何一条。")
        return redirect(back)
    answer = Answer(form.cleaned_data["disposition"], form.cleaned_data["reason"])
    return press(
        request,
        lambda: assess_many([int(pk) for pk in ids], answer, by=actor(request)),
        f"{len(ids)}条意见已一并处理。",
        back,
    )


@staff_page
@require_POST
def export(request: HttpRequest, round_id: int) -> HttpResponse:
    """意见汇总处理表 as XLSX, by a job."""
    one = load_round(request, round_id, run=False)
    job = request_table(one, criteria_of(request, filter_form(request, one)), by=actor(request))
    return redirect("job", job.pk)
