"""查询码: typing it, and what became of the suggestion that it opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from consultation.models import Assessment, PublicContact, PublishedResults, Round
from consultation.permissions import is_open
from consultation.rounds.quarantine import held_under
from consultation.suggestions.forms import QueryCodeForm
from consultation.suggestions.results import changed_text
from plans.system.clock import database_now
from plans.system.guessing import Secret, guarded, note_wrong
from plans.system.limits import Limit, limited
from plans.system.pages import bearer_page, public_page

UNKNOWN = "没有这个查询码。请对照回执核对，注意数字0和字母的区别。"
WRONG = 422


@public_page
@guarded(Secret.BEARER)
def find_suggestion(request: HttpRequest) -> HttpResponse:
    """Type a query code; a wrong one is counted as every guess is."""
    form = QueryCodeForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if held_under(code) or PublicContact.objects.filter(query_code=code).exists():
            return redirect("suggestion", code)
        note_wrong(request)
        form.add_error("code", UNKNOWN)
    context = {"title": "查询建议办理情况", "form": form, "submit": "查询"}
    status = WRONG if form.errors else 200
    return render(request, "consultation/suggestions/find.html", context, status=status)


@bearer_page
@limited(Limit.COMPARISON)
def suggestion(request: HttpRequest, code: str) -> HttpResponse:
    """What became of a suggestion, by its query code."""
    code = code.upper()
    held = held_under(code)
    if held is not None:
        context = {"title": "我的建议", "comment": held, "held": held, "code": code}
        return render(
            request, "consultation/suggestions/held.html", context | {"round": held.round}
        )
    contact = get_object_or_404(
        PublicContact.objects.select_related("attachment", "comment__round", "comment__place"),
        query_code=code,
    )
    one = contact.comment.round
    rows = list(contact.comment.assessments.select_related("proof__version"))
    answered = _is_answered(one, rows)
    changed = changed_text(rows) if answered else {}
    context = {
        "title": "我的建议",
        "comment": contact.comment,
        "contact": contact,
        "code": contact.query_code,
        "round": one,
        "open": is_open(one, database_now()),
        "answered": answered,
        "parts": rows[1:],
        "changed": [line for row in rows for line in changed.get(row.pk, ())],
        "results": PublishedResults.objects.filter(round=one).exists(),
    }
    return render(request, "consultation/suggestions/suggestion.html", context)


def _is_answered(one: Round, rows: list[Assessment]) -> bool:
    """Released, and answered as a whole and in each of its parts."""
    released = one.answers_released_at is not None or one.completed_at is not None
    return released and all(row.disposition for row in rows)
