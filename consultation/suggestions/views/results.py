"""意见办理情况: the page for everybody, and where staff publish it and keep single words back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.models import Assessment, PublishedResults, Round
from consultation.rounds.figures import covering_figures, outcome_words
from consultation.rounds.pages import round_crumbs
from consultation.rounds.quarantine import refused_count
from consultation.suggestions.actions.results import publish_results, show_again, withhold
from consultation.suggestions.forms import WithholdForm
from consultation.suggestions.pages import load_public, load_run
from consultation.suggestions.results import (
    by_chapter,
    by_speaker,
    open_to_all,
    suggestions_of,
    treated,
)
from plans.public.queries import standing_publications
from plans.system.limits import Limit, limited
from plans.system.pages import (
    actor,
    attempt,
    key_of,
    number_in,
    page_url,
    press,
    public_page,
    require,
    staff_page,
)

PAGE, STAFF_PAGE = 20, 50


@public_page
@limited(Limit.COMPARISON)
def public_results(request: HttpRequest, round_id: int) -> HttpResponse:
    """How many, from whom, about what, and what became of each; ?chapter= an id, 0 the whole."""
    one = load_public(round_id)
    published = PublishedResults.objects.filter(round=one).first()
    require(published is not None)
    rows = open_to_all(suggestions_of(one))
    chapters, chosen = by_chapter(one), number_in(request.GET.get("chapter"))
    figures = covering_figures(one)
    shown = rows.count()
    if chosen is not None:
        rows = rows.filter(chapter=chosen or None)
    found, following = _page_of(request, rows, PAGE)
    context = {
        "title": "意见办理情况",
        "round": one,
        "published": published,
        "publication": standing_publications().filter(plan=one.plan).first(),
        "words": outcome_words(figures),
        "refused": refused_count(one),
        "chapters": chapters,
        "speakers": by_speaker(one),
        "chosen": next((bar for bar in chapters if bar.key == chosen), None),
        "rows": treated(found),
        "unshown": figures["comments"] - shown,
        "next_url": page_url(request, "after", following),
        "first": key_of(request, "after") is None,
    }
    return render(request, "consultation/suggestions/results.html", context)


def _page_of(
    request: HttpRequest, rows: QuerySet[Assessment], size: int
) -> tuple[list[Assessment], int | None]:
    after = key_of(request, "after")
    if after is not None:
        rows = rows.filter(number__gt=after)
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].number if len(found) > size else None


@staff_page
def results(request: HttpRequest, round_id: int) -> HttpResponse:
    """Every suggestion with whether its words will be published; the button that publishes."""
    return _staff(request, load_run(request, round_id), WithholdForm())


def _staff(request: HttpRequest, one: Round, form: WithholdForm, status: int = 200) -> HttpResponse:
    found, following = _page_of(request, suggestions_of(one), STAFF_PAGE)
    shown = open_to_all(suggestions_of(one)).count()
    context = {
        "title": "意见办理情况公开",
        "crumbs": round_crumbs(one, ("意见办理情况公开", None)),
        "plan": one.plan,
        "round": one,
        "run": True,
        "published": PublishedResults.objects.filter(round=one).first(),
        "may_publish": one.completed_at is not None or one.answers_released_at is not None,
        "rows": found,
        "form": form,
        "summary": f"共{one.comment_count}条，其中公开内容的{shown}条",
        "next_url": page_url(request, "after", following),
    }
    return render(request, "consultation/suggestions/publishing.html", context, status=status)


@staff_page
@require_POST
def publish(request: HttpRequest, round_id: int) -> HttpResponse:
    """Open the public page."""
    one = load_run(request, round_id)
    return press(
        request,
        lambda: publish_results(one.pk, by=actor(request)),
        "意见办理情况已公开，任何人都可以查看。",
        reverse("round_results", args=[one.pk]),
    )


@staff_page
@require_POST
def keep_back(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """不公开 the words of one suggestion, with a reason."""
    one = load_run(request, round_id)
    row = _load(one, assessment_id)
    form = WithholdForm(request.POST, auto_id=f"{row.pk}-%s")
    done = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: withhold(row.pk, by=actor(request), reason=reason))
    if done is None:
        return _staff(request, one, form, status=422)
    messages.success(request, f"建议{row.number:04d}的内容不公开，只列入统计。")
    return redirect("round_results", one.pk)


@staff_page
@require_POST
def put_back(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """恢复公开."""
    one = load_run(request, round_id)
    row = _load(one, assessment_id)
    return press(
        request,
        lambda: show_again(row.pk, by=actor(request)),
        f"建议{row.number:04d}的内容恢复公开。",
        reverse("round_results", args=[one.pk]),
    )


def _load(one: Round, assessment_id: int) -> Assessment:
    return get_object_or_404(suggestions_of(one), pk=assessment_id)
